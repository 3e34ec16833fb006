package tui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/posts"
)

// entry is a post of a test's blog.
type entry struct {
	title  string
	date   string // 2006-01-02
	tags   string // parted by commas
	about  string
	body   string
	pinned bool
	series string
	part   int
}

// small is a blog of seven posts, with what is awkward to set: a long title, wide characters, a post without
// a description.
func small(t testing.TB) *posts.Library {
	t.Helper()
	return blog(t, []entry{
		{title: "Start here", date: "2026-01-05", tags: "about", about: "What this is, and how to move around in it.", body: paragraphs(2), pinned: true},
		{title: "Tidal charts on a wall clock", date: "2026-05-20", tags: "hardware,go", about: "A stepper motor, a table of harmonics, and a clock face that shows the sea. It took three winters and one flood.", body: paragraphs(40)},
		{title: "Notes on reading logs slowly", date: "2026-04-11", tags: "ssh", about: "Most failures say their name in the first line.", body: paragraphs(3)},
		{title: "Why the longest title that anyone has given to a letter about terminals has to be shown with care on a window that is small", date: "2026-03-30", tags: "terminals,writing", about: "It is cut, but never in the middle of a letter.", body: paragraphs(5)},
		{title: "日本語の見出しを狭い画面で読むということについて", date: "2026-03-01", tags: "言葉", about: "幅の広い文字は二つ分の場所を取る。", body: paragraphs(4)},
		{title: "Emoji 👩‍👩‍👧 at sea 🌊", date: "2026-02-14", tags: "go", body: paragraphs(4)},
		{title: "Ropes", date: "2025-12-24", about: "Short.", body: "One line."},
	})
}

// varied is a blog with all that keys can lead to: headings, links, footnotes, code, tags and a series.
func varied(t testing.TB) *posts.Library {
	t.Helper()
	var b strings.Builder
	for i := range 12 {
		fmt.Fprintf(&b, "## Part %d\n\nA [link](letter-%d.md#part-3), [another](https://example.org/%d?q=%s) and a note.[^%d]\n\n", i, i%3+1, i, strings.Repeat("long", 30), i)
		fmt.Fprintf(&b, "```go\nfmt.Println(%d)\n```\n\n漢字 %s\n\n[^%d]: Note %d.\n\n", i, paragraphs(2), i, i)
	}
	return blog(t, []entry{
		{title: "One", date: "2026-01-01", tags: "go,ssh", about: "Words.", body: b.String()},
		{title: "Two 👩‍👩‍👧", date: "2026-01-02", tags: "go", body: b.String(), series: "Numbers"},
		{title: "Three", date: "2026-01-03", tags: "ssh,日本語", body: b.String(), series: "Numbers"},
		{title: "Four", date: "2026-01-04", body: "Short."},
	})
}

// paragraphs writes a body whose paragraphs are numbered, so that a test knows its place in it.
func paragraphs(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "Paragraph%d begins here and goes on for a while, so that it is set on more than one line of a narrow window and has to be broken anew when that changes.\n\n", i+1)
	}
	return b.String()
}

func blog(t testing.TB, entries []entry) *posts.Library {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, e := range entries {
		write(fmt.Sprintf("letter-%d.md", i+1), fmt.Sprintf(
			"---\ntitle: %q\ndate: %s\ntags: [%s]\ndescription: %q\npinned: %v\nseries: %q\npart: %d\nauthor: Maren Holt\n---\n%s",
			e.title, e.date, e.tags, e.about, e.pinned, e.series, e.part, e.body))
	}
	library, err := posts.Load(dir, posts.Options{
		Site: posts.Site{Title: "Letters from the Harbour", Description: "Small machines, slow evenings."},
		Now:  func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := len(library.Posts()); got != len(entries) {
		t.Fatalf("%d posts of %d were loaded: %v", got, len(entries), library.Problems())
	}
	return library
}
