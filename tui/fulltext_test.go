package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/posts"
)

// library is a full-text search that finds each post of a blog whose body has the words.
func searchIn(library *posts.Library) func(*Options) {
	return func(o *Options) {
		o.Search = func(_ context.Context, query string, limit int) ([]posts.Hit, error) {
			var hits []posts.Hit
			for _, p := range library.Posts() {
				before, after, ok := strings.Cut(strings.ToLower(p.Body()), strings.ToLower(query))
				if !ok || len(hits) == limit {
					continue
				}
				hits = append(hits, posts.Hit{Post: p, Title: []posts.Fragment{{Text: p.Title}}, Snippet: []posts.Fragment{
					{Text: "…" + before[max(len(before)-40, 0):]}, {Text: query, Match: true}, {Text: after[:min(len(after), 60)] + "…"},
				}})
			}
			return hits, nil
		}
	}
}

func TestSearchAllPosts(t *testing.T) {
	library := small(t)
	s := reading(t, library, searchIn(library)).press("/paragraph5 enter").
		sees("“paragraph5” in all posts · 1/2", "Tidal charts", "Why the longest title").seesNo("Ropes").selects("Tidal")
	if got := s.drawn(); !strings.Contains(got, "\x1b[1;4;38;5;166mparagraph5\x1b[m") {
		t.Errorf("the words are not marked in what was found: %q", got)
	}
	s.press("enter").sees("Tidal charts on a wall clock", "/paragraph5 1/1", "Paragraph5 ")
	if got := reversed(s); got != "Paragraph5" {
		t.Errorf("%q is marked", got)
	}
	s.press("q").sees("in all posts · 1/2").press("j").selects("Why the").press("enter").sees("/paragraph5 1/1").
		press("esc h").sees("in all posts · 2/2").press("esc").sees("4/7").selects("Why the")
	reading(t, library, searchIn(library)).press("/paragraph30 enter enter").sees("Paragraph30 ").seesNo("Paragraph1 ")
	reading(t, library, searchIn(library)).press("/xyzzy enter").sees("no post has “xyzzy”").press("backspace").sees("/xyzz▏").
		press("ctrl+u enter").seesNo("▏").sees("1/7")
	reading(t, library, searchIn(library)).press("/paragraph5 enter /").sees("/▏ 7 posts").press("esc").sees("1/7")
	for _, size := range [][2]int{{40, 12}, {20, 6}, {200, 60}} {
		s := reading(t, library, searchIn(library), window(size[0], size[1])).press("/paragraph5 enter").selects("Tidal").sees("paragraph5")
		s.press("enter").sees("Paragraph5")
	}
}

func TestWhenTheFullTextCannotBeSearched(t *testing.T) {
	fails := func(err error) func(*Options) {
		return func(o *Options) {
			o.Search = func(context.Context, string, int) ([]posts.Hit, error) { return nil, err }
		}
	}
	for name, c := range map[string]struct {
		change func(*Options)
		says   string
	}{
		"no index":  {func(*Options) {}, "the full text cannot be searched here"},
		"not ready": {fails(posts.ErrNotReady), "the index is still being built"},
		"broken":    {fails(errors.New("disk I/O error")), "the search failed"},
	} {
		s := reading(t, small(t), c.change).press("/go enter").sees(c.says, "Tidal", "Emoji").seesNo("Ropes")
		if s.press("enter"); !strings.Contains(s.screen(), "Tidal charts") {
			t.Errorf("%s: the posts with the words in their titles cannot be opened:\n%s", name, s.screen())
		}
	}
}

func TestALateSearchIsDropped(t *testing.T) {
	library := small(t)
	s := reading(t, library, searchIn(library))
	s.hold()
	s.press("/paragraph5 enter").sees("/paragraph5▏ searching…").press("0")
	s.release()
	s.sees("/paragraph50▏").seesNo("in all posts")
	s.hold()
	s.press("ctrl+u para enter esc")
	s.release()
	s.sees("/7").seesNo("in all posts", "▏")
}

