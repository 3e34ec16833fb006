package render

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/posts"
)

func TestCheck(t *testing.T) {
	lib := blogOf(t, map[string]string{
		"config.toml": "baseURL = 'https://blog.example.com'\n",
		"posts/a.md": `---
title: A
date: 2026-01-01
---
## One thing

Fine: [b](b.md), [its part](b.md#part), [above](#one-thing), [top](#), [the top](#top), [the web](https://example.org/x.md),
[a page](/about/), [a file](notes.pdf), [on the web](https://blog.example.com/b/#part), a note[^1], ` + "`[code](no.md)`" + `.

[^1]: [[B]] is fine, too.

Not: [gone](gone.md "title") and é [again](gone.md), [no part](b.md#party),
[below](#two-things), [a draft](d.md), [[Nobody knows]], <a href="https://blog.example.com/b/#nothing">HTML</a>.

{{< nosuch >}} and {% include x.html %}
`,
		"posts/b.md": "---\ntitle: B\ndate: 2026-01-02\n---\n# Part\n\n[to me](#party)\n",
		"posts/d.md": "---\ntitle: D\ndate: 2026-01-03\ndraft: true\n---\n[gone](gone.md)\n\n" + strings.Repeat("[", 1001),
	})
	var got []string
	for _, p := range Check(lib) {
		got = append(got, p.String())
	}
	want := []string{
		`posts/a.md:12:13: warning: the link "gone.md" leads to no post that readers can open`,
		`posts/a.md:12:64: warning: the link "b.md#party" leads to no heading of posts/b.md`,
		`posts/a.md:13: warning: no post "Nobody knows" for the link to it`,
		`posts/a.md:13:9: warning: the link "#two-things" leads to no heading of this post`,
		`posts/a.md:13:33: warning: the link "d.md" leads to no post that readers can open`,
		`posts/a.md:13:67: warning: the link "https://blog.example.com/b/#nothing" leads to no heading of posts/b.md`,
		`posts/a.md:15: warning: the shortcode "nosuch" is not known and is not shown`,
		`posts/a.md:15: warning: what "x.html" includes is not shown`,
		`posts/b.md:7:9: warning: the link "#party" leads to no heading of this post`,
		`posts/d.md:6:8: warning: the link "gone.md" leads to no post that readers can open`,
		`posts/d.md:8: warning: more than 1000 brackets in one paragraph; the rest is shown as plain characters`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// blogOf is the library of a folder with these files.
func blogOf(t *testing.T, files map[string]string) *posts.Library {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := posts.Load(dir, posts.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	return lib
}
