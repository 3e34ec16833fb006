package tui

import tea "charm.land/bubbletea/v2"

// row is a key, or several that do the same, and what it does on each screen.
type row struct {
	keys  []string // as Bubble Tea names them; the first is the one that is shown in hints
	typed string   // instead of keys: what is typed, for a row that only explains

	list   use[listScreen]
	post   use[postScreen]
	filter use[filterScreen] // while the words of a filter are typed; keys that write text are text there
	find   use[findScreen]   // while the words to look for in a post are typed
	choose use[chooseScreen] // in a list over another screen; keys that write text filter it
	sheet  use[sheetScreen]
}

// use is what a key does on the screen S. The zero value is a key that does nothing there.
type use[S screen] struct {
	does string                                            // for the help screen
	hint string                                            // for the foot of the screen; empty: not there
	rank int                                               // of the hint, see hint
	when func(s S, r *reader) bool                         // whether it leads anywhere now, for hints and menus; nil: always
	run  func(s S, r *reader, count int) (screen, tea.Cmd) // count: digits typed before; 0: none

	motion motion // that run makes, if it is one
}

// movable is a screen with something that moves over its lines.
type movable[S any] interface {
	screen
	move(r *reader, m motion, count int) S
}

// moves is the use of a key that moves.
func moves[S movable[S]](does string, m motion) use[S] {
	run := func(s S, r *reader, count int) (screen, tea.Cmd) { return s.move(r, m, count), nil }
	return use[S]{does: does, run: run, motion: m}
}

// stays is the use of a key that changes something for all screens.
func stays[S screen](does string, change func(*reader)) use[S] {
	return use[S]{does: does, run: func(s S, r *reader, _ int) (screen, tea.Cmd) {
		change(r)
		return s.update(r, lookChangedMsg{})
	}}
}

// leaves is the use of a key that ends the session.
func leaves[S screen](hint string) use[S] {
	return use[S]{does: "quit", hint: hint, rank: 2, run: func(s S, r *reader, _ int) (screen, tea.Cmd) { return s, r.quit() }}
}

// asks is the use of a key that whoever runs the reader has to answer.
func asks[S screen](does string, msg tea.Msg) use[S] {
	return use[S]{does: does, run: func(s S, _ *reader, _ int) (screen, tea.Cmd) {
		return s, func() tea.Msg { return msg }
	}}
}

// explains is the use of a key that opens the help.
func explains[S screen](about place) use[S] {
	return use[S]{does: "help", hint: "help", rank: 1, run: func(s S, r *reader, _ int) (screen, tea.Cmd) {
		return helpOver(s, about), nil
	}}
}

// pages is a use that turns pages, which the foot of the screen names while there is more than one.
func pages[S interface {
	screen
	lastTop(r *reader) int
}](u use[S]) use[S] {
	u.hint, u.rank = "page", 3
	u.when = func(s S, r *reader) bool { return s.lastTop(r) > 0 }
	return u
}
