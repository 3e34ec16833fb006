package tui

import (
	"cmp"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"postern/posts"
	"postern/render"
)

// postScreen is one post. Its lines are the head, the text as it was laid out, and the end, in one piece that is
// scrolled together.
type postScreen struct {
	from listScreen // where back leads
	post *posts.Post

	page  *render.Page // nil until it is laid out
	setup render.Setup // what page was laid out for
	asked render.Setup // what a layout under way is for; zero: none is

	top    int          // the first line in view
	place  render.Place // what was there when the reader last moved
	inText bool         // the reader had moved on from the head
	early  []move       // moves made before there was a page
}

// move is a motion that a reader asked for.
type move struct {
	motion motion
	count  int
}

// maxEarly is how many moves wait for a page: more than anyone types in that time.
const maxEarly = 16

// postLaidOutMsg brings a page and says what it answers.
type postLaidOutMsg struct {
	post  *posts.Post
	setup render.Setup
	page  *render.Page
}

// layOut lays a post out, which may take a while.
func layOut(pages *render.Cache, post *posts.Post, setup render.Setup) tea.Cmd {
	return func() tea.Msg { return postLaidOutMsg{post, setup, pages.Page(post, setup)} }
}

func openPost(r *reader, from listScreen, post *posts.Post) (screen, tea.Cmd) {
	return postScreen{from: from, post: post}.settled(r)
}

func postKeys(row row) use[postScreen] { return row.post }

func (s postScreen) title(r *reader) string { return joined(s.post.Title, r.library.Site().Title) }

func (s postScreen) address() string { return s.post.Slug }

func (s postScreen) update(r *reader, msg tea.Msg) (screen, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return press(s, r, msg, postKeys)
	case postLaidOutMsg:
		if msg.post == s.post && msg.setup == s.asked {
			s.asked = render.Setup{}
			s = s.showing(r, msg.page, msg.setup)
		}
	}
	return s.settled(r)
}

// settled makes sure that the page suits the window and the theme: it takes one that is there already, or has
// one laid out; never two at a time, however fast the window changes. Until it comes the last one stays.
func (s postScreen) settled(r *reader) (screen, tea.Cmd) {
	_, width := r.textColumn()
	want := render.Setup{Width: width, Theme: r.looks()}
	s.top = min(s.top, s.lastTop(r))
	if s.page != nil && s.setup == want {
		return s, nil
	}
	if page := r.pages.Peek(s.post, want); page != nil {
		return s.showing(r, page, want), nil
	}
	if s.asked != (render.Setup{}) {
		return s, nil
	}
	s.asked = want
	return s, layOut(r.pages, s.post, want)
}

// showing puts another page in place of the last, with the same words on top.
func (s postScreen) showing(r *reader, page *render.Page, setup render.Setup) postScreen {
	s.page, s.setup = page, setup
	head := len(s.head(r))
	s.top = min(s.top, head)
	if s.inText {
		s.top = head + page.LineOf(s.place)
	}
	s.top = min(s.top, s.lastTop(r))
	early := s.early
	s.early = nil
	for _, m := range early {
		s = s.moved(r, m)
	}
	return s
}

func (s postScreen) move(r *reader, m motion, count int) postScreen {
	if s.page == nil {
		s.early = append(slices.Clip(s.early), move{m, count})
		s.early = s.early[max(len(s.early)-maxEarly, 0):]
		return s
	}
	return s.moved(r, move{m, count})
}

func (s postScreen) moved(r *reader, m move) postScreen {
	last := s.lastTop(r)
	s.top = max(min(m.motion(s.top, s.rows(r)-1, last, m.count), last), 0)
	head := len(s.head(r))
	s.inText = s.top >= head
	if s.inText {
		s.place = s.page.Place(s.top - head)
	}
	return s
}

// back leads to the list, where this post is selected.
func (s postScreen) back(r *reader, _ int) (screen, tea.Cmd) { return s.from.selecting(r, s.post), nil }

func (s postScreen) newer(r *reader, _ int) (screen, tea.Cmd) {
	newer, _ := neighbours(r.library.Posts(), s.post)
	return s.goTo(r, newer, "this is the newest post")
}

func (s postScreen) older(r *reader, _ int) (screen, tea.Cmd) {
	_, older := neighbours(r.library.Posts(), s.post)
	return s.goTo(r, older, "this is the oldest post")
}

func (s postScreen) goTo(r *reader, post *posts.Post, otherwise string) (screen, tea.Cmd) {
	if post == nil {
		r.notice = otherwise
		return s, nil
	}
	return openPost(r, s.from, post)
}

// neighbours returns the posts that were written right after and right before a post; nil where there is none.
func neighbours(all []*posts.Post, post *posts.Post) (newer, older *posts.Post) {
	for _, p := range all {
		switch c := byDate(p, post); {
		case c > 0 && (newer == nil || byDate(p, newer) < 0):
			newer = p
		case c < 0 && (older == nil || byDate(p, older) > 0):
			older = p
		}
	}
	return newer, older
}

// byDate orders posts from the oldest on; no two of a library are equal.
func byDate(a, b *posts.Post) int {
	return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(b.Title, a.Title), cmp.Compare(b.Slug, a.Slug))
}

// rows returns how many lines of the post are in view.
func (s postScreen) rows(r *reader) int {
	_, width := r.textColumn()
	return max(r.height-r.footRows(width), 1)
}

// lastTop returns the first line that is in view at the end of the post.
func (s postScreen) lastTop(r *reader) int { return max(s.length(r)-s.rows(r), 0) }

// length returns the number of lines.
func (s postScreen) length(r *reader) int {
	if s.page == nil {
		return len(s.head(r))
	}
	return len(s.head(r)) + s.page.Len() + len(s.end(r))
}

// progress says how much of the post has been seen.
func (s postScreen) progress(r *reader) string {
	if s.page == nil {
		return ""
	}
	return fmt.Sprintf("%d%%", min((s.top+s.rows(r))*100/max(s.length(r), 1), 100))
}
