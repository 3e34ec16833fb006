package tui

import (
	"slices"

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

// begun shows the beginning, unless there is more already or the reader is on the way to another place.
func (s postScreen) begun(msg postBegunMsg) postScreen {
	if msg.post == s.post && msg.setup == s.asked && s.page == nil && len(s.then)+len(s.early) == 0 {
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

// withinFirst answers a key that moves within the beginning of a post; ok is false if that does not do.
func (s postScreen) withinFirst(r *reader, key tea.KeyPressMsg) (moved postScreen, ok bool) {
	m := motionOf(key)
	if m == nil || s.first == nil || len(s.early) > 0 {
		return s, false
	}
	last := s.lastTop(r)
	top := m(s.top, s.rows(r)-1, last, 0)
	if top >= last {
		return s, false
	}
	return s.scrolled(r, top), true
}

// motionOf returns the motion that a key makes in a post, or nil.
func motionOf(key tea.KeyPressMsg) motion {
	name := nameOf(key.Key())
	for _, row := range keyMap() {
		if slices.Contains(row.keys, name) && row.post.motion != nil {
			return row.post.motion
		}
	}
	return nil
}
