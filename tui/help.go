package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// place is a part of the help: the keys of one screen.
type place struct {
	name string
	does func(row) string
}

func inList() place { return place{"In the list", func(row row) string { return row.list.does }} }

func inPost() place { return place{"In a post", func(row row) string { return row.post.does }} }

// helpColumn is the widest that the help is set, in cells.
const helpColumn = 60

// helpOver lists the keys, those of the screen it is called from first.
func helpOver(under screen, about place) sheetScreen {
	return sheetScreen{under: under, name: "Keys", widest: helpColumn, text: func(r *reader, width int) []string {
		return helpText(r, about, width)
	}}
}

func helpText(r *reader, about place, width int) []string {
	places := []place{inList(), inPost()}
	if about.name == places[1].name {
		places[0], places[1] = places[1], places[0]
	}
	out := wrap("Arrows, enter, esc and digits are enough: 0 opens a menu of all that can be done.", width, r.height)
	for _, place := range places {
		out = append(out, "")
		out = append(out, r.paint(title, fit(place.name, width)), "")
		for _, row := range keyMap() {
			if does := place.does(row); does != "" {
				out = append(out, keyLine(r, row.label(), does, width)...)
			}
		}
	}
	return out
}

// keyLine draws what a key does; on a narrow window below the key, not beside it.
func keyLine(r *reader, label, does string, width int) []string {
	const wide = 22
	if width < 2*wide {
		return append([]string{r.paint(keyName, fit(label, width))}, indent(wrap(does, width-2, r.height), 2)...)
	}
	out := indent(wrap(does, width-wide, r.height), wide)
	label = fit(label, wide-1)
	out[0] = r.paint(keyName, label) + out[0][ansi.StringWidth(label):]
	return out
}

// label returns the keys of a row as they are shown to readers.
func (row row) label() string {
	if row.typed != "" {
		return row.typed
	}
	names := make([]string, len(row.keys))
	for i, key := range row.keys {
		names[i] = printed(key)
	}
	return strings.Join(names, " ")
}

// KeyTable returns the keys as a table in Markdown, for the README.
func KeyTable() string {
	var b strings.Builder
	b.WriteString("| Key | In the list | In a post |\n|---|---|---|\n")
	for _, row := range keyMap() {
		if row.list.does == "" && row.post.does == "" {
			continue
		}
		label := row.label()
		if row.typed == "" {
			label = "`" + label + "`"
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", label, orDash(row.list.does), orDash(row.post.does))
	}
	return b.String()
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
