package posts

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func newIndex(t testing.TB, dir string) *Index {
	t.Helper()
	if dir == "" {
		dir = filepath.Join(t.TempDir(), "state")
	}
	ix, err := NewIndex(dir)
	check(t, err)
	return ix
}

// showIn shows a library and waits until all of it is found.
func showIn(ctx context.Context, ix *Index, lib *Library) error {
	ix.Show(lib)
	return ix.Update(ctx)
}

// indexed writes a blog and an index of it.
func indexed(t testing.TB, b blog) *Index {
	t.Helper()
	ix := newIndex(t, "")
	t.Cleanup(func() { check(t, ix.Close()) })
	check(t, showIn(context.Background(), ix, b.load(t)))
	return ix
}

func found(t testing.TB, ix *Index, query string) string {
	t.Helper()
	hits, err := ix.Search(t.Context(), query, 20)
	check(t, err)
	if hits == nil {
		t.Errorf("%q: nil instead of no hits", query)
	}
	all := make([]string, 0, len(hits))
	for _, h := range hits {
		wantShowable(t, h)
		all = append(all, h.Post.Slug)
	}
	return strings.Join(all, " ")
}

func wantFound(t testing.TB, ix *Index, query, want string) {
	t.Helper()
	if got := found(t, ix, query); got != want {
		t.Errorf("%s: found %q, want %q", query, got, want)
	}
}

// marked writes fragments with the matches in brackets.
func marked(fragments []Fragment) string {
	var b strings.Builder
	for _, f := range fragments {
		if f.Match {
			b.WriteString("[" + f.Text + "]")
		} else {
			b.WriteString(f.Text)
		}
	}
	return b.String()
}

func searchBlog() blog {
	return blog{
		"posts/2024-01-01-body.md":          "# Ownership\n\nThe **borrow** checker of [Rust](https://example.org/zebra) says no.\n",
		"posts/2024-01-02-title.md":         "---\ntitle: The Borrow Checker\ndescription: What it is.\n---\n\nText.\n",
		"posts/2024-01-03-tag.md":           "---\ntitle: Notes\ntags: [borrow checker, C++]\ndescription: Short.\n---\n\nText.\n",
		"posts/2024-01-04-descr.md":         "---\ntitle: More\ndescription: On the borrow checker.\n---\n\nText.\n",
		"posts/2024-01-05-main.md":          "# Program\n\n```rust\nasync fn main() { spawn_blocking(|| 1); }\n```\n",
		"posts/2024-01-06-strase.md":        "# Die Straße\n\nEin Café an der Größe.\n",
		"posts/2024-01-07-japan.md":         "# 旅\n\n日本語の本を読む。東京タワー\n",
		"posts/2024-01-08-hangul.md":        "# 여행\n\n학교에서 한국어를 배운다.\n",
		"posts/2024-02-01-draft.md":         "---\ndraft: true\n---\n\nborrow checker secret\n",
		"posts/2024-02-02-hid.md":           "---\nunlisted: true\n---\n\nborrow checker secret\n",
		"posts/2099-01-01-later.md":         "borrow checker secret\n",
		"posts/2024-02-03-gone.md":          "---\nexpiryDate: 2025-01-01\n---\n\nborrow checker secret\n",
		"posts/2024-02-04-members/index.md": "---\naccess: [\"SHA256:x\"]\n---\n\nborrow checker secret\n",
	}
}

func TestSearchFindsWhatIsListed(t *testing.T) {
	ix := indexed(t, searchBlog())
	for query, want := range map[string]string{
		"borrow checker":    "title tag descr body",
		`"borrow checker"`:  "title tag descr body",
		`"checker borrow"`:  "",
		"checker borrow":    "title tag descr body",
		"borrow -rust":      "title tag descr",
		"BORROW rus":        "body",
		"bor":               "title tag descr body",
		"bor checker":       "",
		"secret":            "",
		"zebra":             "", // an address
		"description":       "", // front matter
		"async":             "main",
		"spawn_blocking":    "main",
		"blocking":          "main",
		"strasse":           "strase",
		"STRASSE":           "strase",
		"straße cafe":       "strase",
		"grosse":            "strase",
		"日本":                "japan",
		"本":                 "japan",
		"本語":                "japan",
		"語本":                "",
		"東京 日本":             "japan",
		"タワー":               "japan",
		"한국":                "hangul",
		"교에":                "hangul",
		"c++":               "tag",
		"":                  "",
		"-borrow":           "",
		"nothing like it":   "",
		"borrow OR nothing": "",
		`title:borrow"`:     "",
		"*":                 "",
	} {
		wantFound(t, ix, query, want)
	}
}

func TestSearchRanksByPlaceThenDate(t *testing.T) {
	b := blog{}
	for day := range 5 {
		b[fmt.Sprintf("posts/2024-01-0%d-p%d.md", day+1, day)] = "---\ntitle: Same\ndescription: None.\n---\n\nEqual words.\n"
	}
	ix := indexed(t, b)
	wantFound(t, ix, "equal", "p4 p3 p2 p1 p0")
	hits, err := ix.Search(t.Context(), "equal", 2)
	check(t, err)
	if len(hits) != 2 {
		t.Errorf("%d hits, want 2", len(hits))
	}
}

