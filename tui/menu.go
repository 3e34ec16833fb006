package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// menu lists what keys do on a screen, to be chosen by arrows and enter: for keyboards on which the letters are hard
// to get at. What moves is left out, arrows do that, and so is what leads nowhere now.
func menu[S screen](of func(row) use[S]) func(s S, r *reader, count int) (screen, tea.Cmd) {
	return func(s S, r *reader, _ int) (screen, tea.Cmd) {
		var runs []func(S, *reader, int) (screen, tea.Cmd)
		var choices []choice
		for _, row := range slices.Concat(openingKeys(), findingKeys(), sharingKeys(), everydayKeys()) {
			u := of(row)
			does, _, _ := strings.Cut(u.does, ";") // what follows are keys on the next screen
			known := slices.ContainsFunc(choices, func(c choice) bool { return c.text == does })
			if u.run != nil && row.keys[0] != menuKey && !known && (u.when == nil || u.when(s, r)) {
				runs = append(runs, u.run)
				choices = append(choices, choice{text: does, note: row.label()})
			}
		}
		return choosing(r, s, "What can be done here", choices, 0, func(r *reader, at int, under screen) (screen, tea.Cmd) {
			if s, ok := under.(S); ok {
				return runs[at](s, r, 0)
			}
			return under, nil
		}), nil
	}
}

// menuKey opens the menu; no number begins with it.
const menuKey = "0"
