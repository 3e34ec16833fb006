package tui

import (
	"context"
	"errors"
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
				before, after, ok := strings.Cut(strings.ToLower(p.Body), strings.ToLower(query))
				if !ok || len(hits) == limit {
					continue
				}
				hits = append(hits, posts.Hit{Post: p, Snippet: []posts.Fragment{
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
	if got := s.model.View().Content; !strings.Contains(got, "\x1b[1;4;38;5;166mparagraph5\x1b[m") {
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
		s := reading(t, library, searchIn(library), window(size[0], size[1])).press("/paragraph5 enter").selects("Tidal")
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

func TestASnippetThatIsBroken(t *testing.T) {
	library := small(t)
	s := reading(t, library)
	m, _ := s.model.(Model)
	h := posts.Hit{Post: library.Posts()[0], Snippet: []posts.Fragment{
		{Text: "…some words "}, {Text: "that were found on two lines", Match: true}, {Text: "漢字かな交じり文は折り返される"}, {Text: "検索\x1b[2J", Match: true}, {Text: "\nend"},
	}}
	for width := 1; width < 60; width++ {
		for _, line := range snippet(&m.reader, h, width, 5) {
			opened, closed := strings.Count(line, m.reader.styles[found].String()), strings.Count(line, resetStyle)
			if opened != closed || ansi.StringWidth(line) > max(width, 2) || strings.Contains(line, "\x1b[2J") {
				t.Errorf("at %d cells: %q", width, line)
			}
		}
	}
}
