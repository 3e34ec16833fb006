package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
)

// A post can be on the screen before its page is laid out. Keys that are pressed until then are answered in turn as soon as
// it is; those that lead away do not wait.

// maxEarly is how many keys wait for a page: more than anyone types in that time.
const maxEarly = 64

func (s postScreen) update(r *reader, msg tea.Msg) (screen, tea.Cmd) {
	key, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok:
		s, cmd := s.updated(r, msg)
		return s.caughtUp(r, cmd)
	case s.page == nil && (len(s.early) > 0 || !leavesAtOnce(key)) && nameOf(key.Key()) != "ctrl+c":
		if moved, ok := s.withinFirst(r, key); ok {
			return moved, nil
		}
		if len(s.early) < maxEarly {
			s.early = append(slices.Clip(s.early), key)
		}
		return s, nil
	default:
		return press(s, r, key, postKeys)
	}
}

// leavesAtOnce reports whether a key leads away from a post, which does not have to wait for its page.
func leavesAtOnce(key tea.KeyPressMsg) bool {
	return slices.Contains([]string{"q", "Q", "esc", "h", "left", "backspace"}, nameOf(key.Key()))
}

// caughtUp answers the keys that were pressed before there was a page; they may lead to another screen.
func (s postScreen) caughtUp(r *reader, cmd tea.Cmd) (screen, tea.Cmd) {
	if s.page == nil {
		return s, cmd
	}
	early := s.early
	s.early = nil
	var on screen = s
	for _, key := range early {
		var next tea.Cmd
		on, next = on.update(r, key)
		cmd = tea.Batch(cmd, next)
	}
	return on, cmd
}
