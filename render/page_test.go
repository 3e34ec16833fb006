package render

import (
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"postern/posts"
)

const essay = `# On reading

A post is read **line by line**, and a reader who turns the phone keeps the *place*. That is what this
text is for: it has a [link](https://example.org/a) and ` + "`code`" + ` and words enough to wrap.

> Somebody said that a quotation is longer than a line as a rule, so this one is too.

1. one item
2. another item that is a good deal longer than the first one was

` + "```go\nfunc main() { println(\"hello\") }\n```" + `

The end 漢字かな交じり文は折り返されるので、幅が変わっても位置は保たれる。
`

func TestPlaceIsKeptAcrossWidths(t *testing.T) {
	doc := Parse(&posts.Post{Text: posts.TextOf(essay)})
	widths := []int{MinWidth, 20, 40, 80, 200}
	for _, from := range widths {
		for _, to := range widths {
			checkPlaces(t, Layout(doc, Setup{Width: from}), Layout(doc, Setup{Width: to, Theme: Dark}))
		}
	}
}

// checkPlaces takes each line of a page to another page of the same post: it must arrive where the text is.
func checkPlaces(t *testing.T, a, b *Page) {
	t.Helper()
	for line := range a.Len() {
		if line > 0 && a.Place(line) < a.Place(line-1) {
			t.Fatalf("the place of line %d %q is before that of the line above", line, a.Text(line))
		}
		if a.isBlank(line) || b.Len() == 0 {
			continue
		}
		got := b.LineOf(a.Place(line))
		if b.Place(got) > a.Place(line) {
			t.Errorf("line %d %q is brought after its place, to %q", line, a.Text(line), b.Text(got))
		}
		for next := got + 1; next < b.Len() && b.Place(next) <= a.Place(line); next++ {
			if b.Place(next) > b.Place(got) {
				t.Errorf("line %d %q is brought before its place, to %q", line, a.Text(line), b.Text(got))
			}
		}
	}
}

func TestLinesAreCompleteInThemselves(t *testing.T) {
	for _, theme := range Themes() {
		for _, width := range []int{MinWidth, 33, 80} {
			checkPage(t, Layout(Parse(&posts.Post{Text: posts.TextOf(essay)}), Setup{Width: width, Theme: theme}), width)
		}
	}
}

// checkPage holds a page to what [Page.Lines] promises.
func checkPage(t *testing.T, p *Page, width int) {
	t.Helper()
	for _, line := range p.Lines(0, p.Len()) {
		text := osc8.ReplaceAllString(sgr.ReplaceAllString(line, ""), "")
		if cells := ansi.StringWidth(text); cells > max(width, MinWidth) {
			t.Errorf("line is %d cells wide, asked for %d: %q", cells, width, line)
		}
		if strings.TrimRightFunc(text, unicode.IsSpace) != text && !endsInBackground(line) {
			t.Errorf("line ends in blanks: %q", line)
		}
		if drivesTerminal(text) {
			t.Errorf("line has control characters: %q", line)
		}
		if i := strings.LastIndex(line, "\x1b["); i >= 0 && !strings.HasPrefix(line[i:], endStyle) {
			t.Errorf("style goes on after the line: %q", line)
		}
		if i := strings.LastIndex(line, "\x1b]"); i >= 0 && !strings.HasPrefix(line[i:], endLink) {
			t.Errorf("link goes on after the line: %q", line)
		}
	}
}

func TestLinesBeyondThePageAreCut(t *testing.T) {
	p := Layout(Parse(&posts.Post{Text: posts.TextOf("one\n\ntwo\n")}), Setup{Width: 20})
	for _, c := range []struct{ from, to, want int }{{-5, 2, 2}, {2, 99, 1}, {7, 9, 0}, {2, 1, 0}, {0, 3, 3}} {
		if got := len(p.Lines(c.from, c.to)); got != c.want {
			t.Errorf("Lines(%d, %d) has %d lines, want %d", c.from, c.to, got, c.want)
		}
	}
}

func TestMonoHasNoColour(t *testing.T) {
	p := Layout(Parse(&posts.Post{Text: posts.TextOf(essay)}), Setup{Width: 60, Theme: Mono})
	for _, m := range sgr.FindAllStringSubmatch(strings.Join(p.Lines(0, p.Len()), "\n"), -1) {
		for code := range strings.SplitSeq(m[1], ";") {
			switch code {
			case "", "0", "1", "4", "7", "9":
			default:
				t.Fatalf("style %q in mono", m[0])
			}
		}
	}
}

func TestEmptyPost(t *testing.T) {
	p := Layout(Parse(&posts.Post{}), Setup{Width: 40})
	if p.Len() != 0 || p.Place(3) != 0 || p.LineOf(9) != 0 {
		t.Errorf("an empty post has %d lines, place %d, line %d", p.Len(), p.Place(3), p.LineOf(9))
	}
}

func FuzzLayout(f *testing.F) {
	for _, seed := range []string{essay, "", "\x1b]0;title\x07text", "&#27;[31mred", "| a | b |\n|-|-|\n| 1 | 2 |", "- a\n\n  b\n\t- c", "<table><tr><td>a<ul><li>b</table>", "![a](b)\nc", "x[^1]\n\n[^1]: y", "<sup>a</sup><a href=x>", "<details><summary>a", "$$\na\n$$", "<table><tr><td rowspan=3 colspan=2>a<td>b<tr><td colspan=9>c", "<ol reversed start=9><li value=3>a<li>b", "H~2~O"} {
		f.Add(seed, 40)
	}
	f.Fuzz(func(t *testing.T, body string, width int) {
		width = min(max(width, -1), 200)
		if len(body) > 1<<10 {
			t.Skip()
		}
		doc := Parse(&posts.Post{Text: posts.TextOf(body)})
		page := Layout(doc, Setup{Width: width, Theme: Dark})
		checkPage(t, page, width)
		checkPlaces(t, page, Layout(doc, Setup{Width: 60, Theme: Plain}))
		checkPlaces(t, page, Layout(doc, Setup{Width: width, Theme: Linear}))
	})
}

// endsInBackground reports whether the last characters of a line have a background, so that blanks show.
func endsInBackground(line string) bool {
	line, styled := strings.CutSuffix(line, endStyle)
	i := strings.LastIndex(line, "\x1b[")
	return styled && i >= 0 && (strings.Contains(line[i:], "48;") || strings.Contains(line[i:], "[7m") || strings.Contains(line[i:], ";7"))
}

func drivesTerminal(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r >= 0x7f && r <= 0x9f })
}