func TestDownLeadsFromTheFilterToItsPosts(t *testing.T) {
	reading(t, small(t)).press("/go down").sees("/go · 1/2").selects("Tidal").press("down").selects("Emoji").press("up").
		press("enter").sees("Paragraph1 ").press("q").sees("/go · 1/2")
	reading(t, small(t)).press("/xyzzy down").sees("No title").press("esc").sees("1/7")
}

func TestASnippetShowsWhatWasFound(t *testing.T) {
	library := small(t)
	m := reading(t, library).model
	for _, before := range []string{"", "…a few words ", strings.Repeat("many words ", 9), strings.Repeat("漢字かな", 12), strings.Repeat("x", 90)} {
		h := posts.Hit{Post: library.Posts()[0], Snippet: []posts.Fragment{{Text: before}, {Text: "found", Match: true}, {Text: strings.Repeat(" and words after it", 5) + "…"}}}
		for width := 12; width < 90; width++ {
			for limit := 1; limit < 3; limit++ {
				lines := ansi.Strip(strings.Join(snippet(&m.reader, h, width, limit), "\n"))
				if !strings.Contains(strings.ReplaceAll(lines, "\n", ""), "found") || strings.Contains(lines, "found…") && width > 20 {
					t.Errorf("at %d cells, %d lines: %q", width, limit, lines)
				}
			}
		}
	}
}

func TestSearchTellsOfMore(t *testing.T) {
	var entries []entry
	for i := range maxFound + 5 {
		entries = append(entries, entry{title: fmt.Sprintf("Post %d", i), body: "needle one. Another thread, and a needle2 two."})
	}
	library := blog(t, entries)
	reading(t, library, searchIn(library)).press("/needle enter").sees("in all posts · 1/100+").press("esc /needle2 enter").sees("1/100+")
	reading(t, library, searchIn(blog(t, entries[:maxFound]))).press("/needle enter").sees("in all posts · 1/100 ")
}

func TestAHitOpensWithAllItsWordsMarked(t *testing.T) {
	library := blog(t, []entry{{title: "Ropes and knots", date: "2026-01-01", body: paragraphs(20) + "A rope with a knot.\n\n" + paragraphs(20) + "One more knot in the rope.\n"}})
	hit := posts.Hit{
		Post: library.Posts()[0], Title: []posts.Fragment{{Text: "Ropes and "}, {Text: "knots", Match: true}},
		Snippet: []posts.Fragment{{Text: "… A "}, {Text: "rope", Match: true}, {Text: " with a "}, {Text: "knot", Match: true}, {Text: "."}},
	}
	s := reading(t, library, func(o *Options) {
		o.Search = func(context.Context, string, int) ([]posts.Hit, error) { return []posts.Hit{hit}, nil }
	}).press("/rope space knot enter")
	if got := s.drawn(); !strings.Contains(got, "Ropes and \x1b[m\x1b[1;4;38;5;166mknots\x1b[m") {
		t.Errorf("the word is not marked in the title: %q", got)
	}
	s.press("enter").sees("/rope knot 1/4", "A rope with a knot.")
	for _, want := range []string{"rope", "knot", "knot", "rope", "rope"} {
		if got := reversed(s); got != want {
			t.Errorf("%q is marked, want %q", got, want)
		}
		s.press("n")
	}
	s.resize(40, 12).sees("/4").press("/thread esc").seesNo("rope knot")
}

func TestASnippetThatIsBroken(t *testing.T) {
	library := small(t)
	s := reading(t, library)
	m := s.model
	h := posts.Hit{Post: library.Posts()[0], Snippet: []posts.Fragment{
		{Text: "…some words "}, {Text: "that were found on two lines", Match: true}, {Text: "漢字かな交じり文は折り返される"}, {Text: "検索\x1b[2J", Match: true}, {Text: "\nend"},
	}}
	for width := 1; width < 60; width++ {
		for _, line := range snippet(&m.reader, h, width, 5) {
			opened, closed := strings.Count(line, "\x1b[")-strings.Count(line, resetStyle), strings.Count(line, resetStyle)
			if opened != closed || ansi.StringWidth(line) > max(width, 2) || strings.Contains(line, "\x1b[2J") {
				t.Errorf("at %d cells: %q", width, line)
			}
		}
	}
}
