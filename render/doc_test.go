package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"postern/posts"
)

func parsed(body string) *Doc {
	return Parse(&posts.Post{Text: posts.TextOf(body), File: "a.md", BodyLine: 5})
}

func TestCodeIsKeptExactly(t *testing.T) {
	for name, c := range map[string]struct{ body, lang, want string }{
		"fence":          {"```go\nif x {\n\ty  \n\n}\n```\n", "go", "if x {\n\ty  \n\n}"},
		"Hugo's options": {"```go {linenos=table}\nx\n```", "go", "x"},
		"Pandoc's":       {"``` {.go #id}\nx\n```", "go", "x"},
		"rustdoc's":      {"```rust,ignore\nx\n```", "rust", "x"},
		"indented":       {"a\n\n    x\n    \ty\n", "", "x\n\ty"},
		"in a list":      {"- a\n\n  ```\n  x\n    y\n  ```\n", "", "x\n  y"},
		"HTML":           {"<pre><code class=\"language-go\">a &lt; b\n\n  c</code></pre>", "go", "a < b\n\n  c"},
		"wider than all": {"```\n" + strings.Repeat("漢字 ", 40) + "\n```", "", strings.Repeat("漢字 ", 40)},
		"control":        {"```\na\x1b[31mb\x07\n```", "", "a[31mb"},
		"emoji":          {"```\n👩‍👩‍👧\n```", "", "👩‍👩‍👧"},
	} {
		codes := Layout(parsed(c.body), Setup{Width: 30, Theme: Dark}).Codes()
		if len(codes) != 1 || codes[0].Lang != c.lang || codes[0].Source != c.want {
			t.Errorf("%s: %+v, want %q in %q", name, codes, c.want, c.lang)
		}
	}
}

