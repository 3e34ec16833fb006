package posts

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTitleFromBody(t *testing.T) {
	tests := []struct{ front, body, title, rest string }{
		{"", "# One\n\nText.\n", "One", "Text.\n"},
		{"", "\n\n#   One `two` *three* &amp; [four](x) #\nText.\n", "One two three & four", "Text.\n"},
		{"", "# One {#id .class}\n\nText.\n", "One", "Text.\n"},
		{"", "One\n===\nText.\n", "One", "Text.\n"},
		{"", "One\n---\nText.\n", "Name", "One\n---\nText.\n"},
		{"", "Text.\n\n# One\n", "Name", "Text.\n\n# One\n"},
		{"", "## Two\n", "Name", "## Two\n"},
		{"", "#hashtag\n", "Name", "#hashtag\n"},
		{"", "    # code\n", "Name", "    # code\n"},
		{"title: A  Title", "# a title\n\nText.\n", "A Title", "Text.\n"},
		{"title: A `code` title", "# A `code` title\n\nText.\n", "A `code` title", "Text.\n"},
		{"title: Other", "# One\n\nText.\n", "Other", "# One\n\nText.\n"},
	}
	for _, tt := range tests {
		p, _ := one(t, "---\n"+tt.front+"\n---\n"+tt.body)
		if p.Title != tt.title || p.Body() != tt.rest {
			t.Errorf("%q: title %q, body %q", tt.body, p.Title, p.Body())
		}
		lines := strings.Split("---\n"+tt.front+"\n---\n"+tt.body, "\n")
		if first, _, _ := strings.Cut(p.Body(), "\n"); lines[p.BodyLine-1] != first {
			t.Errorf("%q: body does not start at line %d", tt.body, p.BodyLine)
		}
	}
}

func TestPlainText(t *testing.T) {
	for md, want := range map[string]string{
		"plain":                          "plain",
		"*a* **b** ***c*** ~~d~~ __e__":  "a b c d e",
		"snake_case and 2 * 3 * 4":       "snake_case and 2 * 3 * 4",
		`\*not\* a\_b`:                   "*not* a_b",
		"`*code* <b> &amp;` x":           "*code* <b> &amp; x",
		"``a ` b``":                      "a ` b",
		"[a](b) [c][d] [e] [f](g \"h\")": "a c e f",
		"[a](b_(c))":                     "a",
		"![a](b) c ![d][e]":              "c",
		"[![a](b)](c) d":                 "d",
		"<https://a.example> <b>c</b>":   "https://a.example c",
		"a<!-- b -->c":                   "ac",
		"[[a|b]] [[c]] ![[d]]":           "b c",
		"x[^1] y":                        "x y",
		"{{< a b=\"c\" >}}d{{% /a %}}":   "d",
		"{% raw %}a{% endraw %}":         "a",
		"a {: .b}":                       "a",
		"a {#b}":                         "a",
		"&lt;script&gt; &#27;[1m &copy":  "<script> [1m &copy",
		"1 < 2 > 0":                      "1 < 2 > 0",
	} {
		if got := plainText(md); got != want {
			t.Errorf("plainText(%q) = %q, want %q", md, got, want)
		}
	}
}

