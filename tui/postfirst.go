package tui

import (
	tea "charm.land/bubbletea/v2"

	"postern/posts"
	"postern/render"
)

// A long post shows its beginning while the whole is laid out. The beginning can be scrolled; whatever needs the
// whole, such as its end, its headings and a search, waits for it.

// postBegunMsg brings the beginning of a long post and says what it answers.
type postBegunMsg struct {
	post  *posts.Post
	setup render.Setup
	first *render.Page // nil: the post has none
}

// begin lays the beginning of a long post out.
func begin(pages *render.Cache, post *posts.Post, setup render.Setup) tea.Cmd {
	return func() tea.Msg { return postBegunMsg{post, setup, pages.First(post, setup)} }
}

// begun shows the beginning, unless there is more already or the reader is on the way to another place.
func (s postScreen) begun(msg postBegunMsg) postScreen {
	if msg.post == s.post && msg.setup == s.asked && s.page == nil && len(s.early) == 0 {
		s.first, s.setup = msg.first, msg.setup
	}
	return s
}

// shown returns what is there of the post, or nil.
func (s postScreen) shown() *render.Page {
	if s.page != nil {
		return s.page
	}
	return s.first
}

// withinFirst moves within the beginning of a post; ok is false if that does not do.
func (s postScreen) withinFirst(r *reader, m motion, count int) (moved postScreen, ok bool) {
	if s.page != nil || s.first == nil || len(s.early) > 0 {
		return s, false
	}
	last := s.lastTop(r)
	top := m(s.top, s.rows(r)-1, last, count)
	if top >= last {
		return s, false
	}
	return s.scrolled(r, top), true
}

// notYet says why a key does nothing.
func (s postScreen) notYet(r *reader) postScreen {
	r.notice = "one moment: the rest of this post is being laid out"
	return s
}
