package posts

import (
	"strings"
	"testing"
	"time"
)

// wantWebPath looks the only post up by its path on the web, as people copy it.
func wantWebPath(t *testing.T, l *Library, want string) {
	t.Helper()
	if len(l.Posts()) != 1 {
		t.Fatalf("%d posts; problems:\n%s", len(l.Posts()), problems(l))
	}
	p := l.Posts()[0]
	for _, name := range []string{want, strings.Trim(want, "/"), "https://blog.example.com" + want, want + "?a=b#c"} {
		if found := l.Named(name); found != p {
			t.Errorf("%q is not found; aliases %q", name, p.Aliases)
		}
	}
}

func TestJekyllPaths(t *testing.T) {
	const plain, filed = "title: T", "title: T\ncategories: [Sea, Two Words]"
	tests := []struct{ config, front, want string }{
		{"", plain, "/2024/12/03/knots.html"},
		{"", filed, "/sea/two%20words/2024/12/03/knots.html"},
		{"", "title: T\ncategory: sea", "/sea/2024/12/03/knots.html"},
		{"", "title: T\ndate: 2024-12-05 23:00:00 -0500", "/2024/12/06/knots.html"}, // in the site's zone
		{"", "title: T\nslug: Ropes", "/2024/12/03/Ropes.html"},
		{"permalink: date", plain, "/2024/12/03/knots.html"},
		{"permalink: pretty", filed, "/sea/two-words/2024/12/03/knots/"},
		{"permalink: pretty", plain, "/2024/12/03/knots/index.html"},
		{"permalink: ordinal", plain, "/2024/338/knots.html"},
		{"permalink: weekdate", plain, "/2024/W49/Tue/knots.html"},
		{"permalink: none", filed, "/sea/two-words/knots.html"},
		{"permalink: none", plain, "/knots.html"},
		{"permalink: /:short_year-:i_month-:i_day/:long_month/:title/", plain, "/24-12-3/december/knots/"},
		{"permalink: /log/:year_:month/:slug:output_ext", plain, "/log/2024_12/knots.html"},
		{"permalink: none\ncollections: {posts: {permalink: '/p/:title/'}}", plain, "/p/knots/"},
		{"permalink: pretty", "title: T\npermalink: /own/place.html", "/own/place.html"},
		{"permalink: pretty", "title: T\npermalink: /:year/own/:title", "/2024/own/knots"},
	}
	for _, tt := range tests {
		t.Run(tt.config+" "+tt.front, func(t *testing.T) {
			l := blog{
				"_config.yml":                "url: https://blog.example.com\ntitle: J\n" + tt.config + "\n",
				"_posts/2024-12-03-knots.md": "---\n" + tt.front + "\n---\n\nText.\n",
			}.load(t)
			wantWebPath(t, l, tt.want)
		})
	}
	t.Run("a pattern that is not known", func(t *testing.T) {
		l := blog{"_config.yml": "permalink: /:colour/:title/\n", "_posts/2024-12-03-knots.md": "# K\n"}.load(t)
		if got := strings.Join(l.Posts()[0].Aliases, " "); got != "2024-12-03-knots" {
			t.Errorf("aliases %q", got)
		}
	})
	t.Run("without a configuration", func(t *testing.T) {
		wantWebPath(t, blog{"_posts/2024-12-03-knots.md": "# K\n"}.load(t), "/2024/12/03/knots.html")
	})
}

