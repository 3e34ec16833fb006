package tui

import (
	"cmp"
	"slices"

	"github.com/charmbracelet/x/ansi"
)

// hint is what the foot of a screen says of a key. Where there is not room for all hints, those of the highest rank are
// left out first: 1 is how to get help, or what a screen is for.
type hint struct {
	text string
	rank int
}

// hints returns those of a screen that are of use now, in the order of the table.
func hints[S screen](s S, r *reader, of func(row) use[S]) []hint {
	var out []hint
	for _, row := range keyMap() {
		if u := of(row); u.hint != "" && (u.when == nil || u.when(s, r)) {
			out = append(out, hint{printed(row.keys[0]) + " " + u.hint, u.rank})
		}
	}
	return out
}

// beside joins the hints that fit beside a text.
func beside(text string, hints []hint, width int) string {
	room := width - ansi.StringWidth(text) - 2
	for len(hints) > 0 && ansi.StringWidth(together(hints)) > room {
		last := slices.MaxFunc(hints, func(a, b hint) int { return cmp.Compare(a.rank, b.rank) })
		hints = slices.DeleteFunc(slices.Clone(hints), func(h hint) bool { return h == last })
	}
	return together(hints)
}

func together(hints []hint) string {
	texts := make([]string, len(hints))
	for i, h := range hints {
		texts[i] = h.text
	}
	return joined(texts...)
}
