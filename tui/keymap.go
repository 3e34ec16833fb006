package tui

import "slices"

// keyMap is the one table of keys: what they do, the hints at the foot of a screen, the help screen and the
// README's table all come from its rows, in this order. A key stands in one row a screen.
func keyMap() []row {
	return slices.Concat(movingKeys(), openingKeys(), typingKeys(), everydayKeys())
}

// movingKeys move over posts or lines.
func movingKeys() []row {
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
	}
}

// openingKeys lead from one screen to another.
func openingKeys() []row {
	return []row{
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
			post: use[postScreen]{does: "search in the post", hint: "search", run: postScreen.search},
		},
		{
			keys: []string{"n"},
			post: use[postScreen]{does: "next place found", run: postScreen.nextHit},
		},
		{
			keys: []string{"N"},
			post: use[postScreen]{does: "previous place found", run: postScreen.previousHit},
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
			post: use[postScreen]{does: "clear the search, else back to the list", run: postScreen.escape},
			help: use[helpScreen]{does: "back", run: helpScreen.back},
		},
	}
}

// typingKeys are for words that are typed; any key that writes text is text there.
func typingKeys() []row {
	return []row{
		{
			keys:   []string{"down", "ctrl+n"},
			filter: moves[filterScreen]("next post", lineDown),
			find:   use[findScreen]{does: "next place found", hint: "next", run: findScreen.next},
		},
		{
			keys:   []string{"up", "ctrl+p"},
			filter: moves[filterScreen]("previous post", lineUp),
			find:   use[findScreen]{does: "previous place found", run: findScreen.previous},
		},
		{
			keys:   []string{"enter"},
			filter: use[filterScreen]{does: "go to the posts found", hint: "done", run: filterScreen.keep},
			find:   use[findScreen]{does: "read on at the place found", hint: "done", run: findScreen.keep},
		},
		{
			keys:   []string{"esc"},
			filter: use[filterScreen]{does: "clear the filter", hint: "clear", run: filterScreen.clear},
			find:   use[findScreen]{does: "clear the search", hint: "clear", run: findScreen.clear},
		},
		{
			keys:   []string{"backspace", "ctrl+h"},
			filter: use[filterScreen]{does: "delete a character", run: filterScreen.rubOut},
			find:   use[findScreen]{does: "delete a character", run: findScreen.rubOut},
		},
		{
			keys:   []string{"ctrl+u"},
			filter: use[filterScreen]{does: "delete all", run: filterScreen.erase},
			find:   use[findScreen]{does: "delete all", run: findScreen.erase},
		},
	}
}

// everydayKeys change the look, leave and explain.
func everydayKeys() []row {
	return []row{
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
		{
			keys:   []string{"Q", "ctrl+c"},
			list:   leaves[listScreen](""),
			post:   leaves[postScreen](""),
			filter: leaves[filterScreen](""),
			find:   leaves[findScreen](""),
			help:   leaves[helpScreen](""),
		},
	}
}
