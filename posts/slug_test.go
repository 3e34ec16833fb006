package posts

import (
	"fmt"
	"strings"
	"testing"
)

func TestSlugify(t *testing.T) {
	for name, want := range map[string]string{
		"Hello, World!":          "hello-world",
		"  --a__b--  ":           "a-b",
		"Rust-1.0":               "rust-1-0",
		"I'm a teapot":           "i-m-a-teapot",
		"Grüße aus Øl":           "grüße-aus-øl",
		"u\u0308ber":             "über", // composed
		"日本語の記事":                 "日本語の記事",
		"हिन्दी में":             "हिन्दी-में", // vowel signs stay
		"Привет, мир":            "привет-мир",
		"🎉!?":                    "",
		"":                       "",
		"\u0301x":                "x", // a mark without a letter
		strings.Repeat("é", 300): strings.Repeat("é", maxSlug),
	} {
		if got := slugify(name); got != want {
			t.Errorf("slugify(%q) = %q, want %q", name, got, want)
		}
		if again := slugify(want); again != want {
			t.Errorf("slugify(%q) = %q, not itself", want, again)
		}
	}
}

func TestASCIISlug(t *testing.T) {
	for slug, want := range map[string]string{
		"plain": "", "grüße-aus-øl": "grusse-aus-ol", "über-1": "uber-1", "日本語": "", "привет": "", "œuvre-naïve": "oeuvre-naive",
	} {
		if got := asciiSlug(slug); got != want {
			t.Errorf("asciiSlug(%q) = %q, want %q", slug, got, want)
		}
	}
}

func TestUnaccented(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "plain": "plain", "Größe\u0301": "Grosse", "ガか": "ガか", "й ё": "й ё", "한글": "한글",
	} {
		if got := Unaccented(text); got != want {
			t.Errorf("Unaccented(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestAddress(t *testing.T) {
	for name, want := range map[string]string{
		"Hello":                          "hello",
		"/2014/09/15/Rust-1.0.html":      "2014/09/15/rust-1-0",
		"https://example.com/a/B/?x=1#y": "a/b",
		"https://example.com":            "",
		"a.md":                           "a",
		"A.Markdown":                     "a",
		"/a/index.html":                  "a",
		"//a//b//":                       "a/b",
		"gr%C3%BC%C3%9Fe":                "grüße",
		"../../etc/passwd":               "etc/passwd",
		"\x1b[31mred\x00":                "31mred",
		strings.Repeat("a/", maxAddress): strings.TrimSuffix(strings.Repeat("a/", maxAddress/2), "/"),
	} {
		if got := address(name); got != want {
			t.Errorf("address(%q) = %q, want %q", name, got, want)
		}
	}
}

func dated(title, date string) string {
	return "---\ntitle: " + title + "\ndate: " + date + "\n---\n\nText.\n"
}

// TestClashes: the older post keeps its address, whatever the order of the files.
func TestClashes(t *testing.T) {
	l := blog{
		"posts/a/trip.md": dated("Third", "2024-03-01"), "posts/b/trip.md": dated("First", "2022-01-01"),
		"posts/c/trip.md": dated("Second", "2023-02-01"), "posts/trip-2.md": dated("Its own", "2025-01-01"),
		"posts/e/other.md": "---\ntitle: Fifth\nslug: trip\ndate: 2025-02-01\n---\n\nText.\n",
		"posts/d/trip.md":  "---\ntitle: Draft\ndate: 2001-01-01\ndraft: true\n---\n\nText.\n",
	}.load(t)
	for slug, title := range map[string]string{"trip": "First", "trip-3": "Second", "trip-4": "Third", "trip-2": "Its own"} {
		if p, err := l.Lookup(slug); err != nil || p.Title != title {
			t.Errorf("%s is %+v (%v), want %s", slug, p, err, title)
		}
	}
	wantProblem(t, l, `posts/a/trip.md: error: the address "trip" is taken by posts/b/trip.md; this post has "trip-4"`)
	wantProblem(t, l, `posts/c/trip.md: error: the address "trip" is taken by posts/b/trip.md; this post has "trip-3"`)
	wantProblem(t, l, `posts/e/other.md:3:1: error: the address "trip" is taken by posts/b/trip.md`)
	if strings.Contains(problems(l), "trip-2.md") {
		t.Errorf("a post lost its own address:\n%s", problems(l))
	}
}

func TestReservedNames(t *testing.T) {
	b := blog{}
	for name := range reservedSlugs {
		b["posts/"+name+".md"] = dated("T", "2024-01-01")
	}
	l := b.load(t)
	for _, p := range l.Posts() {
		name, ok := strings.CutSuffix(p.Slug, "-post")
		if !ok {
			t.Errorf("a post is called %s", p.Slug)
		}
		wantProblem(t, l, fmt.Sprintf("posts/%s.md: warning: the address %q means something else here; this post has %q", name, name, p.Slug))
	}
}

func TestNamesWithoutLetters(t *testing.T) {
	l := blog{"posts/🎉.md": dated("'!!!'", "2024-01-01"), "posts/🎈.md": dated("Balloon", "2024-01-02")}.load(t)
	wantSlugs(t, l, "balloon post-2024-01-01")
	wantNoProblem(t, l)
}

func TestTranslations(t *testing.T) {
	l := blog{
		"posts/hello.md": dated("Hello", "2024-01-01"), "posts/hello.fr.md": dated("Bonjour", "2023-01-01"),
		"posts/hello.pt-br.md": dated("Olá", "2022-01-01"), "posts/seul.fr.md": dated("Seul", "2024-02-01"),
		"posts/node.js.md": dated("Node", "2024-02-02"), "posts/trip/index.md": dated("Trip", "2024-02-03"),
		"posts/trip/index.de.md": dated("Reise", "2024-02-04"), "posts/crates.io.md": dated("Crates", "2024-02-05"),
	}.load(t)
	wantNoProblem(t, l)
	for name, want := range map[string]string{
		"hello": "Hello", "hello-fr": "Bonjour", "fr/hello": "Bonjour", "hello-pt-br": "Olá", "seul": "Seul", "node-js": "Node",
		"trip": "Trip", "trip-de": "Reise", "crates-io": "Crates",
	} {
		if p, err := l.Lookup(name); err != nil || p.Title != want {
			t.Errorf("%s: %+v %v", name, p, err)
		}
	}
	if p, _ := l.Lookup("hello-pt-br"); p != nil && p.Lang != "pt-br" {
		t.Errorf("language %q", p.Lang)
	}
}

func TestAliasClashes(t *testing.T) {
	l := blog{
		"posts/a.md": "---\ndate: 2024-01-01\naliases: [b, old]\n---\n# A\n",
		"posts/b.md": "---\ndate: 2024-01-02\naliases: [old]\n---\n# B\n",
	}.load(t)
	wantProblem(t, l, `posts/a.md: warning: the alias "b" is also a name of posts/b.md`)
	wantProblem(t, l, `posts/b.md: warning: the alias "old" is also a name of posts/a.md`)
	for name, want := range map[string]string{"a": "A", "b": "B", "old": "A"} {
		if p, err := l.Lookup(name); err != nil || p.Title != want {
			t.Errorf("%s: %+v %v", name, p, err)
		}
	}
}