func TestSnippetsShowMostOfTheQuery(t *testing.T) {
	filler := strings.Repeat("lorem ipsum dolor sit amet ", 40)
	ix := indexed(t, blog{
		"posts/2024-01-01-a.md": "---\ntitle: About Apples\ndescription: Fruit in général.\n---\n\napple alone. " + filler +
			"here **apple** and\n`pear`s\ntogether " + filler,
		"posts/2024-01-02-b.md": "# Quince\n\nA cell\x1b]0;x\x07 of &#27;[31mred &lt;b&gt; 日本語の本\n",
	})
	for query, want := range map[string]string{
		"apple pears":  "…amet lorem ipsum dolor sit amet here [apple] and [pears] together lorem ipsum dolor sit amet lorem ipsum dolor sit amet lorem ipsum dolor sit amet…",
		`"and pears"`:  "…lorem ipsum dolor sit amet here apple [and pears] together lorem ipsum dolor sit amet lorem ipsum dolor sit amet lorem ipsum dolor sit amet lorem…",
		"apple":        "[apple] alone. lorem ipsum dolor sit amet lorem ipsum dolor sit amet lorem ipsum dolor sit amet lorem ipsum dolor sit amet lorem ipsum dolor sit amet…",
		"GENERAL":      "Fruit in [général].",
		"quince":       "A cell]0;x of [31mred <b> 日本語の本",
		"red":          "A cell]0;x of [31mred <b> 日本語の本",
		"日本":           "A cell]0;x of [31mred <b> [日本]語の本",
		"cell \"of\" ": "A [cell]]0;x [of] [31mred <b> 日本語の本",
	} {
		hits, err := ix.Search(t.Context(), query, 1)
		check(t, err)
		got := ""
		if len(hits) > 0 {
			got = marked(hits[0].Snippet)
			wantShowable(t, hits[0])
		}
		if query == "red" { // "31mred" is one word
			if len(hits) > 0 {
				t.Errorf("red: found in %s", got)
			}
			continue
		}
		if got != want {
			t.Errorf("%s\n got %q\nwant %q", query, got, want)
		}
	}
	hits, err := ix.Search(t.Context(), "apples", 1)
	check(t, err)
	if got := marked(hits[0].Title); got != "About [Apples]" {
		t.Errorf("title %q", got)
	}
}

// TestSearchFollowsTheLibrary changes, adds, removes and lets expire.
func TestSearchFollowsTheLibrary(t *testing.T) {
	for name, dir := range map[string]string{"on disk": filepath.Join(t.TempDir(), "state"), "in memory": "/dev/null/state"} {
		t.Run(name, func(t *testing.T) {
			ix, err := NewIndex(dir)
			if (err != nil) != (name == "in memory") {
				t.Fatalf("warning: %v", err)
			}
			b := blog{
				"posts/2024-01-01-one.md": "# One\n\nalpha\n",
				"posts/2024-01-02-two.md": "---\nexpiryDate: 2027-01-01\n---\n\n# Two\n\nalpha\n",
			}
			site := t.TempDir()
			b.writeTo(t, site)
			lib := load(t, site, Options{})
			if _, err := ix.Search(t.Context(), "alpha", 5); !errors.Is(err, ErrNotReady) {
				t.Errorf("before the first update: %v", err)
			}
			check(t, showIn(t.Context(), ix, lib))
			wantFound(t, ix, "alpha", "two one")

			expired := lib.At(testNow.AddDate(2, 0, 0))
			canceled, cancel := context.WithCancel(t.Context())
			cancel()
			if err := showIn(canceled, ix, expired); err == nil {
				t.Error("an update without time is done")
			}
			wantFound(t, ix, "alpha", "one") // at once, though the index still has it

			blog{"posts/2024-01-01-one.md": "# One\n\nbeta\n", "posts/2024-01-03-three.md": "# Three\n\nalpha\n"}.writeTo(t, site)
			check(t, showIn(t.Context(), ix, load(t, site, Options{})))
			wantFound(t, ix, "alpha", "three two")
			wantFound(t, ix, "beta", "one")
			check(t, os.Remove(filepath.Join(site, "posts/2024-01-03-three.md")))
			check(t, showIn(t.Context(), ix, load(t, site, Options{})))
			wantFound(t, ix, "alpha", "two")

			many := blog{}
			for i := range maxInPlace + 1 {
				many[fmt.Sprintf("posts/2024-02-01-m%d.md", i)] = "gamma\n"
			}
			check(t, showIn(t.Context(), ix, many.load(t)))
			wantFound(t, ix, "alpha", "")
			if hits, err := ix.Search(t.Context(), "gamma", maxHits); err != nil || len(hits) != len(many) {
				t.Errorf("%d of %d found, %v", len(hits), len(many), err)
			}
			check(t, showIn(t.Context(), ix, blog{"posts/": ""}.load(t)))
			wantFound(t, ix, "gamma", "")
			check(t, ix.Close())
			if _, err := ix.Search(t.Context(), "x", 1); !errors.Is(err, ErrClosed) {
				t.Errorf("search after the end: %v", err)
			}
			if err := ix.Update(t.Context()); !errors.Is(err, ErrClosed) {
				t.Errorf("update after the end: %v", err)
			}
		})
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	ix := indexed(t, searchBlog())
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	if _, err := ix.Search(ctx, "borrow", 5); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("after its deadline: %v", err)
	}
}
