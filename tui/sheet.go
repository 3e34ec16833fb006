package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"
)

// sheetScreen is something to read that lies over a screen: the help, a link, what to share. That screen goes on to
// live under it.
type sheetScreen struct {
	under  screen
	name   string
	widest int // cells it is set in at most
	text   func(r *reader, width int) []string
	copies string // what can be copied here; empty: nothing
	top    int    // the first line in view
}

func sheetKeys(row row) use[sheetScreen] { return row.sheet }

func (s sheetScreen) title(r *reader) string { return joined(s.name, s.under.title(r)) }

func (s sheetScreen) address(r *reader) string { return s.under.address(r) }

func (s sheetScreen) update(r *reader, msg tea.Msg) (screen, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		return press(s, r, key, sheetKeys)
	}
	var cmd tea.Cmd
	s.under, cmd = s.under.update(r, msg)
	s.top = min(s.top, s.lastTop(r))
	return s, cmd
}

func (s sheetScreen) move(r *reader, m motion, count int) sheetScreen {
	last := s.lastTop(r)
	s.top = max(min(m(s.top, s.rows(r)-1, last, count), last), 0)
	return s
}

func (s sheetScreen) back(*reader, int) (screen, tea.Cmd) { return s.under, nil }

func (s sheetScreen) rows(r *reader) int {
	_, width := r.column(s.widest)
	return max(r.height-r.footRows(width), 1)
}

func (s sheetScreen) lastTop(r *reader) int { return max(len(s.body(r))-s.rows(r), 0) }

func (s sheetScreen) body(r *reader) []string {
	_, width := r.column(s.widest)
	body := s.text(r, width)
	if r.roomy() {
		body = append([]string{""}, body...)
	}
	return body
}

func (s sheetScreen) lines(r *reader) []string {
	left, width := r.column(s.widest)
	where := ""
	if last := s.lastTop(r); last > 0 {
		where = fmt.Sprintf("%d%%", s.top*100/last)
	}
	body := s.body(r)
	return r.framed(left, body[min(s.top, len(body)):], r.foot(width, where, beside(where, hints(s, r, sheetKeys), width)))
}
