package posts

import (
	"strings"
	"testing"
)

// TestSearchTextIsWhatReadersSee takes the marks of Markdown, HTML and its dialects off.
func TestSearchTextIsWhatReadersSee(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"plain":              {"Two words.\n", "Two words."},
		"emphasis":           {"**bold** and *it_al* and ~~gone~~ a_b_c 2 * 3", "bold and it_al and gone a_b_c 2 * 3"},
		"emphasis in a word": {"un**believ**able", "unbelievable"},
		"link":               {"see [the *text*](https://example.org/a_(b) \"title\") now", "see the text now"},
		"reference":          {"see [this][ref]\n\n[ref]: https://example.org 'hidden'\n", "see this"},
		"code in a link":     {"[`cargo` run](https://example.org/hidden)", "cargo run"},
		"picture":            {"![a cat](cat.png)", "a cat"},
		"heading":            {"## Title ## {#hidden}\nText\n---\nmore", "Title Text more"},
		"quote and list":     {"> quoted\n> - item\n\n1. one\n* [x] done", "quoted item one done"},
		"table":              {"| a | b |\n|---|:-:|\n| c | d |\n", "a b c d"},
		"autolink":           {"<https://example.org/path> a<b", "https://example.org/path a<b"},
		"inline tags":        {"H<sub>2</sub>O <b class=\"hidden\">x</b>", "H2O x"},
		"block tags":         {"<td>a</td><td>b</td><br/>c", "a b c"},
		"unread elements":    {"a <script>hidden()</script> b <!-- hidden --> c\n\n<style>\n.hidden{}\n</style>\n\nd", "a b c d"},
		"pre":                {"<pre><code>let x &lt; 1;</code></pre>", "let x < 1;"},
		"entities":           {"R&amp;D &copy; &#27;[31m &nbsp; &unknown; AT&T", "R&D © [31m &unknown; AT&T"},
		"escapes":            {`1\. \*not\* a\b`, `1. *not* a\b`},
		"fenced code":        {"```rust,hidden=1\nfn main() { *x = 1; }\n```\nafter", "fn main() { *x = 1; } after"},
		"indented code":      {"text\n\n    let **y** = [1](2);\n", "text let **y** = [1](2);"},
		"code span":          {"use ``a ` b`` and `*p`", "use a ` b and *p"},
		"footnote":           {"Fact[^1].\n\n[^1]: The note.\n", "Fact. The note."},
		"shortcode":          {"a {{< figure src=\"hidden.png\" >}} b", "a b"},
		"controls":           {"a\x1b[31m\u202eb", "a[31mb"},
		"unfinished":         {"[a ](b <i ![ `c &", "[a ](b <i ![ `c &"},
	} {
		got := CleanLine(searchText(c.body))
		if name == "unfinished" { // only that it ends, with the words
			if !strings.Contains(got, "a") || !strings.Contains(got, "c") {
				t.Errorf("%s: %q", name, got)
			}
			continue
		}
		if got != c.want {
			t.Errorf("%s: %q\n got %q\nwant %q", name, c.body, got, c.want)
		}
	}
}

// TestWordsAreFolded shows what the index holds of a text.
func TestWordsAreFolded(t *testing.T) {
	for text, want := range map[string]string{
		"Hello, World":             "hello world",
		"Straße STRASSE":           "strasse strasse",
		"Ångström naïve Łódź":      "angstrom naive lodz",
		"cafe\u0301 café":          "cafe cafe",
		"ΟΔΟΣ οδός":                "οδοσ οδοσ",
		"İstanbul ısı":             "istanbul isi",
		"日本語 text":                 "日 本 語 text",
		"サーバー ｻｰﾊﾞｰ ば":             "サ ー バ ー サ ー バ ー ば",
		"한국어 \u1112\u1161\u11ab":   "한 국 어 한",
		"ไทย":                      "ไ ท ย",
		"हिन्दी":                   "हिन्दी",
		"spawn_blocking don't C++": "spawn blocking don t c",
		"soft\u00adhyphen":         "softhyphen",
		"①ﬁ":                       "1fi",
		strings.Repeat("x", 100):   strings.Repeat("x", maxWord),
		"\xff a":                   "a",
	} {
		if got := strings.TrimSpace(folded(text)); got != want {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
}
