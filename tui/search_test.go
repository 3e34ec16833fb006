package tui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"postern/posts"
	"postern/render"
)

const tides = `The tide comes in twice a day, and **the** tide goes out.

> A quotation about the *moon*, which is long enough that a narrow window has to break it somewhere.

- an item about ropes and knots
- a second one

漢字かな交じり文は折り返されるので検索もできる。 See https://example.org/a/very/long/path/that/is/broken/somewhere.html now.

And incomprehensibilities.

` + "```go\nfmt.Println(\"The End\")\n```\n"

// reversed returns what is drawn reversed, which is how the current hit and the selected link are marked.
func reversed(s *story) string {
	var out strings.Builder
	parser, state, on := ansi.NewParser(), byte(0), false
	for content := s.drawn(); content != ""; {
		sequence, width, n, next := ansi.DecodeSequence(content, state, parser)
		switch {
		case isStyle(sequence, parser):
			on = strings.HasSuffix(sequence, "7m")
		case on && width > 0:
			out.WriteString(sequence)
		}
		state, content = next, content[n:]
	}
	return out.String()
}

func TestSearchInAPost(t *testing.T) {
	s := reading(t, small(t)).press("j enter 25j")
	began := s.line(0)
	s.press("/paragraph3").sees("/paragraph3▏ 2/11").
		press("enter").sees("/paragraph3 2/11", "n next")
	if got := reversed(s); got != "Paragraph3" {
		t.Errorf("the current hit is %q: it should be the first that is not above the window", got)
	}
	s.sees("Paragraph30 ").press("n").sees("3/11").press("N N N").sees("11/11").press("4n").sees("4/11")
	s.press("esc").seesNo("/paragraph").quits(false).sees("Paragraph32 ")
	if got := reversed(s); got != "" {
		t.Errorf("%q is marked after the search was cleared", got)
	}
	s.press("n").sees("/ searches in this post")
	s = reading(t, small(t)).press("j enter 25j /paragraph39 esc")
	if got := s.line(0); got != began {
		t.Errorf("a search that is given up leads to %q, not back to %q", got, began)
	}
	s.press("/ xyzzy").sees("not found").press("enter").sees("“xyzzy” is not in this post").press("esc").selects("Tidal")
	s.press("enter /zz backspace backspace backspace").seesNo("▏").sees("Tidal charts")
	s.press("/para ctrl+u").sees("/▏").press("down down up enter").seesNo("▏")
	s.press("/ q Q ? j").sees("/qQ?j▏").quits(false).press("ctrl+c").quits(true)
}

func TestTheCurrentHitStaysOnAResize(t *testing.T) {
	s := reading(t, small(t)).press("j enter /paragraph3 enter n n").sees("3/11")
	for _, size := range [][2]int{{40, 12}, {200, 60}, {20, 6}, {80, 24}} {
		s.resize(size[0], size[1]).sees("3/11")
		if got := reversed(s); got != "Paragraph3" {
			t.Errorf("at %v the current hit is %q", size, got)
		}
	}
}

func TestFind(t *testing.T) {
	doc := render.Parse(&posts.Post{Text: posts.TextOf(tides)})
	for _, c := range []struct {
		words string
		want  int
	}{
		{"tide", 2},
		{"the tide", 2},
		{"The tide", 1},
		{"  the \t tide ", 2},
		{"TIDE", 0},
		{"moon, which is long", 1},
		{"narrow window has to break it", 1},
		{"knots a second", 1},
		{"knotsa", 0},
		{"quotationabout", 0},
		{"incomprehensibilities", 1},
		{"prehensibil", 1},
		{"折り返されるので検索", 1},
		{"very/long/path/that/is/broken/somewhere.html", 1},
		{"println(\"the end\")", 1},
		{"e", 31},
		{"", 0},
		{" ", 0},
	} {
		for _, width := range []int{12, 20, 33, 80, 200} {
			page := render.Layout(doc, render.Setup{Width: width})
			hits := find(page, width, c.words)
			if c.want != 31 && len(hits) != c.want {
				t.Errorf("%q at %d columns: %d hits, want %d", c.words, width, len(hits), c.want)
			}
			for _, h := range hits {
				var text strings.Builder
				for _, span := range h {
					text.WriteString(ansi.Cut(page.Text(span.Line), span.From, span.To))
				}
				without := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }
				if without(text.String()) != without(c.words) {
					t.Errorf("%q at %d columns marks %q", c.words, width, text.String())
				}
			}
		}
	}
}

