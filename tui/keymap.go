package tui

import (
	"slices"
	"sync"
)

// keyMap is the one table of keys: what they do, the hints at the foot of a screen, the help screen and the
// README's table all come from its rows, in this order. A key stands in one row a screen. Nobody changes it.
func keyMap() []row {
	keys.once.Do(func() {
		keys.rows = slices.Concat(movingKeys(), openingKeys(), findingKeys(), sharingKeys(), typingKeys(), everydayKeys())
	})
	return keys.rows
}

// keys is the table, which is made when it is first asked for and the same from then on: made for each key that is
// pressed, it would cost half of its answer. It is no plain value because what its rows do asks for it.
var keys struct {
	once sync.Once
	rows []row
}

// movingKeys move over posts or lines.
func movingKeys() []row {
	return []row{
		{
			keys:  []string{"j", "down"},
			list:  moves[listScreen]("next post", lineDown),
			post:  moves[postScreen]("scroll a line down", lineDown),
			sheet: moves[sheetScreen]("scroll a line down", lineDown),
		},
		{
			keys:  []string{"k", "up"},
			list:  moves[listScreen]("previous post", lineUp),
			post:  moves[postScreen]("scroll a line up", lineUp),
			sheet: moves[sheetScreen]("scroll a line up", lineUp),
		},
		{
			keys:  []string{"space", "f", "pgdown", "ctrl+f"},
			list:  moves[listScreen]("page down", pageDown),
			post:  pages(moves[postScreen]("page down", pageDown)),
			sheet: pages(moves[sheetScreen]("page down", pageDown)),
		},
		{
			keys:  []string{"b", "pgup", "ctrl+b"},
			list:  moves[listScreen]("page up", pageUp),
			post:  moves[postScreen]("page up", pageUp),
			sheet: moves[sheetScreen]("page up", pageUp),
		},
		{
			keys:  []string{"d", "ctrl+d"},
			list:  moves[listScreen]("half a page down", halfDown),
			post:  moves[postScreen]("half a page down", halfDown),
			sheet: moves[sheetScreen]("half a page down", halfDown),
		},
		{
			keys:  []string{"u", "ctrl+u"},
			list:  moves[listScreen]("half a page up", halfUp),
			post:  moves[postScreen]("half a page up", halfUp),
			sheet: moves[sheetScreen]("half a page up", halfUp),
		},
		{
			keys:  []string{"g", "home"},
			list:  moves[listScreen]("first post", toTop),
			post:  moves[postScreen]("top", toTop),
			sheet: moves[sheetScreen]("top", toTop),
		},
		{
			keys:  []string{"G", "end"},
			list:  moves[listScreen]("last post", toBottom),
			post:  moves[postScreen]("bottom", toBottom),
			sheet: moves[sheetScreen]("bottom", toBottom),
		},
	}
}

// openingKeys lead from one screen to another.
func openingKeys() []row {
	return []row{
		{
			keys: []string{"enter", "l", "right"},
			list: use[listScreen]{does: "open the post", hint: "open", rank: 3, when: listScreen.hasPosts, run: listScreen.open},
			post: use[postScreen]{does: "open the selected link, else go forward again", when: postScreen.canOpen, run: postScreen.openLink},
		},
		{
			typed: "number",
			list:  use[listScreen]{does: "then enter: open that post; then j, k: move that far"},
			post:  use[postScreen]{does: "then enter: open that link; then j, k: scroll that far"},
		},
		{
			keys:  []string{"h", "left", "backspace"},
			post:  use[postScreen]{does: "go back, in the end to the list", run: postScreen.back},
			sheet: use[sheetScreen]{does: "back", run: sheetScreen.back},
		},
		{
			keys: []string{"tab"},
			list: use[listScreen]{does: "next tag", when: listScreen.hasTopics, run: listScreen.nextTag},
			post: use[postScreen]{does: "select the next link", hint: "link", rank: 6, when: postScreen.hasLinks, run: postScreen.nextLink},
		},
		{
			keys: []string{"shift+tab"},
			list: use[listScreen]{does: "previous tag", when: listScreen.hasTopics, run: listScreen.previousTag},
			post: use[postScreen]{does: "select the previous link", when: postScreen.hasLinks, run: postScreen.previousLink},
		},
		{
			keys: []string{"L"},
			post: use[postScreen]{does: "list of links", when: postScreen.hasLinks, run: postScreen.linkList},
		},
	}
}

