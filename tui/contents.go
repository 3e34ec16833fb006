package tui

import (
	tea "charm.land/bubbletea/v2"

	"postern/posts"
	"postern/render"
)

// heading returns the place of the heading that the reader is under among those of the page, -1 before the first.
func (s postScreen) heading(r *reader) int {
	if s.page == nil {
		return -1
	}
	if s.focus == onHeading {
		return s.headed
	}
	head, under := len(s.head(r)), -1
	for i, h := range s.page.Headings() {
		if h.Line+head > s.top+1 { // a blank line may stand above it
			break
		}
		under = i
	}
	return under
}

// headingID names the heading that the reader is under, as an address does; empty before the first.
func (s postScreen) headingID(r *reader) string {
	if at := s.heading(r); at >= 0 {
		return s.page.Headings()[at].ID
	}
	return ""
}

func (s postScreen) nextHeading(r *reader, count int) (screen, tea.Cmd) {
	last := len(s.page.Headings()) - 1
	at := s.heading(r)
	switch {
	case last < 0:
		r.notice = "there is no heading in this post"
	case at == last:
		r.notice = "this is the last heading"
	default:
		s = s.toHeading(r, min(at+max(count, 1), last))
	}
	return s, nil
}

// previousHeading goes to the heading that the reader is under, or, if it is on top already, to the one before.
func (s postScreen) previousHeading(r *reader, count int) (screen, tea.Cmd) {
	at := s.heading(r)
	if at >= 0 && s.focus != onHeading && s.page.Headings()[at].Line+len(s.head(r)) < s.top {
		at++ // it is above the window
	}
	if at -= max(count, 1); at >= 0 {
		return s.toHeading(r, at), nil
	}
	s.focus = onText
	return s.scrolled(r, 0), nil
}

// toHeading brings a heading to the top of the window.
func (s postScreen) toHeading(r *reader, at int) postScreen {
	all := s.page.Headings()
	if at < 0 || at >= len(all) {
		return s
	}
	s.focus, s.headed = onHeading, at
	return s.scrolled(r, all[at].Line+len(s.head(r)))
}

func (s postScreen) hasHeadings(*reader) bool { return s.page != nil && len(s.page.Headings()) > 0 }

// contents lists the headings of the post.
func (s postScreen) contents(r *reader, _ int) (screen, tea.Cmd) {
	all := s.page.Headings()
	if len(all) == 0 {
		r.notice = "there is no heading in this post"
		return s, nil
	}
	outermost := 6
	for _, h := range all {
		outermost = min(outermost, h.Level)
	}
	choices := make([]choice, len(all))
	for i, h := range all {
		choices[i] = choice{text: posts.CleanLine(h.Text), indent: 2 * (h.Level - outermost)}
	}
	return choosing(r, s, "Contents", choices, max(s.heading(r), 0), pickedHeading), nil
}

func pickedHeading(r *reader, at int, under screen) (screen, tea.Cmd) {
	p, ok := under.(postScreen)
	if !ok {
		return under, nil
	}
	p.way = p.left()
	return p.toHeading(r, at), nil
}

// headingAt returns the heading on a line of the page.
func headingAt(page *render.Page, line int) (at int, ok bool) {
	for i, h := range page.Headings() {
		if h.Line == line {
			return i, true
		}
	}
	return 0, false
}
