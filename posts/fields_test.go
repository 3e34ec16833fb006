package posts

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestFields sets one thing in front matter and looks at one thing of the post. The file is called
// 2024-05-06-name.md; a problem is expected if the last column has text.
func TestFields(t *testing.T) {
	title := func(p *Post) any { return p.Title + " / " + p.ListTitle }
	date := func(p *Post) any { return fmt.Sprint(p.Date.Format(time.RFC3339), " ", p.DateOnly) }
	updated := func(p *Post) any { return p.Updated.Format(time.DateOnly) }
	draft := func(p *Post) any { return p.Draft }
	unlisted := func(p *Post) any { return p.Unlisted }
	pinned := func(p *Post) any { return p.Pinned }
	access := func(p *Post) any { return strings.Join(p.Access, ",") }
	tags := func(p *Post) any { return fmt.Sprint(p.Tags) }
	categories := func(p *Post) any { return fmt.Sprint(p.Categories) }
	slug := func(p *Post) any { return p.Slug }
	aliases := func(p *Post) any { return strings.Join(p.Aliases, " ") }
	authors := func(p *Post) any { return fmt.Sprintf("%+v", p.Authors) }
	image := func(p *Post) any { return p.Image }
	lang := func(p *Post) any { return p.Lang }
	weight := func(p *Post) any { return p.Weight }
	series := func(p *Post) any { return fmt.Sprint(p.Series, " ", p.SeriesOrder) }
	toc := func(p *Post) any { return p.TOC }
	description := func(p *Post) any { return p.Description }
	extra := func(p *Post) any { return fmt.Sprint(p.Extra) }

	tests := []struct {
		front   string
		get     func(*Post) any
		want    any
		problem string
	}{
		{"title: A", title, "A / A", ""},
		{"Title: A\nlink_title: B", title, "A / B", ""},
		{"title: 2024", title, "2024 / 2024", ""},
		{"title: ''", title, "Name / Name", ""},
		{"title: Salt &amp; *pepper*", title, "Salt & *pepper* / Salt & *pepper*", ""},
		{"title: [a, b]", title, "Name / Name", ":2:1: warning: title must be text"},
		{"title: |\n  two\n  lines", title, "two lines / two lines", ""},

		{"title: x", date, "2024-05-06T00:00:00Z true", ""},
		{"date: 2023-01-02", date, "2023-01-02T00:00:00Z true", ""},
		{"date: 2023-01-02 10:00:00 +0200\npubDate: 2020-01-01", date, "2023-01-02T10:00:00+02:00 false", ""},
		{"publish_date: 2023-01-02", date, "2023-01-02T00:00:00Z true", ""},
		{"published: 2023-01-02", date, "2023-01-02T00:00:00Z true", ""},
		{"published: true\ncreated: 2023-01-03", date, "2023-01-03T00:00:00Z true", ""},
		{"path: 2014/09/15/x", date, "2024-05-06T00:00:00Z true", ""}, // the file's name comes first

		{"lastmod: 2025-01-01\nupdated: 2024-01-01", updated, "2025-01-01", ""},
		{"last_modified_at: 2025-01-01", updated, "2025-01-01", ""},
		{"modified: yesterday", updated, "0001-01-01", `warning: modified: "yesterday" is not a date`},

		{"title: x", draft, false, ""},
		{"draft: true", draft, true, ""},
		{"draft: yes", draft, true, ""},
		{"draft: 'On'", draft, true, ""},
		{"draft: 1", draft, true, ""},
		{"draft: no", draft, false, ""},
		{"draft: '0'", draft, false, ""},
		{"draft: maybe", draft, true, `:2:1: error: draft must be true or false, not "maybe"; the post is kept as a draft`},
		{"draft: [false]", draft, true, "error: draft must be"},
		{"draft: 2", draft, true, "error: draft must be"},
		{"draft:", draft, false, ""},
		{"published: false", draft, true, ""},
		{"published: true", draft, false, ""},
		{"published: 2024-01-01", draft, false, ""},
		{"published: soon", draft, true, `not a date`},
		{"publish: false", draft, true, ""},
		{"publish: true", draft, false, ""},
		{"status: Draft", draft, true, ""},
		{"status: final", draft, false, ""},
		{"draft: false\npublished: false", draft, false, "both draft and published are set; draft counts"},
		{"draft: true\npublished: true", draft, true, "both draft and published are set; draft counts"},

		{"unlisted: true", unlisted, true, ""},
		{"hidden: true", unlisted, true, ""},
		{"hidden: what", unlisted, true, "error: hidden must be true or false"},
		{"list: never", unlisted, true, ""},
		{"list: always", unlisted, false, ""},
		{"list: local", unlisted, false, ""},
		{"list: 'no'", unlisted, true, ""},
		{"list: nevr", unlisted, false, `:2:1: warning: list must be always, never or local, not "nevr"`},
		{"_build:\n  list: never", unlisted, true, ""},

		{"sticky: true", pinned, true, ""},
		{"pinned: 'yes'", pinned, true, ""},
		{"featured: On", pinned, true, ""},
		{"pinned: '0'\nsticky: true", pinned, false, ""},
		{"pinned: of course", pinned, false, `:2:1: warning: pinned must be true or false, not "of course"`},
		{"pinned: of course\nsticky: true", pinned, true, "pinned must be true or false"},
		{"pinned: [true]", pinned, false, "pinned must be true or false"},

		{"access: public", access, "", ""},
		{"access: Members", access, "members", ""},
		{"access: [friends, family]", access, "friends,family", ""},
		{"access: {a: b}", access, "nobody", ""},
		{"access: []", access, "nobody", ""},

		{"tags: [Go, go, '#Rust', 2024, a/b]", tags, "[{go Go} {rust Rust} {2024 2024} {a/b a/b}]", ""},
		{"tags: 5", tags, "[{5 5}]", ""},
		{"tags: one two", tags, "[{one one} {two two}]", ""},
		{"tags: machine learning, go", tags, "[{machine learning machine learning} {go go}]", ""},
		{"tags: one\ntag: two\ntaxonomies:\n  tags: [three]", tags, "[{one one} {two two} {three three}]", ""},
		{"categories: x\ncategory: y", categories, "[{x x} {y y}]", ""},
		{"tags:\n- a: b\n- c", tags, "[{c c}]", ""},
		{"tags: [yes, no]", tags, "[{yes yes} {no no}]", ""},

		{"title: x", slug, "name", ""},
		{"slug: Own-Name", slug, "own-name", ""},
		{"slug: /grüße/", slug, "grüße", ""},
		{"slug: Own Name", slug, "own-name", `:2:1: warning: the slug "Own Name" is used as "own-name": letters, digits and dashes`},
		{"title: x\nslug: a/b cé!", slug, "b-cé", `:3:1: warning: the slug "a/b cé!" is used as "b-cé"`},
		{"slug: 1.0", slug, "1-0", `:2:1: warning: the slug "1.0" is used as "1-0"`},
		{"permalink: /a/B-c.html", slug, "b-c", ""},
		{"permalink: /:year/:title/", slug, "name", ""},
		{"url: https://example.com/x/y/", slug, "y", ""},
		{"slug: feed", slug, "feed-post", `:2:1: warning: the address "feed" means something else here; this post has "feed-post"`},
		{"slug: Latest", slug, "latest-post", `:2:1: warning: the address "latest" means`},
		{"permalink: /a/search.html", slug, "search-post", `:2:1: warning: the address "search" means`},
		{"slug: '!!!'", slug, "name", `:2:1: warning: slug must have letters or digits, not "!!!"`},
		{"slug: [a]", slug, "name", `:2:1: warning: slug must be text`},

		{"title: x", aliases, "2024-05-06-name", ""},
		{"aliases: [/a/b/, c.html, The Other Title]", aliases, "a/b c the-other-title 2024-05-06-name", ""},
		{"redirect_from: /old/", aliases, "old 2024-05-06-name", ""},
		{"alias: x y", aliases, "x y 2024-05-06-name", ""},
		{"permalink: /a/b/", aliases, "a/b 2024-05-06-name", ""},
		{"slug: Grüße", aliases, "grusse 2024-05-06-name", ""},

		{"author: A B", authors, "[{Name:A B Email: URL:}]", ""},
		{"author: A <a@example.com>", authors, "[{Name:A Email:a@example.com URL:}]", ""},
		{"authors: [A, {name: B, url: https://b.example}]\nauthor: C", authors, "[{Name:A Email: URL:} {Name:B Email: URL:https://b.example}]", ""},
		{"params:\n  author: {name: D, email: d@example.com}", authors, "[{Name:D Email:d@example.com URL:}]", ""},
		{"author: {mail: x}\nby: E", authors, "[{Name:E Email: URL:}]", "author has no name"},

		{"image: a.png", image, Image{Src: "a.png"}, ""},
		{"cover: {image: a.png, alt: b}", image, Image{Src: "a.png", Alt: "b"}, ""},
		{"heroImage: {url: a.png, alt: b}", image, Image{Src: "a.png", Alt: "b"}, ""},
		{"featured_image: {src: a.png}", image, Image{Src: "a.png"}, ""},
		{"images: [a.png, b.png]", image, Image{Src: "a.png"}, ""},
		{"images: []", image, Image{}, ""},

		{"lang: pt_BR", lang, "pt-BR", ""},
		{"locale: de", lang, "de", ""},
		{"lang: '???'", lang, "", "lang must be a language"},

		{"weight: 3", weight, 3, ""},
		{"order: -1", weight, -1, ""},
		{"weight: heavy", weight, 0, `weight must be a whole number, not "heavy"`},

		{"series: A\npart: 2", series, "A 2", ""},
		{"series: [A, B]\nseries_order: 1", series, "A 1", ""},
		{"taxonomies: {series: [C]}", series, "C 0", ""},

		{"toc: true", toc, TOC{Set: true, Shown: true}, ""},
		{"toc: false", toc, TOC{Set: true}, ""},
		{"tableOfContents: 3", toc, TOC{Set: true, Shown: true, Depth: 3}, ""},
		{"toc: often", toc, TOC{}, "toc must be true, false or the deepest heading level"},

		{"description: A *b* &lt;c&gt; [d](e)", description, "A b <c> d", ""},
		{"summary: S\nexcerpt: E", description, "S", ""},
		{"description: ''", description, "Text.", ""},

		{"tilte: x", extra, "map[tilte:x]", `:2:1: warning: the key "tilte" is not known; did you mean "title"?`},
		{"desciption: x", extra, "map[desciption:x]", `did you mean "description"?`},
		{"layout: post\ncomments: false\nrating: 4.5\ndeep: {a: [1, x]}", extra, "map[comments:false deep:map[a:[1 x]] layout:post rating:4.5]", ""},
	}
	for _, tt := range tests {
		t.Run(tt.front, func(t *testing.T) {
			l := blog{"posts/2024-05-06-name.md": "---\n" + tt.front + "\n---\n\nText.\n"}.load(t)
			if tt.problem == "" {
				wantNoProblem(t, l)
			} else {
				wantProblem(t, l, tt.problem)
			}
			if len(l.All()) == 0 {
				if !strings.Contains(problems(l), ": error: ") {
					t.Fatal("left out without an error")
				}
				return
			}
			if got := tt.get(l.All()[0]); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

// TestFormatsAgree writes one post in all formats.
func TestFormatsAgree(t *testing.T) {
	tests := map[string]string{
		"yaml":         "---\ntitle: \"A: b\"\ndate: 2024-01-02T03:04:05+01:00\ntags: [x, 2024]\nextra:\n  deep: {a: 1}\n---\nText.\n",
		"yaml dots":    "---\ntitle: 'A: b'\ndate: 2024-01-02 03:04:05 +0100\ntags:\n- x\n- 2024\nextra:\n  deep:\n    a: 1\n...\nText.\n",
		"yaml anchors": "---\nbase: &b {deep: {a: 1}}\ntitle: 'A: b'\ndate: 2024-01-02T03:04:05+01:00\ntags: [x, 2024]\nextra:\n  <<: *b\n---\nText.\n",
		"dashes":       "-----\ntitle: 'A: b'\ndate: 2024-01-02T03:04:05+01:00\ntags: [x, 2024]\nextra: {deep: {a: 1}}\n---\nText.\n",
		"toml":         "+++\ntitle = 'A: b'\ndate = 2024-01-02T03:04:05+01:00\ntags = ['x', 2024]\n[extra.deep]\na = 1\n+++\nText.\n",
		"toml space":   "+++\ntitle = 'A: b'\ndate = 2024-01-02 03:04:05+01:00\ntags = [\n'x', # one\n2024]\nextra.deep = {a = 1}\n+++\nText.\n",
		"json":         "{\"title\": \"A: b\", \"date\": \"2024-01-02T03:04:05+01:00\", \"tags\": [\"x\", 2024],\n\"extra\": {\"deep\": {\"a\": 1}}}\nText.\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			p, found := one(t, text)
			got := fmt.Sprint(p.Title, p.Date.Format(time.RFC3339), p.DateOnly, p.Tags, p.Extra["extra"], p.Body())
			if want := "A: b2024-01-02T03:04:05+01:00false [{x x} {2024 2024}] map[deep:map[a:1]]Text.\n"; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if name != "yaml anchors" && len(found) > 0 {
				t.Error(found)
			}
		})
	}
}

func TestTOMLDates(t *testing.T) {
	for text, want := range map[string]string{
		"2024-01-02":                "2024-01-02 00:00 true",
		"2024-01-02T03:04:00":       "2024-01-02 03:04 false",
		"2024-01-02 03:04:00":       "2024-01-02 03:04 false",
		"2024-01-02T03:04:00-07:00": "2024-01-02 03:04 false",
		"'Jan 2, 2024'":             "2024-01-02 00:00 true",
	} {
		p, _ := one(t, "+++\ndate = "+text+"\n+++\nText.\n")
		if got := fmt.Sprint(p.Date.Format("2006-01-02 15:04"), " ", p.DateOnly); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

func TestDateFromPath(t *testing.T) {
	for front, want := range map[string]string{
		"path: 2014/09/15/x":                     "2014-09-15",
		"path: inside/2014/09/15/x":              "2014-09-15",
		"permalink: /2014/09/15/":                "2014-09-15",
		"url: https://example.com/2014/09/15/x/": "2014-09-15",
	} {
		l := blog{"posts/x.md": "---\ntitle: T\n" + front + "\n---\n\nText.\n"}.load(t)
		if got := l.Posts()[0].Date.Format(time.DateOnly); got != want {
			t.Errorf("%s is of %s", front, got)
		}
		wantNoProblem(t, l)
	}
}