// findingKeys search, and go from one part of a post or of the list to another.
func findingKeys() []row {
	return []row{
		{
			keys: []string{"/"},
			list: use[listScreen]{does: "filter by title, tag and description; then enter: search all texts, down: go to the posts", hint: "filter", rank: 4, when: listScreen.canFilter, run: listScreen.filter},
			post: use[postScreen]{does: "search in the post", hint: "search", rank: 5, run: postScreen.search},
		},
		{
			keys: []string{"n"},
			post: use[postScreen]{does: "next place found", when: postScreen.hasHits, run: postScreen.nextHit},
		},
		{
			keys: []string{"N"},
			post: use[postScreen]{does: "previous place found", when: postScreen.hasHits, run: postScreen.previousHit},
		},
		{
			keys: []string{"t"},
			list: use[listScreen]{does: "tags and series", hint: "tags", rank: 5, when: listScreen.hasTopics, run: listScreen.topics},
			post: use[postScreen]{does: "table of contents", hint: "contents", rank: 4, when: postScreen.hasHeadings, run: postScreen.contents},
		},
		{
			keys: []string{"}"},
			post: use[postScreen]{does: "next heading", when: postScreen.hasHeadings, run: postScreen.nextHeading},
		},
		{
			keys: []string{"{"},
			post: use[postScreen]{does: "previous heading", when: postScreen.hasHeadings, run: postScreen.previousHeading},
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
			keys:  []string{"esc"},
			list:  use[listScreen]{does: "clear the filter, then the tag", hint: "clear", rank: 1, when: listScreen.isNarrowed, run: listScreen.clear},
			post:  use[postScreen]{does: "clear the search, then the selection, else back", run: postScreen.escape},
			sheet: use[sheetScreen]{does: "back", run: sheetScreen.back},
		},
	}
}

// sharingKeys copy and show what is given to others.
func sharingKeys() []row {
	return []row{
		{
			keys:  []string{"y"},
			list:  use[listScreen]{does: "copy the command that opens this blog", run: listScreen.yank},
			post:  use[postScreen]{does: "copy the command that opens this place", run: postScreen.yank},
			sheet: use[sheetScreen]{does: "copy", hint: "copy", rank: 2, when: sheetScreen.canCopy, run: sheetScreen.yank},
		},
		{
			keys: []string{"c"},
			post: use[postScreen]{does: "copy the code in view, again: the next", when: postScreen.hasCode, run: postScreen.copyCode},
		},
		{
			keys: []string{"s"},
			list: use[listScreen]{does: "share: command, link, QR code, fingerprint", run: listScreen.share},
			post: use[postScreen]{does: "share this place", hint: "share", rank: 7, when: postScreen.canShare, run: postScreen.share},
		},
	}
}