func TestDescribe(t *testing.T) {
	tests := []struct{ body, separator, want string }{
		{"First.\n\nSecond.\n", "", "First."},
		{"Two\nlines.\n\nSecond.\n", "", "Two lines."},
		{"# Heading\n\nText.\n", "", "Text."},
		{"Heading\n-------\n\nText.\n", "", "Text."},
		{"December 26, 2023\n\n---\n\nText.\n", "", "Text."},
		{"![a](b)\n\nText.\n", "", "Text."},
		{"<img src=\"a\">\n\nText.\n", "", "Text."},
		{"```\ncode\n\ncode\n```\nText.\n", "", "Text."},
		{"    code\n\nText.\n", "", "Text."},
		{"- item\n  more\n\n> quote\n\n| a |\n|---|\n\nText.\n", "", "Text."},
		{"[a]: b\n\nText.\n", "", "Text."},
		{"**Author:** A B\n\n*By C D*\n\nText.\n", "", "Text."},
		{"{{< youtube x >}}\n\n{% include y %}\n\nText.\n", "", "Text."},
		{"<style>\n.a { color: red }\n</style>\n\nText.\n", "", "Text."},
		{"https://example.com/\n\nText.\n", "", "Text."},
		{"One.\n\n## Two\n\nThree.\n<!--more-->\nFour.\n", "", "One. Three."},
		{"One.\n\n<!-- more -->\n\nTwo.\n", "", "One."},
		{"One.\n\nTwo.\n\n<!-- cut -->\n\nThree.\n", "<!-- cut -->", "One. Two."},
		{"<!-- more -->\n\nOne.\n", "", "One."},
		{"# Only\n", "", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		if got := describe(tt.body, tt.separator); got != tt.want {
			t.Errorf("describe(%q) = %q, want %q", tt.body, got, tt.want)
		}
	}
}

func TestShorten(t *testing.T) {
	words, begun := strings.Repeat("words ", 60), strings.Repeat("x", 190)
	for _, tt := range []struct{ text, want string }{
		{"short", "short"},
		{strings.Repeat("x", 200), strings.Repeat("x", 200)},
		{words, strings.TrimRight(words[:198], " ") + "…"},
		{begun + " end. Afterwards it goes on", begun + " end…"},
		{begun + " end?! Afterwards it goes on", begun + " end…"},
		{begun + " end... Afterwards it goes on", begun + " end…"},
		{begun + " (end) afterwards it goes on", begun + " (end)…"},
		{strings.Repeat("日", 198) + "。日日日", strings.Repeat("日", 198) + "…"},
		{strings.Repeat(".", 300), "…"},
		{strings.Repeat("日", 300), strings.Repeat("日", 199) + "…"},
		{strings.Repeat("e\u0301", 150), strings.Repeat("e\u0301", 99) + "…"},
	} {
		got := shorten(tt.text)
		if got != tt.want || utf8.RuneCountInString(got) > maxDescription {
			t.Errorf("%q\n is shortened to %q", tt.text, got)
		}
	}
	shorten(strings.Repeat("\u0301", 500)) // marks alone do not make it run out of text
}

func TestCountWords(t *testing.T) {
	for body, want := range map[string]int{
		"":                                                   0,
		"One two-three, four's 5.\n":                         4,
		"日本語 text です\n":                                      6,
		"한국어 단어\n":                                           2,
		"- — * > |\n":                                        0,
		"a\n\n```go\nb c d\n```\ne\n":                        2,
		"a\n\n~~~~\nb\n~~~\nc\n~~~~\nd\n":                    2,
		"a\n\n    code here\n\nb\n":                          2,
		"a\n    goes on\n":                                   3,
		"- item\n\n    goes on\n":                            3,
		"<img src=\"a b c\"\n alt=\"d\"> e":                  1,
		"{{< figure src=\"a b\" >}} c\n":                     1,
		"{% highlight go %}\na b\n{% endhighlight %}\nc\n":   1,
		"{{< highlight go >}}\na b\n{{< /highlight >}}\nc\n": 1,
		"a < b and c\n":                                      4,
		"[text here](https://example.com)\n":                 2,
	} {
		if got := countWords(body); got != want {
			t.Errorf("%q has %d words, want %d", body, got, want)
		}
	}
}

func BenchmarkCountWords(b *testing.B) {
	body := strings.Repeat("Some words of a post, with a [link](https://example.com) in it.\n", 80)
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		countWords(body)
	}
}

// BenchmarkLoad reads 10 000 posts of 5 KB, and tells how much memory a post takes when all is done.
func BenchmarkLoad(b *testing.B) { benchmarkLoad(b, func(*Library) *Library { return nil }) }

// BenchmarkReload reads them again.
func BenchmarkReload(b *testing.B) {
	benchmarkLoad(b, func(before *Library) *Library { return before })
}

func benchmarkLoad(b *testing.B, previous func(before *Library) *Library) {
	files := blog{}
	w := newWriter()
	for i := range 10_000 {
		files[fmt.Sprintf("posts/%d/post-%d.md", i%12, i)] = fmt.Sprintf(
			"---\ntitle: \"Post number %d\"\ndate: 20%02d-%02d-%02d\ntags: [one, two, t%d]\ndraft: false\n---\n\n## Heading\n\n%s",
			i, i%20+1, i%12+1, i%28+1, i%50, w.text(5000))
	}
	dir := files.write(b)
	clear(files)
	before := heapInUse()
	lib := load(b, dir, Options{})
	for b.Loop() {
		lib = load(b, dir, Options{Previous: previous(lib)})
	}
	b.ReportMetric(float64(heapInUse()-before)/float64(len(lib.Posts())), "B-in-use/post")
	runtime.KeepAlive(lib)
}
