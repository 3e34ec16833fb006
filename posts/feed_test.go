package posts

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// aFeed is a feed of posts with all that makes feeds invalid.
func aFeed(t *testing.T) Feed {
	t.Helper()
	l := load(t, blog{
		"postern.toml": "",
		"posts/first.md": "---\ntitle: 'First & <best>'\ndate: 2023-01-03T10:00:00+02:00\nupdated: 2023-02-01\n" +
			"tags: [Go, 'two words']\nauthor: {name: Ada, email: not an address, url: 'javascript:alert(1)'}\nlang: de\n---\nHello.\n",
		"posts/zwölf.md":  "---\ntitle: \"Zw\u00f6lf \\x1b[31m\"\ndate: 2023-01-04\nauthor: Bob\n---\n]]> and <b>bold</b>\n",
		"posts/pinned.md": "---\ndate: 2020-01-01\npinned: true\n---\nOld, on top of the list.\n",
		"posts/hidden.md": "---\ndate: 2023-03-01\nunlisted: true\n---\nIn no feed.\n",
	}.write(t), Options{})
	site := l.Site()
	site.Title, site.Lang = "Notes & more", "en"
	return Feed{
		Site: site, Posts: l.Posts(), Host: "Blog.Example.com", Home: "ssh://blog.example.com", Self: "sftp://blog.example.com/feed.xml",
		Address: func(p *Post) string { return "ssh://" + p.Slug + "@blog.example.com" },
		Content: func(p *Post) string { return "<p>" + p.Body() + "\x00\ufffe</p>" },
	}
}

func TestFeedGolden(t *testing.T) {
	f := aFeed(t)
	for name, write := range map[string]func() ([]byte, error){"feed.xml": f.Atom, "feed.json": f.JSON} {
		got, err := write()
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", "feed", name)
		if *update {
			check(t, os.WriteFile(path, got, 0o644))
		}
		want, err := os.ReadFile(path)
		if err != nil || string(got) != string(want) {
			t.Errorf("%s is not as in the golden file (%v); it is\n%s", name, err, got)
		}
	}
}

// What readers have seen must not come again: ids depend on the host, the date and the slug, and on nothing else.
func TestFeedIDs(t *testing.T) {
	f := aFeed(t)
	first := func() *Post {
		for _, p := range f.Posts {
			if p.Slug == "first" {
				return p
			}
		}
		t.Fatal("no post")
		return nil
	}()
	if got, want := f.postID(first), "tag:blog.example.com,2023-01-03:first"; got != want {
		t.Errorf("id %s, want %s", got, want)
	}
	f.Site.BaseURL = "https://www.Example.org:8080/blog"
	if got, want := f.postID(first), "tag:www.example.org,2023-01-03:first"; got != want {
		t.Errorf("id %s, want %s", got, want)
	}
	f.Site.Title, f.Tag = "Another title", "Go"
	if got, want := f.id(), "tag:www.example.org,2026:feed/go"; got != want {
		t.Errorf("id %s, want %s", got, want)
	}
}

// The rules of RFC 4287, 4.1.1 and 4.1.2 that a schema cannot say, and those it can, where xmllint is installed.
func TestAtomIsValid(t *testing.T) {
	doc, err := aFeed(t).Atom()
	check(t, err)
	var feed atomFeed
	check(t, xml.Unmarshal(doc, &feed))
	seen := map[string]bool{feed.ID: true}
	if len(feed.Entries) != 3 || len(feed.Authors) == 0 {
		t.Fatalf("%d entries, %d authors", len(feed.Entries), len(feed.Authors))
	}
	newest := "9999"
	for _, e := range feed.Entries {
		if seen[e.ID] {
			t.Errorf("id %s twice", e.ID)
		}
		seen[e.ID] = true
		if e.Published > newest {
			t.Errorf("%s is not in order", e.ID)
		}
		newest = e.Published
		for _, stamp := range []string{e.Published, e.Updated} {
			if _, err := time.Parse(time.RFC3339, stamp); err != nil {
				t.Error(err)
			}
		}
	}
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed") // CI installs it
	}
	file := filepath.Join(t.TempDir(), "feed.xml")
	check(t, os.WriteFile(file, doc, 0o600))
	if out, err := exec.Command(xmllint, "--noout", "--relaxng", "testdata/feed/atom.rng", file).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	broken := filepath.Join(t.TempDir(), "broken.xml")
	check(t, os.WriteFile(broken, []byte(strings.Replace(string(doc), "<updated>", "<updated>yesterday ", 1)), 0o600))
	if exec.Command(xmllint, "--noout", "--relaxng", "testdata/feed/atom.rng", broken).Run() == nil {
		t.Error("the schema lets anything through")
	}
}

// The members that JSON Feed 1.1 requires.
func TestJSONFeedIsValid(t *testing.T) {
	doc, err := aFeed(t).JSON()
	check(t, err)
	var feed struct {
		Version string
		Title   string
		Items   []map[string]any
	}
	check(t, json.Unmarshal(doc, &feed))
	if feed.Version != "https://jsonfeed.org/version/1.1" || feed.Title == "" || len(feed.Items) != 3 {
		t.Errorf("%s", doc)
	}
	for _, item := range feed.Items {
		id, _ := item["id"].(string)
		content, _ := item["content_html"].(string)
		published, _ := item["date_published"].(string)
		if _, err := time.Parse(time.RFC3339, published); err != nil || id == "" || content == "" {
			t.Errorf("item %v", item)
		}
	}
	empty, err := Feed{}.JSON()
	check(t, err)
	if !strings.Contains(string(empty), `"items": []`) {
		t.Errorf("%s", empty)
	}
}

func TestAbsolute(t *testing.T) {
	l := load(t, blog{
		"content/posts/one/index.md": "---\ndate: 2023-01-01\naliases: [/old/one.html]\n---\nText.\n",
		"content/posts/one/dot.png":  "x",
		"content/posts/two.md":       "---\ndate: 2023-01-02\n---\nText.\n",
		"content/posts/draft.md":     "---\ndate: 2023-01-02\ndraft: true\n---\nText.\n",
	}.write(t), Options{})
	one, err := l.Lookup("one")
	check(t, err)
	at := func(p *Post) string { return "ssh://" + p.Slug + "@host" }
	for _, base := range []string{"", "https://example.com/blog"} {
		l.site.BaseURL = base
		completed := func(relative, absolute string) string {
			if base == "" {
				return relative
			}
			return absolute
		}
		for target, want := range map[string]string{
			"two.md":              "ssh://two@host",
			"../two.md":           "ssh://two@host",
			"/posts/two/":         "ssh://two@host",
			"two":                 "ssh://two@host",
			"/old/one.html":       "ssh://one@host",
			"#heading":            "#heading",
			"https://else.where/": "https://else.where/",
			"//else.where/two.md": "//else.where/two.md",
			"mailto:a@b":          "mailto:a@b",
			"%zz":                 "%zz",
			"dot.png":             completed("dot.png", "https://example.com/blog/posts/one/dot.png"),
			"/img/a.png?x=1":      completed("/img/a.png?x=1", "https://example.com/img/a.png?x=1"),
			"two.png":             completed("two.png", "https://example.com/blog/posts/one/two.png"),
			"draft.md":            completed("draft.md", "https://example.com/blog/posts/one/draft.md"),
		} {
			if got := l.Absolute(one, target, at); got != want {
				t.Errorf("base %q: %s leads to %s, want %s", base, target, got, want)
			}
		}
	}
}
