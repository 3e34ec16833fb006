package render

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"postern/posts"
)

// Links are cut out of the lines by their spans; a link that is broken has one on each line.
func TestLinkSpans(t *testing.T) {
	doc := Parse(&posts.Post{Text: posts.TextOf("> 漢字 [one link](https://example.org/a) and [another link of many words](b.md).\n\nA note.[^n]\n\n[^n]: Below.")})
	for _, width := range []int{MinWidth, 20, 80} {
		for _, theme := range []string{Auto, Plain} {
			p := Layout(doc, Setup{Width: width, Theme: theme})
			links, spans := p.Links(), p.LinkSpans()
			if len(links) != len(spans) {
				t.Fatalf("%d links have %d lists of spans", len(links), len(spans))
			}
			var got []string
			for i := range spans {
				var words []string
				for _, s := range spans[i] {
					words = append(words, ansi.Cut(p.Text(s.Line), s.From, s.To))
				}
				if spans[i][0].Line != links[i].Line {
					t.Errorf("link %d begins on line %d, its spans on %d", i, links[i].Line, spans[i][0].Line)
				}
				got = append(got, strings.ReplaceAll(strings.Join(words, ""), " ", ""))
			}
			want := []string{"onelink[1]", "anotherlinkofmanywords→[2]"}
			if !slices.Equal(got[:2], want) {
				t.Errorf("%d columns: %q, want %q", width, got[:2], want)
			}
		}
	}
}

func TestBody(t *testing.T) {
	p := Layout(Parse(&posts.Post{Text: posts.TextOf("> words in a quote\n\n- an item")}), Setup{Width: 12})
	var got []string
	for line := range p.Len() {
		edge, text := p.Body(line)
		if edge+text != p.Text(line) {
			t.Errorf("line %d: %q and %q are not %q", line, edge, text, p.Text(line))
		}
		got = append(got, edge+"/"+text)
	}
	if want := []string{"│ /words in a", "│ /quote", "/", "• /an item"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestHyperlink(t *testing.T) {
	for target, want := range map[string]string{
		"https://example.org/ä": "\x1b]8;id=0;https://example.org/%C3%A4\x1b\\x\x1b]8;;\x1b\\",
		"javascript:alert(1)":   "x",
		"other.md":              "x",
	} {
		if got := Hyperlink(target, "x"); got != want {
			t.Errorf("%s: %q, want %q", target, got, want)
		}
	}
}