func TestFindAllTermsOfAQuery(t *testing.T) {
	doc := render.Parse(&posts.Post{Text: posts.TextOf(tides + "\n\nThe CAFÉ and the moonlight.")})
	for query, want := range map[string]string{
		"tide":                   "tide tide",
		"TIDE ropes":             "tide tide ropes",
		"cafe":                   "CAFÉ",
		"moon":                   "moon moonlight", // the last word may be a beginning
		"moon the":               "The the the moon The The the",
		`"twice a day" -ropes`:   "twiceaday",
		"incomprehensibilities":  "incomprehensibilities",
		"文":                      "文",
		"no such words anywhere": "",
	} {
		for _, width := range []int{12, 20, 80} {
			page := render.Layout(doc, render.Setup{Width: width})
			var got []string
			for _, h := range findAll(page, width, query) {
				var text strings.Builder
				for _, span := range h {
					text.WriteString(strings.TrimSpace(ansi.Cut(page.Text(span.Line), span.From, span.To)))
				}
				got = append(got, strings.Join(strings.Fields(text.String()), ""))
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%q at %d columns: %q, want %q", query, width, got, want)
			}
		}
	}
}

func TestOverlay(t *testing.T) {
	style := ansi.Style{}.Reverse(true)
	for _, c := range []struct {
		line     string
		from, to int
		want     string
	}{
		{"abcdef", 2, 4, "ab\x1b[7mcd\x1b[mef"},
		{"abcdef", 4, 6, "abcd\x1b[7mef\x1b[m"},
		{"abcdef", 4, 99, "abcd\x1b[7mef\x1b[m"},
		{"a\x1b[1mbc\x1b[md", 1, 4, "a\x1b[1m\x1b[7mbc\x1b[m\x1b[7md\x1b[m"},
		{"\x1b[1mabc\x1b[m", 0, 2, "\x1b[1m\x1b[7mab\x1b[m\x1b[1mc\x1b[m"},
		{"日本語", 2, 4, "日\x1b[7m本\x1b[m語"},
		{"\x1b]8;id=1;https://e.org\x1b\\ab\x1b]8;;\x1b\\c", 1, 2, "\x1b]8;id=1;https://e.org\x1b\\a\x1b[7mb\x1b]8;;\x1b\\\x1b[mc"},
		{"abc", 2, 2, "abc"},
	} {
		if got := overlay(c.line, c.from, c.to, style); got != c.want {
			t.Errorf("overlay(%q, %d, %d) = %q, want %q", c.line, c.from, c.to, got, c.want)
		}
	}
}

// FuzzFind checks that whatever is found is really what was asked for, at any width.
func FuzzFind(f *testing.F) {
	f.Add(tides, "the tide", 20)
	f.Add("a\u0301 b  c", "b c", 8)
	f.Add("```\nx\ty\n```", "x y", 9)
	f.Fuzz(func(t *testing.T, source, words string, width int) {
		if len(source) > 4<<10 || len(words) > maxFilter {
			return
		}
		page := render.Layout(render.Parse(&posts.Post{Text: posts.TextOf(source)}), render.Setup{Width: width})
		for _, h := range slices.Concat(find(page, width, words), findAll(page, width, words)) {
			for _, span := range h {
				if span.Line >= page.Len() || span.From > span.To || span.To > ansi.StringWidth(page.Text(span.Line)) {
					t.Fatalf("%q: the span %v is not on the page", words, span)
				}
			}
		}
	})
}

// BenchmarkFind is what a key costs while words are typed, in a post of 200 KB.
func BenchmarkFind(b *testing.B) {
	page := render.Layout(render.Parse(&posts.Post{Text: posts.TextOf(paragraphs(1400)), Date: time.Now()}), render.Setup{Width: 80})
	for _, words := range []string{"p", "morning", "narrow window"} {
		b.Run(fmt.Sprint(words), func(b *testing.B) {
			for b.Loop() {
				find(page, 80, words)
			}
		})
	}
}
