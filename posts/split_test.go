package posts

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		name, text  string
		format      format
		front, body string
		bodyLine    int
	}{
		{"nothing", "", noFormat, "", "", 1},
		{"only text", "Text.\n", noFormat, "", "Text.\n", 1},
		{"yaml", "---\na: b\n---\nText.\n", yamlFormat, "a: b\n", "Text.\n", 4},
		{"yaml closed by dots", "---\na: b\n...\nText.\n", yamlFormat, "a: b\n", "Text.\n", 4},
		{"blanks after the dashes", "--- \na: b\n---\t\nText.\n", yamlFormat, "a: b\n", "Text.\n", 4},
		{"end of file after the dashes", "---\na: b\n---", yamlFormat, "a: b\n", "", 4},
		{"empty front matter", "---\n---\nText.\n", yamlFormat, "", "Text.\n", 3},
		{"only a comment", "---\n# nothing\n---\nText.\n", yamlFormat, "# nothing\n", "Text.\n", 4},
		{"dashes in the body", "---\na: b\n---\nText.\n\n---\n\nMore.\n", yamlFormat, "a: b\n", "Text.\n\n---\n\nMore.\n", 4},
		{"indented dashes", "---\na: |\n  ---\n---\nText.\n", yamlFormat, "a: |\n  ---\n", "Text.\n", 5},
		{"horizontal rules", "---\nSome text.\n---\nText.\n", noFormat, "", "---\nSome text.\n---\nText.\n", 1},
		{"one horizontal rule", "---\nSome text.\n", noFormat, "", "---\nSome text.\n", 1},
		{"a rule of many dashes", "-----\nSome: text.\n---\nText.\n", noFormat, "", "-----\nSome: text.\n---\nText.\n", 1},
		{"many dashes before fields", "-----\ntitle: b\n---\nText.\n", yamlFormat, "title: b\n", "Text.\n", 4},
		{"not at the start", "\n---\na: b\n---\n", noFormat, "", "\n---\na: b\n---\n", 1},
		{"toml", "+++\na = 1\n+++\nText.\n", tomlFormat, "a = 1\n", "Text.\n", 4},
		{"toml table", "+++\n[a]\nb = 1\n+++\nText.\n", tomlFormat, "[a]\nb = 1\n", "Text.\n", 5},
		{"json", "{\"a\": {\"b\": \"}\"}}\nText.\n", jsonFormat, `{"a": {"b": "}"}}`, "Text.\n", 2},
		{"json on lines", "{\n\"a\": 1\n}\n\nText.\n", jsonFormat, "{\n\"a\": 1\n}", "\nText.\n", 4},
		{"json at the end", `{"a": 1}`, jsonFormat, `{"a": 1}`, "", 2},
		{"text after an object", "{\"a\": 1} is JSON.\n", noFormat, "", "{\"a\": 1} is JSON.\n", 1},
		{"a shortcode", "{{< figure >}}\n", noFormat, "", "{{< figure >}}\n", 1},
		{"liquid", "{% include x %}\n", noFormat, "", "{% include x %}\n", 1},
		{"kramdown", "{: .x}\nText.\n", noFormat, "", "{: .x}\nText.\n", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := split(tt.text)
			if d.format != tt.format || d.front != tt.front || d.body != tt.body || d.bodyLine != tt.bodyLine || d.leaky {
				t.Errorf("got %+v", d)
			}
		})
	}
}

var frontSeeds = []string{
	"---\ntitle: A\ndate: 2024-01-02\ntags: [a, b]\ndraft: no\n---\n\n# A\n\nText *here*.\n",
	"---\ntitle: &t A\naliases: [*t, x]\n<<: {slug: y}\n...\nText\n---\n",
	"+++\ntitle = 'A'\ndate = 2024-01-02 03:04:05\n[taxonomies]\ntags = ['a']\n[[extra.x]]\ny = {z = 1}\n+++\nText\n",
	"{\"title\": \"A\", \"date\": \"2024-01-02\", \"tags\": [\"a\", 1, null, {}]}\n\nText\n",
	"---\ntitle: one: two\n---\n", "+++\na = [\n+++\n", "{\"a\": \n\nText", "---\n\n---\n", "-----\ntitle: x\n---\n\n```\ncode\n",
	"Title\n=====\n\n<p>日本語 &amp; [x](y) ![z](w) {{< a >}} {% b %}\n\n    code\n",
}

func FuzzSplit(f *testing.F) {
	for _, seed := range frontSeeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = Clean(text)
		d := split(text)
		if !strings.HasSuffix(text, d.body) || !strings.Contains(text, d.front) {
			t.Errorf("front %q and body %q are not parts of %q", d.front, d.body, text)
		}
		before := text[:len(text)-len(d.body)]
		if want := 1 + strings.Count(before, "\n"); d.body != "" && d.bodyLine != want {
			t.Errorf("body of %q starts at line %d, want %d", text, d.bodyLine, want)
		}
	})
}

// FuzzFrontMatter reads whole files through to the post.
func FuzzFrontMatter(f *testing.F) {
	for _, seed := range frontSeeds {
		f.Add([]byte(seed))
	}
	site := &settings{maxFile: DefaultMaxFileSize}
	site.Zone = testNow.Location()
	f.Fuzz(func(t *testing.T, data []byte) {
		src := &source{file: "a.md", name: "a", title: "a", modTime: testNow}
		r := read(site, src, data)
		for _, p := range r.problems {
			if CleanLine(p.Message) != p.Message || p.Line < 0 {
				t.Errorf("problem %q", p)
			}
		}
		if r.broken {
			if len(r.problems) == 0 {
				t.Error("broken without a problem")
			}
			return
		}
		p := r.post
		for _, s := range []string{p.Title, p.ListTitle, p.Description, p.Series, p.Lang, p.Image.Src} {
			if CleanLine(s) != s {
				t.Errorf("%q would drive a terminal", s)
			}
		}
		if p.Title == "" || p.Slug == "" || p.Slug != slugify(p.Slug) || Clean(p.Body()) != p.Body() {
			t.Errorf("post %+v", p)
		}
		if n := utf8.RuneCountInString(p.Description); n > maxDescription {
			t.Errorf("description of %d characters", n)
		}
		if p.Date.IsZero() || p.BodyLine < 1 || p.Words > len(p.Body()) {
			t.Errorf("post %+v", p)
		}
	})
}
