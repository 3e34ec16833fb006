package tui

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// chooseScreen is a list over another screen, from which one line is chosen: links, headings, tags. It gets
// shorter as one types.
type chooseScreen struct {
	under  screen
	name   string
	all    []choice
	pick   func(r *reader, at int, under screen) (screen, tea.Cmd)
	words  string // that are typed
	shown  []int  // what has the words, places in all
	cursor int    // the selected line, a place in shown
	top    int    // the first line in view
}

// choice is a line to choose.
type choice struct {
	label  string // what stands before it: its number
	text   string
	note   string // what stands after it
	indent int    // cells
}

// choosing makes a list to choose from, with one line selected. pick gets the line's place in all.
func choosing(
	r *reader, under screen, name string, all []choice, selected int,
	pick func(r *reader, at int, under screen) (screen, tea.Cmd),
) chooseScreen {
	s := chooseScreen{under: under, name: name, all: all, pick: pick}.matching("")
	s.cursor = selected
	return s.settled(r)
}

func chooseKeys(row row) use[chooseScreen] { return row.choose }

func (s chooseScreen) title(r *reader) string { return joined(s.name, s.under.title(r)) }

func (s chooseScreen) address(r *reader) string { return s.under.address(r) }

func (s chooseScreen) update(r *reader, msg tea.Msg) (screen, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		if key.Text != "" {
			return s.typed(r, s.words+written(key)), nil
		}
		return press(s, r, key, chooseKeys)
	}
	var cmd tea.Cmd
	s.under, cmd = s.under.update(r, msg)
	return s.settled(r), cmd
}

func (s chooseScreen) typed(r *reader, words string) chooseScreen {
	if len(words) > maxFilter {
		return s
	}
	return s.matching(words).settled(r)
}

// matching keeps the lines that have each of the words; the one whose number was typed is selected.
func (s chooseScreen) matching(words string) chooseScreen {
	s.words, s.shown, s.cursor, s.top = words, nil, 0, 0
	wanted := strings.Fields(strings.ToLower(words))
	for at, c := range s.all {
		text := strings.ToLower(c.label + "\n" + c.text + "\n" + c.note)
		if slices.ContainsFunc(wanted, func(word string) bool { return !strings.Contains(text, word) }) {
			continue
		}
		if c.label != "" && c.label == strings.TrimSpace(words) {
			s.cursor = len(s.shown)
		}
		s.shown = append(s.shown, at)
	}
	return s
}

func (s chooseScreen) rubOut(r *reader, _ int) (screen, tea.Cmd) {
	if s.words == "" {
		return s.under, nil
	}
	_, size := utf8.DecodeLastRuneInString(s.words)
	return s.typed(r, s.words[:len(s.words)-size]), nil
}

func (s chooseScreen) erase(r *reader, _ int) (screen, tea.Cmd) { return s.typed(r, ""), nil }

func (s chooseScreen) back(*reader, int) (screen, tea.Cmd) { return s.under, nil }

// choose goes to the selected line.
func (s chooseScreen) choose(r *reader, _ int) (screen, tea.Cmd) {
	if s.cursor >= len(s.shown) {
		return s, nil
	}
	return s.pick(r, s.shown[s.cursor], s.under)
}

func (s chooseScreen) move(r *reader, m motion, count int) chooseScreen {
	s.cursor = m(s.cursor, s.rows(r), len(s.shown)-1, count)
	return s.settled(r)
}

// settled brings the selected line into the list and into view.
func (s chooseScreen) settled(r *reader) chooseScreen {
	rows := s.rows(r)
	s.cursor = max(min(s.cursor, len(s.shown)-1), 0)
	s.top = max(min(s.top, s.cursor), s.cursor-rows+1)
	s.top = max(min(s.top, len(s.shown)-rows), 0)
	return s
}

func (s chooseScreen) head(r *reader, width int) []string {
	head := []string{r.paint(title, fit(joined(s.name, fmt.Sprintf("%d/%d", min(s.cursor+1, len(s.shown)), len(s.shown))), width))}
	if r.roomy() {
		return []string{"", head[0], ""}
	}
	return head
}

// rows returns how many lines are in view.
func (s chooseScreen) rows(r *reader) int {
	_, width := r.column(listColumn)
	return max(r.height-len(s.head(r, width))-r.footRows(width), 1)
}

func (s chooseScreen) lines(r *reader) []string {
	left, width := r.column(listColumn)
	body := s.head(r, width)
	labels, notes := 0, s.notes(width-2)
	for _, c := range s.all {
		labels = max(labels, len(c.label))
	}
	for at := s.top; at < min(s.top+s.rows(r), len(s.shown)); at++ {
		body = append(body, s.all[s.shown[at]].line(r, width, labels, notes, at == s.cursor))
	}
	if len(s.shown) == 0 {
		body = append(body, indent(wrap(fmt.Sprintf("Nothing here has “%s”.", s.words), width-2, r.height), 2)...)
	}
	words := "type to filter"
	if s.words != "" {
		words = s.words + cursor
	}
	return r.framed(left, body, r.foot(width, joined(words, beside(words, hints(s, r, chooseKeys), width)), ""))
}

// notes returns the column at which notes stand below each other, right of all texts; 0 if one would be cut there, as
// addresses are: then each follows its text.
func (s chooseScreen) notes(width int) int {
	texts, notes := 0, 0
	for _, c := range s.all {
		texts, notes = max(texts, c.indent+ansi.StringWidth(c.text)), max(notes, ansi.StringWidth(c.note))
	}
	if texts+2+notes > width {
		return 0
	}
	return texts
}

// line draws a choice, with its note at a column.
func (c choice) line(r *reader, width, labels, notes int, selected bool) string {
	bar, style := "  ", plain
	if selected {
		bar, style = r.paint(mark, "▌")+" ", chosen
	}
	if labels > 0 {
		bar += r.paint(quiet, fmt.Sprintf("%*s", labels, c.label)) + " "
		width -= labels + 1
	}
	in := min(c.indent, max(width/4, 0))
	width = max(width-2-in, 1)
	text := fit(c.text, width)
	note := ""
	gap := max(notes-in-ansi.StringWidth(text), 0) + 2
	if room := width - ansi.StringWidth(text) - gap; c.note != "" && room > minNote {
		note = strings.Repeat(" ", gap) + r.paint(quiet, fit(c.note, room))
	}
	return bar + strings.Repeat(" ", in) + r.paint(style, text) + note
}

// minNote is how narrow a note may get before it is left out, in cells.
const minNote = 3