func TestHugoPaths(t *testing.T) {
	const flat, deep, bundle = "content/posts/2024-12-03-I'm Tied.md", "content/posts/sea/Far Out/knots.md", "content/posts/sea/Knots/index.md"
	const dated = "title: \"What's Up, Doc #2?\"\ndate: 2024-12-05"
	tests := []struct{ config, file, front, want string }{
		{"", "content/posts/knots.md", dated, "/posts/knots/"},
		{"", flat, dated, "/posts/2024-12-03-im-tied/"},
		{"", deep, dated, "/posts/sea/far-out/knots/"},
		{"", bundle, dated, "/posts/sea/knots/"},
		{"", "content/knots.md", dated, "/knots/"},
		{"", bundle, dated + "\nslug: Ropes", "/posts/sea/ropes/"},
		{"", bundle, dated + "\nurl: /Elsewhere/x.html", "/elsewhere/x.html"},
		{"", bundle, dated + "\nurl: /:year/:contentbasename/", "/2024/knots/"},
		{"", "content/posts/knots.de.md", dated, "/de/posts/knots/"},
		{"", "content/posts/knots.en.md", dated, "/posts/knots/"},
		{"defaultContentLanguageInSubdir: true", "content/posts/knots.md", dated, "/en/posts/knots/"},
		{"contentDir: texts/en", "texts/en/posts/knots.md", dated, "/posts/knots/"},
		{"uglyURLs: true", "content/posts/knots.md", dated, "/posts/knots.html"},
		{"permalinks: {posts: '/:year/:month/:day/:slug/'}", deep, dated + "\nslug: Ropes", "/2024/12/05/ropes/"},
		{"permalinks: {posts: '/:year/:month/:day/:slug/'}", deep, dated, "/2024/12/05/whats-up-doc-%232/"},
		{"permalinks: {page: {posts: '/:year/:monthname/:title/'}, section: {posts: '/x/'}}", deep, dated, "/2024/december/whats-up-doc-%232/"},
		{"permalinks: {Posts: '/:section/:filename/'}", deep, dated, "/posts/knots/"},
		{"permalinks: {posts: ':sections/:contentbasename'}", deep, dated, "/posts/sea/knots/"},
		{"permalinks: {posts: '/a/:slugorfilename/'}", deep, dated, "/a/knots/"},
		{"permalinks: {posts: '/a/:slugorcontentbasename/'}", bundle, dated + "\nslug: Ropes", "/a/ropes/"},
		{"permalinks: {posts: '/:yearday/:weekday/:06/:title/'}", deep, dated, "/340/4/24/whats-up-doc-%232/"},
		{"permalinks: {other: '/b/:slug/'}", deep, dated, "/posts/sea/far-out/knots/"},
		{"languages: {en: {permalinks: {posts: '/c/:filename/'}}}", deep, dated, "/c/knots/"},
		{"permalinks: {posts: '/:slug/'}\nfrontmatter: {date: [date, ':filename']}", flat, "title: T", "/im-tied/"},
		{"permalinks: {posts: '/:slug/'}\nfrontmatter: {date: [date, ':filename']}", flat, dated, "/whats-up-doc-%232/"},
		{"frontmatter: {date: [':filename', ':default']}", flat, dated, "/posts/im-tied/"},
		{"frontmatter: {date: [':default', ':filename']}", flat, dated, "/posts/2024-12-03-im-tied/"},
	}
	for _, tt := range tests {
		t.Run(tt.config+" "+tt.file+" "+tt.front, func(t *testing.T) {
			l := blog{
				"hugo.yaml": "baseURL: https://blog.example.com/\ntitle: H\n" + tt.config + "\n", "content/posts/sea/_index.md": "---\ntitle: Sea\n---\n",
				tt.file: "---\n" + tt.front + "\n---\n\nText.\n",
			}.load(t)
			wantWebPath(t, l, tt.want)
		})
	}
}

func TestZolaPaths(t *testing.T) {
	for file, want := range map[string]string{
		"content/blog/2024-12-03-Knots.md":  "/blog/knots/",
		"content/blog/sea/knots/index.md":   "/blog/sea/knots/",
		"content/blog/sea/knots.de.md":      "/de/blog/sea/knots/",
		"content/2024-12-03_tie a rope.md":  "/tie-a-rope/",
		"content/blog/2024-12-03-x/deep.md": "/blog/2024-12-03-x/deep/",
	} {
		l := blog{
			"config.toml": "base_url = 'https://blog.example.com'\ntitle = 'Z'\n",
			file:          "+++\ntitle = 'T'\ndate = 2024-12-03\n+++\n\nText.\n",
		}.load(t)
		wantWebPath(t, l, want)
	}
	l := blog{
		"config.toml":        "base_url = 'https://blog.example.com'\ntitle = 'Z'\n",
		"content/blog/a.md":  "+++\ntitle = 'T'\ndate = 2024-12-03\npath = 'own/Place'\n+++\n\nText.\n",
		"content/blog/_b.md": "",
	}.load(t)
	wantWebPath(t, l, "/own/Place/")
	if l.Named("blog/a") != nil {
		t.Error("a post has a path beside its own")
	}
}

