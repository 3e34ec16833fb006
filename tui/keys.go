package tui

import (
	tea "charm.land/bubbletea/v2"
)

// keyMap is the one table of keys: what they do, the hints at the foot of a screen, the help screen and the
// README's table all come from its rows. A key stands in one row a screen.

// row is a key, or several that do the same, and what it does on each screen.
type row struct {
	keys  []string // as Bubble Tea names them; the first is the one that is shown in hints
	typed string   // instead of keys: what is typed, for a row that only explains

	list   use[listScreen]
	post   use[postScreen]
	filter use[filterScreen] // while the words of a filter are typed; keys that write text are text there
	help   use[helpScreen]
}

// use is what a key does on the screen S. The zero value is a key that does nothing there.
type use[S screen] struct {
	does string                                            // for the help screen
	hint string                                            // for the foot of the screen; empty: not there
	run  func(s S, r *reader, count int) (screen, tea.Cmd) // count: digits typed before; 0: none
}

// movable is a screen with something that moves over its lines.
type movable interface {
	screen
	move(r *reader, m motion, count int) (screen, tea.Cmd)
}

// moves is the use of a key that moves.
func moves[S movable](does string, m motion) use[S] {
	return use[S]{does: does, run: func(s S, r *reader, count int) (screen, tea.Cmd) { return s.move(r, m, count) }}
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
	return use[S]{does: "quit", hint: hint, run: func(s S, r *reader, _ int) (screen, tea.Cmd) { return s, r.quit() }}
}

// explains is the use of a key that opens the help.
func explains[S screen](about place) use[S] {
	return use[S]{does: "help", hint: "help", run: func(s S, _ *reader, _ int) (screen, tea.Cmd) {
		return helpScreen{under: s, about: about}, nil
	}}
}

func keyMap() []row {
	return []row{
		{
			keys: []string{"j", "down"},
			list: moves[listScreen]("next post", lineDown),
			post: moves[postScreen]("scroll a line down", lineDown),
			help: moves[helpScreen]("scroll a line down", lineDown),
		},
		{
			keys: []string{"k", "up"},
			list: moves[listScreen]("previous post", lineUp),
			post: moves[postScreen]("scroll a line up", lineUp),
			help: moves[helpScreen]("scroll a line up", lineUp),
		},
		{
			keys: []string{"space", "f", "pgdown", "ctrl+f"},
			list: moves[listScreen]("page down", pageDown),
			post: hinted(moves[postScreen]("page down", pageDown), "page"),
			help: hinted(moves[helpScreen]("page down", pageDown), "page"),
		},
		{
			keys: []string{"b", "pgup", "ctrl+b"},
			list: moves[listScreen]("page up", pageUp),
			post: moves[postScreen]("page up", pageUp),
			help: moves[helpScreen]("page up", pageUp),
		},
		{
			keys: []string{"d", "ctrl+d"},
			list: moves[listScreen]("half a page down", halfDown),
			post: moves[postScreen]("half a page down", halfDown),
			help: moves[helpScreen]("half a page down", halfDown),
		},
		{
			keys: []string{"u", "ctrl+u"},
			list: moves[listScreen]("half a page up", halfUp),
			post: moves[postScreen]("half a page up", halfUp),
			help: moves[helpScreen]("half a page up", halfUp),
		},
		{
			keys: []string{"g", "home"},
			list: moves[listScreen]("first post", toTop),
			post: moves[postScreen]("top", toTop),
			help: moves[helpScreen]("top", toTop),
		},
		{
			keys: []string{"G", "end"},
			list: moves[listScreen]("last post", toBottom),
			post: moves[postScreen]("bottom", toBottom),
			help: moves[helpScreen]("bottom", toBottom),
		},
		{
			keys: []string{"enter", "l", "right"},
			list: use[listScreen]{does: "open the post", hint: "open", run: listScreen.open},
		},
		{
			typed: "number",
			list:  use[listScreen]{does: "then enter: open that post; then j, k: move that far"},
			post:  use[postScreen]{does: "then j, k: scroll that far"},
		},
		{
			keys: []string{"h", "left", "backspace"},
			post: use[postScreen]{does: "back to the list", run: postScreen.back},
			help: use[helpScreen]{does: "back", run: helpScreen.back},
		},
		{
			keys: []string{"/"},
			list: use[listScreen]{does: "filter by title, tag and description", hint: "filter", run: listScreen.filter},
		},
		{
			keys: []string{"]"},
			post: use[postScreen]{does: "newer post", run: postScreen.newer},
		},
		{
			keys: []string{"["},
			post: use[postScreen]{does: "older post", run: postScreen.older},
		},
		{
			keys: []string{"esc"},
			list: use[listScreen]{does: "clear the filter", run: listScreen.clear},
			post: use[postScreen]{does: "back to the list", run: postScreen.back},
			help: use[helpScreen]{does: "back", run: helpScreen.back},
		},
		{
			keys: []string{"T"},
			list: stays[listScreen]("theme: auto, dark, light, mono", (*reader).nextTheme),
			post: stays[postScreen]("theme: auto, dark, light, mono", (*reader).nextTheme),
			help: stays[helpScreen]("theme: auto, dark, light, mono", (*reader).nextTheme),
		},
		{
			keys: []string{"w"},
			post: stays[postScreen]("width: 60, 80, full", (*reader).nextMeasure),
		},
		{
			keys: []string{"q"},
			list: leaves[listScreen]("quit"),
			post: use[postScreen]{does: "back to the list", hint: "list", run: postScreen.back},
			help: use[helpScreen]{does: "back", hint: "back", run: helpScreen.back},
		},
		{
			keys: []string{"?", "f1"},
			list: explains[listScreen](inList()),
			post: explains[postScreen](inPost()),
			help: use[helpScreen]{does: "back", run: helpScreen.back},
		},
		{keys: []string{"down", "ctrl+n"}, filter: moves[filterScreen]("next post", lineDown)},
		{keys: []string{"up", "ctrl+p"}, filter: moves[filterScreen]("previous post", lineUp)},
		{
			keys:   []string{"enter"},
			filter: use[filterScreen]{does: "go to the posts found", hint: "done", run: filterScreen.keep},
		},
		{
			keys:   []string{"esc"},
			filter: use[filterScreen]{does: "clear the filter", hint: "clear", run: filterScreen.clear},
		},
		{
			keys:   []string{"backspace", "ctrl+h"},
			filter: use[filterScreen]{does: "delete a character", run: filterScreen.rubOut},
		},
		{
			keys:   []string{"ctrl+u"},
			filter: use[filterScreen]{does: "delete all", run: filterScreen.erase},
		},
		{
			keys:   []string{"Q", "ctrl+c"},
			list:   leaves[listScreen](""),
			post:   leaves[postScreen](""),
			filter: leaves[filterScreen](""),
			help:   leaves[helpScreen](""),
		},
	}
}

// hinted is a use that the foot of the screen names.
func hinted[S screen](u use[S], hint string) use[S] {
	u.hint = hint
	return u
}