// typingKeys are for words that are typed; any key that writes text is text there.
func typingKeys() []row {
	return []row{
		{
			keys:   []string{"down", "ctrl+n"},
			filter: use[filterScreen]{does: "go to the posts that are left", hint: "posts", rank: 3, when: filterScreen.hasPosts, run: filterScreen.toList},
			find:   use[findScreen]{does: "next place found", hint: "next", rank: 3, when: findScreen.hasHits, run: findScreen.next},
			choose: moves[chooseScreen]("next line", lineDown),
		},
		{
			keys:   []string{"up", "ctrl+p"},
			filter: use[filterScreen]{does: "go to the posts that are left", run: filterScreen.toList},
			find:   use[findScreen]{does: "previous place found", run: findScreen.previous},
			choose: moves[chooseScreen]("previous line", lineUp),
		},
		{
			keys:   []string{"enter"},
			filter: use[filterScreen]{does: "search the full text of all posts", hint: "full text", rank: 1, run: filterScreen.searchAll},
			find:   use[findScreen]{does: "read on at the place found", hint: "done", rank: 1, run: findScreen.keep},
			choose: use[chooseScreen]{does: "go there", hint: "go", rank: 1, run: chooseScreen.choose},
		},
		{
			keys:   []string{"esc"},
			filter: use[filterScreen]{does: "clear the filter", hint: "clear", rank: 2, run: filterScreen.clear},
			find:   use[findScreen]{does: "clear the search", hint: "clear", rank: 2, run: findScreen.clear},
			choose: use[chooseScreen]{does: "back", hint: "back", rank: 2, run: chooseScreen.back},
		},
		{
			keys:   []string{"backspace", "ctrl+h"},
			filter: use[filterScreen]{does: "delete a character", run: filterScreen.rubOut},
			find:   use[findScreen]{does: "delete a character", run: findScreen.rubOut},
			choose: use[chooseScreen]{does: "delete a character, else back", run: chooseScreen.rubOut},
		},
		{
			keys:   []string{"ctrl+u"},
			filter: use[filterScreen]{does: "delete all", run: filterScreen.erase},
			find:   use[findScreen]{does: "delete all", run: findScreen.erase},
			choose: use[chooseScreen]{does: "delete all", run: chooseScreen.erase},
		},
		{keys: []string{"pgdown"}, choose: moves[chooseScreen]("page down", pageDown)},
		{keys: []string{"pgup"}, choose: moves[chooseScreen]("page up", pageUp)},
		{keys: []string{"home"}, choose: moves[chooseScreen]("first line", toTop)},
		{keys: []string{"end"}, choose: moves[chooseScreen]("last line", toBottom)},
		{keys: []string{"left"}, choose: use[chooseScreen]{does: "back", run: chooseScreen.back}},
		{keys: []string{"right"}, choose: use[chooseScreen]{does: "go there", run: chooseScreen.choose}},
	}
}

// everydayKeys change the look, leave and explain.
func everydayKeys() []row {
	return []row{
		{
			keys:  []string{"T"},
			list:  stays[listScreen]("theme: auto, dark, light, mono", (*reader).nextTheme),
			post:  stays[postScreen]("theme: auto, dark, light, mono", (*reader).nextTheme),
			sheet: stays[sheetScreen]("theme: auto, dark, light, mono", (*reader).nextTheme),
		},
		{
			keys: []string{"w"},
			post: stays[postScreen]("width: 60, 80, full", (*reader).nextMeasure),
		},
		{
			keys:  []string{"M"},
			list:  stays[listScreen]("mouse wheel on or off", (*reader).switchMouse),
			post:  stays[postScreen]("mouse wheel on or off", (*reader).switchMouse),
			sheet: stays[sheetScreen]("mouse wheel on or off", (*reader).switchMouse),
		},
		{
			keys:  []string{"!"},
			list:  asks[listScreen]("plain lines, for screen readers", LinearMsg{}),
			post:  asks[postScreen]("plain lines, for screen readers", LinearMsg{}),
			sheet: asks[sheetScreen]("plain lines, for screen readers", LinearMsg{}),
		},
		{
			keys:  []string{"q"},
			list:  leaves[listScreen]("quit"),
			post:  use[postScreen]{does: "back to the list", hint: "list", rank: 2, run: postScreen.leave},
			sheet: use[sheetScreen]{does: "back", hint: "back", rank: 1, run: sheetScreen.back},
		},
		{
			keys: []string{menuKey},
			list: use[listScreen]{does: "menu of all that can be done here", run: menu(listKeys)},
			post: use[postScreen]{does: "menu of all that can be done here", run: menu(postKeys)},
		},
		{
			keys:  []string{"?", "f1"},
			list:  explains[listScreen](inList()),
			post:  explains[postScreen](inPost()),
			sheet: use[sheetScreen]{does: "back", run: sheetScreen.back},
		},
		{keys: []string{"enter"}, sheet: use[sheetScreen]{does: "back", run: sheetScreen.back}},
		{
			keys:   []string{"Q", "ctrl+c"},
			list:   leaves[listScreen](""),
			post:   leaves[postScreen](""),
			filter: leaves[filterScreen](""),
			find:   leaves[findScreen](""),
			choose: leaves[chooseScreen](""),
			sheet:  leaves[sheetScreen](""),
		},
	}
}
