package render

import (
	"strings"
	"testing"

	"postern/posts"
)

func htmlOf(t testing.TB, body string) string {
	t.Helper()
	out, err := HTML(&posts.Post{Text: posts.TextOf(body), Version: "1"}, posts.Dialect{BaseURL: "https://example.com"}, func(target string) string {
		if !strings.Contains(target, ":") && !strings.HasPrefix(target, "#") {
			return "https://example.com/" + strings.TrimPrefix(target, "/")
		}
		return target
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestHTML(t *testing.T) {
	for _, tt := range []struct{ name, body, want string }{
		{"links and pictures", "[a](b.md) ![c](/d.png \"e\")", `<p><a href="https://example.com/b.md">a</a> <img src="https://example.com/d.png" alt="c" title="e"></p>`},
		{"raw HTML", "<img src=d.png><a href='b'>a</a>", `<p><img src="https://example.com/d.png"><a href="https://example.com/b">a</a></p>`},
		{"code", "```go\na < b\n```", "<pre><code class=\"language-go\">a &lt; b\n</code></pre>"},
		{"tasks", "- [x] done\n- [ ] open", "<ul>\n<li>☑ done</li>\n<li>☐ open</li>\n</ul>"},
		{"mathematics", "$a_1 < b$", `<p><code>a_1 &lt; b</code></p>`},
		{"small text", "x^2^ H~2~O", "<p>x<sup>2</sup> H<sub>2</sub>O</p>"},
		{"a callout with a title", "> [!danger] *a* & <b>b</b>\n> Text.", "<blockquote>\n<p><strong>Danger: <em>a</em> &amp; <b>b</b></strong></p>\n<p>Text.</p>\n</blockquote>"},
		{"callouts", "> [!NOTE]\n> Text.", "<blockquote>\n<p><strong>Note</strong></p>\n<p>Text.</p>\n</blockquote>"},
		{"shortcodes", "{{< youtube abc >}}", "https://www.youtube.com/watch?v=abc"},
		{"site", "[x]({{ site.url }}/y)", `<a href="https://example.com/y">x</a>`},
		{"footnotes", "a[^1]\n\n[^1]: b", `id="p1-fn:1"`},
		{"subscripts", "H~2~O ~struck~", "H<sub>2</sub>O <del>struck</del>"},
		{"headings", "[to](#two-words)\n\n# Two *words*\n\n## Two words\n\n## 漢字 {#own}\n\n## 漢字", `<a href="#two-words">to</a></p>
<h1 id="two-words">Two <em>words</em></h1>
<h2 id="two-words-1">Two words</h2>
<h2 id="own">漢字</h2>
<h2 id="漢字">漢字</h2>`},
		{"tables", "|a|\n|-|\n|b|", "<td>b</td>"},
		{"emoji", ":tada:", "🎉"},
	} {
		if got := htmlOf(t, tt.body); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// hostile is what must not reach a newsreader, as an author or a generator's theme may have written it.
func hostile() []string {
	return []string{
		"<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>x</a>", "[x](javascript:alert(1))",
		"<style>p{}</style>", "<iframe src=https://example.com></iframe>", "<form><input></form>", "<svg onload=alert(1)>",
		"![x](data:image/svg+xml;base64,PHN2Zz4=)", "<a href=\"java\nscript:alert(1)\">x</a>", "<math><mtext></form><mglyph><style><img src onerror=x>",
		"&#27;[31m", "&#x9b;1m", "<!-- x --!><img onload=x>", "<p style='position:fixed'>x", "<object data=x>", "<base href=//evil>", "<meta http-equiv=refresh>",
	}
}

func harmless(t *testing.T, out string) {
	t.Helper()
	lower := strings.ToLower(out)
	for _, bad := range []string{"<script", "<style", "<iframe", "<form", "<input", "<svg", "<object", "<base", "<meta", "<math", "style=", "\x1b", "\u009b"} {
		if strings.Contains(lower, bad) {
			t.Errorf("%q is in %s", bad, out)
		}
	}
}

func TestHTMLIsHarmless(t *testing.T) {
	for _, body := range hostile() {
		out := htmlOf(t, body)
		harmless(t, out)
		for _, bad := range []string{"javascript:", "onerror", "onload", "data:"} {
			if strings.Contains(out, bad) {
				t.Errorf("%q: %s", body, out)
			}
		}
	}
}

func FuzzHTML(f *testing.F) {
	for _, body := range hostile() {
		f.Add(body)
	}
	f.Add("<a href>empty</a>")
	f.Fuzz(func(t *testing.T, body string) {
		out := htmlOf(t, body)
		if posts.Clean(out) != out {
			t.Errorf("%q gives %q", body, out)
		}
		for _, bad := range []string{"<script", "<iframe", "<form", "<svg"} {
			if strings.Contains(strings.ToLower(out), bad) {
				t.Errorf("%q is in %s", bad, out)
			}
		}
	})
}
