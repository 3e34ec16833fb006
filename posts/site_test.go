package posts

import (
	"strings"
	"testing"
)

func TestFindSite(t *testing.T) {
	tests := []struct {
		name                      string
		files                     blog
		generator, content, title string
		listed                    string
	}{
		{"posts", blog{"posts/a.md": good, "_posts/b.md": good, "c.md": good}, "Postern", "posts", "", "a"},
		{"jekyll", blog{"_config.yml": "title: J\n", "_posts/2024-01-01-a.md": "# A\n", "_drafts/b.md": "# B\n", "c.md": good}, "Jekyll", "_posts", "J", "a"},
		{"jekyll with a page of posts", blog{"_config.yml": "title: J\n", "_posts/2024-01-01-a.md": "# A\n", "posts/index.md": "x"}, "Jekyll", "_posts", "J", "a"},
		{"jekyll without configuration", blog{"_posts/2024-01-01-a.md": "# A\n"}, "Jekyll", "_posts", "", "a"},
		{"hugo", blog{"hugo.toml": "title = 'H'\n", "content/posts/a.md": good, "content/b.md": good}, "Hugo", "content/posts", "H", "a"},
		{"hugo post", blog{"config.yaml": "title: H\n", "content/post/a.md": good, "content/b.md": good}, "Hugo", "content/post", "H", "a"},
		{"hugo json", blog{"hugo.json": "{\"title\": \"H\"}", "content/blog/a.md": good}, "Hugo", "content/blog", "H", "a"},
		{"hugo folder of settings", blog{"config/_default/hugo.toml": "title = 'H'", "content/a.md": good}, "Hugo", "content", "H", "a"},
		{"hugo contentDir", blog{"hugo.toml": "title='H'\ncontentDir='texts'\n", "texts/posts/a.md": good, "content/posts/b.md": good}, "Hugo", "texts/posts", "H", "a"},
		{
			"hugo contentDir of a language",
			blog{"hugo.toml": "defaultContentLanguage='de'\n[languages.de]\ntitle='D'\ncontentDir='content/de'\n[languages.en]\ntitle='E'\n", "content/de/post/a.md": good, "content/en/b.md": good},
			"Hugo", "content/de/post", "D", "a",
		},
		{"zola", blog{"config.toml": "base_url='https://z.example'\ntitle='Z'\n", "content/a.md": good}, "Zola", "content", "Z", "a"},
		{"astro", blog{"src/content/blog/a.md": good}, "plain", "src/content/blog", "", "a"},
		{"plain", blog{"a.md": good, "sub/b.md": good}, "plain", ".", "", "a b"},
		{"plain with our configuration", blog{"postern.toml": "", "a.md": good}, "Postern", ".", "", "a"},
		{"an empty posts folder", blog{"posts/": "", "content/x.txt": "", "a.md": good}, "Postern", "posts", "", ""},
		{"an empty folder of Hugo", blog{"content/posts/": "", "a.md": good}, "plain", "content/posts", "", ""},
		{"an empty posts folder beside another", blog{"posts/": "", "_posts/2024-01-01-a.md": good, "b.md": good}, "Jekyll", "_posts", "", "a"},
		{"posts deep down", blog{"posts/2024/05/a.md": good, "b.md": good}, "Postern", "posts", "", "a"},
		{"title of the home text", blog{"_index.md": "---\ntitle: Home\n---\n", "a.md": good}, "plain", ".", "Home", "a"},
		{"contentDir elsewhere", blog{"hugo.toml": "contentDir='../x'\n", "content/a.md": good}, "Hugo", "content", "", "a"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := tt.files.load(t)
			wantSlugs(t, l, tt.listed)
			s := l.Site()
			if s.Generator != tt.generator || s.Content != tt.content {
				t.Errorf("generator %s, content %s; want %s, %s", s.Generator, s.Content, tt.generator, tt.content)
			}
			switch {
			case tt.title != "" && s.Title != tt.title:
				t.Errorf("title %q, want %q", s.Title, tt.title)
			case tt.title == "" && s.Sources["title"] != "the folder's name":
				t.Errorf("title %q is from %q", s.Title, s.Sources["title"])
			}
		})
	}
}

