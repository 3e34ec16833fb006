package tui

import (
	"fmt"
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
}

// slug is the address that an entry gets by its title.
func (e entry) slug() string { return strings.ReplaceAll(strings.ToLower(e.title), " ", "-") }

// small is a blog of seven posts, with what is awkward to set: a long title, wide characters, a post without
// a description.
func small(t *testing.T) *posts.Library {
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
	var all []*posts.Post
	for _, e := range entries {
		date, err := time.Parse(time.DateOnly, e.date)
		if err != nil {
			t.Fatal(err)
		}
		p := &posts.Post{
			Slug: e.slug(), Title: e.title, Date: date, Description: e.about, Body: e.body, Pinned: e.pinned,
			Words: len(strings.Fields(e.body)), Version: e.title + e.body,
			Authors: []posts.Author{{Name: "Maren Holt"}},
		}
		for tag := range strings.SplitSeq(e.tags, ",") {
			if tag != "" {
				p.Tags = append(p.Tags, posts.Tag{Key: tag, Label: tag})
			}
		}
		all = append(all, p)
	}
	return posts.NewLibrary(posts.Site{
		Title: "Letters from the Harbour", Description: "Small machines, slow evenings.",
	}, all)
}