// TestLookupByURL pastes what a browser shows of a site that lies below a folder of its host.
func TestLookupByURL(t *testing.T) {
	l := blog{
		"_config.yml":                "url: https://Blog.example.com:8080\nbaseurl: /my/notes\ntitle: J\n",
		"_posts/2024-12-03-knots.md": "# Knots\n",
		"_posts/2024-12-02-my.md":    "# My\n",
	}.load(t)
	for _, name := range []string{
		"https://blog.example.com:8080/my/notes/2024/12/03/knots.html",
		"HTTP://BLOG.example.com:8080/my/notes/2024/12/03/knots.html?x=/y#z",
		"blog.example.com:8080/my/notes/2024/12/03/knots.html",
		"/my/notes/2024/12/03/knots.html",
		"my/notes/2024/12/03/knots/index.html",
		"/2024/12/03/knots/",
		"2024/12/03/knots",
		"https://blog.example.com:8080/my/notes/knots/",
		"https://blog.example.com:8080/my/notes/latest",
		"https://blog.example.com:8080/my/notes/kno",
	} {
		if p, err := l.Lookup(name); err != nil || p.Slug != "knots" {
			t.Errorf("%q: %v (%v)", name, p, err)
		}
	}
	for name, want := range map[string]string{
		"https://blog.example.com:8080/my/notes/nkots":        "did you mean knots?",
		"https://blog.example.com:8080/my/notes/":             `no post "https://blog.example.com:8080/my/notes/"`,
		"https://blog.example.com:8080":                       `no post "https://blog.example.com:8080"`,
		"/my/notes":                                           `no post "/my/notes"`,
		"https://blog.example.com:8080/2024/12/04/knots.html": `no post`,
	} {
		if p, err := l.Lookup(name); p != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v (%v), want %s", name, p, err, want)
		}
	}
}

// TestHugePatterns: a pattern multiplies what it holds, and nobody can look so long an address up.
func TestHugePatterns(t *testing.T) {
	value := func(string) (string, bool) { return strings.Repeat("sea/", 200), true }
	for pattern, found := range map[string]bool{
		"/:title/":                         true,
		strings.Repeat("/:title", 3):       false,
		strings.Repeat("/a", maxAddress):   false,
		strings.Repeat(":t", maxAddress/2): false,
	} {
		if path := expand(pattern, value); (path != "") != found {
			t.Errorf("%.20s: %d bytes", pattern, len(path))
		}
	}
}

func FuzzExpand(f *testing.F) {
	for _, pattern := range []string{"/:year/:month/:title.html", "date", ":sections[1:]/:x", "::", ":title:title", "/%2e%2e/:day?#", "https://a.example/:slug"} {
		f.Add(pattern, "A / b#c? %41")
	}
	f.Fuzz(func(t *testing.T, pattern, title string) {
		for _, generator := range []string{generatorJekyll, generatorHugo, generatorZola} {
			site := &settings{contentRoot: "content"}
			site.Zone, site.Generator = time.UTC, generator
			site.permalinks = permalinks{posts: pattern, sections: map[string]string{"a": pattern}}
			r := &reading{site: site, src: &source{dir: "content/a", name: title, title: title}, post: &Post{Title: title, Date: testNow}}
			if path := r.webPath(); path != slugPath(path) {
				t.Errorf("%q is no address", path)
			}
		}
	})
}