func TestOwnersSettingsWin(t *testing.T) {
	dir := blog{"hugo.toml": "title='H'\nbaseURL='https://h.example/'\nbuildFuture=true\n[params]\ndescription='D'\n", "texts/a.md": dated("A", "2027-01-01"), "content/b.md": good}.write(t)
	l := load(t, dir, Options{Content: "texts", Site: Site{Title: "Mine", Author: Author{Name: "Me"}}})
	s := l.Site()
	if s.Title != "Mine" || s.Description != "D" || s.BaseURL != "https://h.example" || s.Author.Name != "Me" || s.Content != "texts" {
		t.Errorf("site %+v", s)
	}
	if s.Sources["title"] != "postern.toml" || s.Sources["baseurl"] != "hugo.toml" {
		t.Errorf("sources %v", s.Sources)
	}
	wantSlugs(t, l, "a") // buildFuture
	if l.Posts()[0].Authors[0].Name != "Me" {
		t.Error("the site's author did not write the post")
	}
}

func TestFuture(t *testing.T) {
	files := blog{"_config.yml": "future: true\n", "_posts/2027-01-01-a.md": "# A\n"}
	wantSlugs(t, files.load(t), "a")
	files["_config.yml"] = "future: false\n"
	wantSlugs(t, files.load(t), "")
	files["_config.yml"] = "title: J\nfuture: perhaps\n"
	wantSlugs(t, files.load(t), "")
	wantProblem(t, files.load(t), `_config.yml:2:1: warning: future: must be true or false, not "perhaps"`)
}

func TestBrokenConfiguration(t *testing.T) {
	l := blog{"hugo.toml": "title = 'H\n", "content/posts/a.md": good}.load(t)
	wantProblem(t, l, "hugo.toml:1:")
	wantSlugs(t, l, "a")
	l = blog{"_config.yml": "title: J\ntimezone: Europe/Nowhere\nlang: '!'\n", "_posts/2024-01-01-a.md": "# A\n"}.load(t)
	wantProblem(t, l, `_config.yml:2:1: warning: timezone: the time zone "Europe/Nowhere" is not known; UTC is used`)
	wantProblem(t, l, `_config.yml:3:1: warning: lang: "!" is not a language`)
	if l.Site().Title != "J" || l.Site().Zone.String() != "UTC" {
		t.Errorf("site %+v", l.Site())
	}
}

// TestFolderAccess closes a folder by its _index.md.
func TestFolderAccess(t *testing.T) {
	l := blog{
		"posts/open.md": good, "posts/inner/_index.md": "---\ntitle: Inner\naccess: members\n---\n",
		"posts/inner/a.md": good, "posts/inner/deep/b.md": good, "posts/inner/c.md": "---\ndate: 2024-01-01\naccess: public\n---\n# C\n",
		"posts/broken/_index.md": "---\naccess: [members\n---\n", "posts/broken/d.md": good,
		"posts/section/_index.md": "---\ntitle: Section\n---\n", "posts/section/e.md": good,
	}.load(t)
	wantSlugs(t, l, "c e open")
	if l.Hidden().Members != 3 {
		t.Errorf("hidden %+v", l.Hidden())
	}
	wantProblem(t, l, "posts/broken/_index.md: error: its front matter cannot be read, so the folder's posts are shown to nobody")
}

func TestBaseURL(t *testing.T) {
	for config, want := range map[string]string{
		"url: https://e.example/\nbaseurl: /blog/\n": "https://e.example/blog",
		"url: https://e.example\n":                   "https://e.example",
		"baseurl: /blog\n":                           "",
	} {
		l := blog{"_config.yml": config, "_posts/2024-01-01-a.md": "# A\n"}.load(t)
		if got := l.Site().BaseURL; got != want {
			t.Errorf("%q: %q, want %q", config, got, want)
		}
	}
}

func TestSiteIsClean(t *testing.T) {
	l := blog{"_config.yml": "title: \"a\\e[1mb\"\ndescription: \"c\\u009b d\"\nauthor: \"e\\ef\"\n", "_posts/2024-01-01-a.md": "# A\n"}.load(t)
	s := l.Site()
	if got := strings.Join([]string{s.Title, s.Description, s.Author.Name}, "|"); CleanLine(got) != got || got != "a[1mb|c d|ef" {
		t.Errorf("site says %q", got)
	}
}
