package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// helpScreen lists the keys, those of the screen it was called from first. That screen goes on to live under it.
type helpScreen struct {
	under screen
	about place
	top   int // the first line in view
}

// place is a part of the help: the keys of one screen.
type place struct {
	name string
	does func(row) string
}

func inList() place { return place{"In the list", func(row row) string { return row.list.does }} }

func inPost() place { return place{"In a post", func(row row) string { return row.post.does }} }

// helpColumn is the widest that the help is set, in cells.
const helpColumn = 60

func helpKeys(row row) use[helpScreen] { return row.help }

func (s helpScreen) title(r *reader) string { return joined("Keys", s.under.title(r)) }

func (s helpScreen) address() string { return s.under.address() }

func (s helpScreen) update(r *reader, msg tea.Msg) (screen, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		return press(s, r, key, helpKeys)
	}
	var cmd tea.Cmd
	s.under, cmd = s.under.update(r, msg)
	s.top = min(s.top, s.lastTop(r))
	return s, cmd
}

func (s helpScreen) move(r *reader, m motion, count int) helpScreen {
	last := s.lastTop(r)
	s.top = max(min(m(s.top, s.rows(r)-1, last, count), last), 0)
	return s
}

func (s helpScreen) back(*reader, int) (screen, tea.Cmd) { return s.under, nil }

func (s helpScreen) rows(r *reader) int {
	_, width := r.column(helpColumn)
	return max(r.height-r.footRows(width), 1)
}

func (s helpScreen) lastTop(r *reader) int { return max(len(s.text(r))-s.rows(r), 0) }

func (s helpScreen) lines(r *reader) []string {
	left, width := r.column(helpColumn)
	where := ""
	if last := s.lastTop(r); last > 0 {
		where = fmt.Sprintf("%d%%", s.top*100/last)
	}
	return r.framed(left, s.text(r)[s.top:], r.foot(width, where, beside(where, hints(helpKeys), width)))
}

// text draws the whole help.
func (s helpScreen) text(r *reader) []string {
	_, width := r.column(helpColumn)
	places := []place{inList(), inPost()}
	if s.about.name == places[1].name {
		places[0], places[1] = places[1], places[0]
	}
	var out []string
	if r.roomy() {
		out = append(out, "")
	}
	for i, place := range places {
		if i > 0 {
			out = append(out, "")
		}
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
