package tui

import tea "charm.land/bubbletea/v2"

// wheelLines is how far a notch of the mouse wheel scrolls text.
const wheelLines = 3

// switchMouse lets the terminal report the mouse wheel, or leaves the mouse to it, so that text can be selected.
func (r *reader) switchMouse() {
	r.mouse = !r.mouse
	r.notice = "mouse wheel off: text can be selected again"
	if r.mouse {
		r.notice = "mouse wheel on: it scrolls; hold shift to select text, press M to switch it off"
	}
}

// wheel answers a notch of the mouse wheel: text scrolls, a list goes on by one.
func wheel(s screen, r *reader, msg tea.MouseWheelMsg) screen {
	var m motion
	switch msg.Button {
	case tea.MouseWheelUp:
		m = lineUp
	case tea.MouseWheelDown:
		m = lineDown
	default:
		return s
	}
	switch s := s.(type) {
	case listScreen:
		return s.move(r, m, 1)
	case filterScreen:
		s.list = s.list.move(r, m, 1)
		return s
	case chooseScreen:
		return s.move(r, m, 1)
	case postScreen:
		return s.move(r, m, wheelLines)
	case findScreen:
		s.post = s.post.move(r, m, wheelLines)
		return s
	case sheetScreen:
		return s.move(r, m, wheelLines)
	default:
		return s
	}
}
