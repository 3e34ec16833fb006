package screen

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/width"
)

// cell is one column of a row. The right half of a wide character is a cell without text.
type cell struct {
	text  string // a grapheme cluster
	link  string // parameters and URL of its hyperlink (OSC 8); empty: none
	style style
	wide  bool
	sure  bool // every terminal draws the text as wide as it was measured
}

// blank is the cell of an erased screen.
var blank = cell{text: " ", sure: true}

// rowReader turns a line into the cells of a row. Of the controls in it only SGR and OSC 8 mean something.
type rowReader struct {
	profile colorprofile.Profile
	cells   []cell
	bare    bool
	style   style
	link    string
	linked  int // the last cell with text that has the link; -1: none
}

// read returns the cells of a line, as many as there are columns, in the memory of cells; bare: without its hyperlinks.
func (r *rowReader) read(line string, columns int, bare bool) []cell {
	r.cells, r.bare, r.style, r.link, r.linked = r.cells[:0], bare, style{}, "", -1
	if !utf8.ValidString(line) {
		line = strings.ToValidUTF8(line, "\ufffd") // half a character would take the next bytes with it
	}
	for len(line) > 0 && len(r.cells) <= columns {
		switch c := line[0]; {
		case c >= ' ' && c < 0x7f && (len(line) == 1 || line[1] < utf8.RuneSelf):
			r.add(cell{text: line[:1], sure: true})
			line = line[1:]
		case c < ' ' || c == 0x7f:
			line = line[r.control(line):]
		default:
			cluster, cells := ansi.FirstGraphemeCluster(line, ansi.GraphemeWidth)
			r.cluster(cluster, cells)
			line = line[len(cluster):]
		}
	}
	if len(r.cells) > columns { // a wide character does not fit
		r.cells = r.cells[:columns]
		if columns > 0 && r.cells[columns-1].wide {
			r.cells[columns-1] = blank
		}
	}
	for len(r.cells) < columns {
		r.cells = append(r.cells, blank)
	}
	return r.cells
}

// control takes in the control at the beginning of a line and returns its length.
func (r *rowReader) control(line string) int {
	sequence, _, n, state := ansi.DecodeSequence(line, ansi.NormalState, nil)
	if state != ansi.NormalState { // it is not whole
		return len(line)
	}
	if parameters, ok := strings.CutPrefix(sequence, "\x1b["); ok {
		parameters, ok = strings.CutSuffix(parameters, "m")
		if ok && strings.Trim(parameters, "0123456789;:") == "" { // no private one
			r.style = r.style.sgr(parameters, r.profile)
		}
	}
	if link, ok := strings.CutPrefix(sequence, "\x1b]8;"); ok {
		r.link = ""
		link = strings.TrimSuffix(strings.TrimSuffix(link, "\x1b\\"), "\a")
		if _, url, ok := strings.Cut(link, ";"); ok && url != "" && isPlain(link) && !r.bare {
			r.link = link
		}
	}
	return max(n, 1)
}

func (r *rowReader) cluster(text string, cells int) {
	switch {
	case cells > 0:
		r.add(cell{text: text, wide: cells > 1, sure: isSure(text, cells)})
	case len(r.cells) > 0 && onlyMarks(text): // a combining mark after a control belongs to what stands before
		last := &r.cells[len(r.cells)-1]
		if last.text == "" {
			last = &r.cells[len(r.cells)-2]
		}
		last.text += text
		last.sure = false
	}
}

// add appends a cell. What a blank does not show is left out, so that it needs not be sent: the foreground, and a
// hyperlink that does not go on behind it.
func (r *rowReader) add(c cell) {
	c.style = r.style
	if c.text == " " {
		c.style = c.style.onBlank()
		r.cells = append(r.cells, c)
		return
	}
	if c.link = r.link; c.link != "" {
		if r.linked >= 0 && r.cells[r.linked].link == c.link {
			for i := r.linked + 1; i < len(r.cells); i++ {
				r.cells[i].link = c.link
			}
		}
		r.linked = len(r.cells)
	} else {
		r.linked = -1
	}
	r.cells = append(r.cells, c)
	if c.wide {
		c.text, c.wide = "", false
		r.cells = append(r.cells, c)
		if r.linked >= 0 {
			r.linked++
		}
	}
}

// isSure reports whether terminals agree on how wide a cluster is. They do not agree on emoji and other sequences of
// characters, nor on those that East Asian fonts have wide (UAX #11, Ambiguous).
func isSure(text string, cells int) bool {
	r, n := utf8.DecodeRuneInString(text)
	if n != len(text) {
		return false
	}
	switch width.LookupRune(r).Kind() {
	case width.Neutral, width.EastAsianNarrow:
		return cells == 1 && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsPunct(r) || r == '\u00a0')
	case width.EastAsianWide, width.EastAsianFullwidth:
		return cells == 2 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || unicode.IsPunct(r))
	default:
		return false
	}
}

func onlyMarks(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return !unicode.IsMark(r) }) < 0
}
