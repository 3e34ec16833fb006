package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/posts"
)

// trail is the way by which a reader came to a place: where back and forward lead.
type trail struct {
	base          base    // where the way began
	back, forward []visit // the last is the nearest
}

// base is a screen that posts are opened from.
type base interface {
	screen
	// returned is the screen when a reader comes back to it from a post.
	returned(r *reader, post *posts.Post) screen
}

// visit is a place where a reader was.
type visit struct {
	post *posts.Post
	at   spot
	link int // the selected link
}

// maxVisits bounds how far back a trail leads.
const maxVisits = 100

func (s postScreen) visit() visit { return visit{s.post, s.at, s.link} }

// left returns the trail of a reader who goes on from this place.
func (s postScreen) left() trail {
	way := s.way
	way.back = append(slices.Clip(way.back), s.visit())
	way.back = way.back[max(len(way.back)-maxVisits, 0):]
	way.forward = nil
	return way
}

// back leads to where the reader came from: the last place, else the list.
func (s postScreen) back(r *reader, count int) (screen, tea.Cmd) {
	way := s.way
	if len(way.back) == 0 {
		return s.leave(r, count)
	}
	last := len(way.back) - 1
	to := way.back[last]
	way.back = way.back[:last:last]
	way.forward = append(slices.Clip(way.forward), s.visit())
	return s.revisit(r, way, to)
}

// onward takes back what back did.
func (s postScreen) onward(r *reader) (screen, tea.Cmd) {
	way := s.way
	if len(way.forward) == 0 {
		r.notice = "tab selects a link, a number and enter open one"
		return s, nil
	}
	last := len(way.forward) - 1
	to := way.forward[last]
	way.forward = way.forward[:last:last]
	way.back = append(slices.Clip(way.back), s.visit())
	return s.revisit(r, way, to)
}

// revisit goes to a place where the reader was.
func (s postScreen) revisit(r *reader, way trail, to visit) (screen, tea.Cmd) {
	again := func(s postScreen, r *reader) postScreen {
		s = s.backTo(r, to.at)
		s.link = min(to.link, len(s.targets(r)))
		return s
	}
	if to.post == s.post {
		s.way = way
		return again(s, r), nil
	}
	return openPost(r, way, to.post, again)
}

// goTo is the step to the place that a link names after "#", or to the top if it names none.
func goTo(fragment string) step {
	return func(s postScreen, r *reader) postScreen {
		s.focus = onText
		if fragment == "" {
			return s.scrolled(r, 0)
		}
		line, ok := s.anchor(fragment)
		if !ok {
			r.notice = fmt.Sprintf("no heading “%s” in this post", posts.CleanLine(fragment))
			return s
		}
		if at, ok := headingAt(s.page, line); ok {
			return s.toHeading(r, at)
		}
		return s.scrolled(r, line+len(s.head(r)))
	}
}

// anchor finds the line of an id; of a heading also by its words, as notes of Obsidian have it.
func (s postScreen) anchor(id string) (line int, ok bool) {
	if line, ok := s.page.Anchor(id); ok {
		return line, ok
	}
	for _, h := range s.page.Headings() {
		if strings.EqualFold(h.ID, id) || strings.EqualFold(h.Text, id) {
			return h.Line, true
		}
	}
	return 0, false
}