func TestPositions(t *testing.T) {
	body := "# One\n\ntext [a](https://a) and[^1]\n\n## Two\n\n![p](p.png)\n\n```\nx\ny\n```\n\n## Two\n\n" +
		"<p id=\"here\">deep</p>\n\n[^1]: note\n"
	for _, width := range []int{20, 80} {
		p := Layout(parsed(body), Setup{Width: width, Theme: Dark})
		var got []string
		see := func(what string, line int) {
			got = append(got, what+" at "+strings.Trim(p.Text(line), " #│"))
		}
		for _, h := range p.Headings() {
			see(fmt.Sprintf("heading %d %s", h.Level, h.ID), h.Line)
		}
		for _, l := range p.Links() {
			see(fmt.Sprintf("link %d %s", l.Number, l.URL), l.Line)
		}
		for _, pic := range p.Pictures() {
			see(fmt.Sprintf("picture %s [%d]", pic.Src, pic.Link), pic.Line+1)
		}
		for _, c := range p.Codes() {
			see(fmt.Sprintf("code of %d lines", c.Lines), c.Line)
		}
		for _, n := range p.Footnotes() {
			see(fmt.Sprintf("footnote %d", n.Number), n.Line)
		}
		if first := p.Text(p.Blocks()[1]); len(p.Blocks()) != 8 || !strings.HasPrefix(first, "text a") {
			t.Errorf("blocks begin at %v, the second with %q", p.Blocks(), first)
		}
		for _, id := range []string{"two-1", "here", "fn-1", "fnref-1"} {
			line, ok := p.Anchor(id)
			see(fmt.Sprintf("%s %v", id, ok), line)
		}
		want := []string{
			"heading 1 one at One", "heading 2 two at Two", "heading 2 two-1 at Two",
			"link 1 https://a at text a[1] and¹", "link 0 #fn-1 at text a[1] and¹", "link 2 p.png at p", "link 0 #fnref-1 at ¹ note\u00a0↩",
			"picture p.png [2] at p",
			"code of 2 lines at x", "footnote 1 at ¹ note\u00a0↩",
			"two-1 true at Two", "here true at deep", "fn-1 true at ¹ note\u00a0↩", "fnref-1 true at text a[1] and¹",
		}
		if !slices.Equal(got, want) {
			t.Errorf("at %d columns:\n%s\nwant:\n%s", width, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

func TestLinksAreToldApart(t *testing.T) {
	p := Layout(parsed("[a](https://x) [b](/y) [c](#z) [d](../e.md) [f](//g) ![h](i.png) [j](mailto:k@l)"), Setup{Width: 80})
	want := []LinkKind{External, Internal, Anchor, Internal, External, Image, External}
	var got []LinkKind
	for i, l := range p.Links() {
		got = append(got, l.Kind)
		if l.Number != i+1 {
			t.Errorf("link %q is number %d, want %d", l.URL, l.Number, i+1)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("kinds are %v, want %v", got, want)
	}
}

// Nothing that an author writes reaches the terminal as a control sequence, whatever way it takes.
func TestNothingDrivesTheTerminal(t *testing.T) {
	evil := "\x1b]0;t\x07\u009b31m&#27;[31m&#x9b;31m&#7;\u202e"
	for _, body := range []string{
		evil, "# " + evil, "[" + evil + "](https://x/" + evil + " \"" + evil + "\")", "![" + evil + "](" + evil + ")",
		"```" + evil + "\n" + evil + "\n```", "`" + evil + "`", "<a href=\"https://x/" + evil + "\">" + evil + "</a>",
		"<img src=\"" + evil + "\" alt=\"" + evil + "\" width=\"" + evil + "\">", "|" + evil + "|\n|-|\n|" + evil + "|",
		"<https://x/\x1b]8;;y\x07>", "> [!note] " + evil + "\n> " + evil, "<details><summary>" + evil + "</summary>", "$" + evil + "=$",
		"<iframe src=\"https://x\" title=\"" + evil + "\"></iframe>", "# a {#" + evil + "}", "<h1 id=\"" + evil + "\">a</h1>", "<video src=\"" + evil + "\">",
	} {
		for _, theme := range append(Themes(), Plain, Linear) {
			p := Layout(parsed(body), Setup{Width: 40, Theme: theme})
			if theme != Plain && theme != Linear {
				checkPage(t, p, 40)
			}
			var all strings.Builder
			all.WriteString(strings.Join(p.Lines(0, p.Len()), ""))
			for _, h := range p.Headings() {
				all.WriteString(h.Text + h.ID)
			}
			for _, l := range p.Links() {
				all.WriteString(l.URL + l.Text)
			}
			for _, pic := range p.Pictures() {
				all.WriteString(pic.Src + pic.Alt + pic.Title + pic.Width)
			}
			if text := osc8.ReplaceAllString(sgr.ReplaceAllString(all.String(), ""), ""); drivesTerminal(text) || strings.Contains(text, "\u202e") {
				t.Errorf("%q gives %q in %s", body, text, theme)
			}
		}
	}
}

func TestHyperlinksAreSafe(t *testing.T) {
	for url, want := range map[string]string{
		"https://a/b c;d":     "\x1b]8;id=1;https://a/b%20c;d\x1b\\",
		"https://a/ü":         "\x1b]8;id=1;https://a/%C3%BC\x1b\\",
		"javascript:alert(1)": "",
		"file:///etc/passwd":  "",
		"/about/":             "",
		"HTTP://a":            "\x1b]8;id=1;HTTP://a\x1b\\",
	} {
		if got := hyperlink(1, url); got != want {
			t.Errorf("%q gives %q, want %q", url, got, want)
		}
	}
}

func TestURLsAreNotBrokenIfTheyFitOnALine(t *testing.T) {
	p := Layout(parsed("Some words and https://example.org/some/path?x=y at the end"), Setup{Width: 40, Theme: Plain})
	if got := p.Text(1); !strings.HasPrefix(got, "https://example.org/some/path?x=y[1]") {
		t.Errorf("second line is %q", got)
	}
}

// What follows a list of definitions stands outside of it, also where its author left the end tags out.
func TestTheEndOfDefinitions(t *testing.T) {
	page := Layout(Parse(&posts.Post{Text: posts.TextOf("<dl><dt>T<dd>D<dt>U<dd>E</dl>\n\nAfter.\n\n## Heading\n")}), Setup{Width: 40, Theme: Plain})
	var lines []string
	for i := range page.Len() {
		lines = append(lines, page.Text(i))
	}
	if got, want := strings.Join(lines, "\n"), "T\n  D\n\nU\n  E\n\nAfter.\n\n## Heading"; got != want {
		t.Errorf("laid out as\n%s\nwant\n%s", got, want)
	}
}
