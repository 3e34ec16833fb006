package screen

import (
	"slices"
	"strconv"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/colorprofile"
)

// brush draws the cells of rows.
type brush struct {
	place
	repeats bool // the terminal knows REP (ECMA-48, 8.3.103)

	fewLinks   bool // not all hyperlinks are drawn
	fewColours bool // punctuation is drawn in the colour of what stands before it
	basic      bool // characters are drawn in the nearest of 16 colours; their backgrounds stay

	old, now    rowReader
	whole, part []byte // memory to draw in
}

// Memory is what Writers draw in. It is shared by those that it is handed to, since few of them draw at the same
// moment. The zero value is ready.
type Memory struct {
	brushes sync.Pool // that are not in use
}

func (m *Memory) brush(profile colorprofile.Profile, repeats bool) *brush {
	p, _ := m.brushes.Get().(*brush)
	if p == nil {
		p = new(brush)
	}
	p.repeats, p.fewLinks, p.fewColours, p.basic = repeats, false, false, false
	p.use(profile)
	return p
}

// keep takes a brush back. Its cells point to lines that it drew, until it draws others or is collected as garbage, which
// brushes that are not in use are.
func (m *Memory) keep(p *brush) { m.brushes.Put(p) }

// use makes the brush draw with the colours of a profile.
func (p *brush) use(profile colorprofile.Profile) { p.old.profile, p.now.profile = profile, profile }

// place is where the terminal's cursor is, and what it draws with.
type place struct {
	pen pen
	row int // -1: not known
	col int // where drawing went on to, as cells were measured
}

// leastSkipped is how many cells that need no drawing are stepped over rather than drawn: it takes four bytes or more
// to move the cursor.
const leastSkipped = 5

// change appends what turns a row that shows old into one that shows now. It takes the shorter of two ways: to draw
// what differs, and to erase the row from the first difference on, which leaves blanks to be stepped over.
func (p *brush) change(b []byte, row int, old, now []cell) []byte {
	first := 0
	for first < len(now) && old[first] == now[first] && now[first].sure {
		first++
	}
	for first > 0 && first < len(now) && (old[first].text == "" || now[first].text == "") {
		first-- // to the left half of a wide character
	}
	if first == len(now) || slices.Equal(old[first:], now[first:]) {
		return b
	}
	began := p.place
	p.whole = p.draw(p.erase(p.move(p.whole[:0], row, first, now)), row, first, nil, now)
	if !isBlank(old[first:]) && !slices.EqualFunc(old[first:], now[first:], alikeSure) {
		return append(b, p.whole...) // cells may stand elsewhere than they should: what is skipped would stay as it is
	}
	afterWhole := p.place
	p.place = began
	p.part = p.draw(p.part[:0], row, first, old, now)
	if len(p.part) <= len(p.whole) {
		return append(b, p.part...)
	}
	p.place = afterWhole
	return append(b, p.whole...)
}

// draw draws the cells of a row from a column on that differ from what it shows; nil: nothing.
func (p *brush) draw(b []byte, row, from int, old, now []cell) []byte {
	shows := func(at int) cell {
		if old == nil {
			return blank
		}
		return old[at]
	}
	end := len(now)
	for end > from && now[end-1] == blank {
		end--
	}
	for at := from; at < end; {
		same := at
		for same < end && shows(same) == now[same] && now[same].sure {
			same++
		}
		if same < end && now[same].text == "" {
			same-- // the left half has to be drawn with the right one
		}
		if same-at >= leastSkipped || same == end || p.row != row {
			at = same
		}
		if at == end {
			break
		}
		b = p.put(p.move(b, row, at, now), now[at:end])
		if now[at].wide {
			at++
		}
		at++
		if again := repeated(now[at-1 : end]); p.repeats && again*len(now[at-1].text) > leastRepeated {
			b = appendControl(b, again, 'b')
			at += again
			p.col += again
		}
	}
	for at := end; at < len(now); at++ {
		if shows(at) != blank {
			return p.erase(p.move(b, row, end, now))
		}
	}
	return b
}

// leastRepeated is how many bytes are at least repeated by REP, which takes as many.
const leastRepeated = 5

// repeated returns how many cells come after the first that are as that one, if it is one REP can repeat: one character.
func repeated(cells []cell) int {
	if utf8.RuneCountInString(cells[0].text) != 1 {
		return 0
	}
	n := 0
	for n+1 < len(cells) && cells[n+1] == cells[0] {
		n++
	}
	return n
}

// put draws the first of cells, which holds a character, at the cursor.
func (p *brush) put(b []byte, cells []cell) []byte {
	c := cells[0]
	switch {
	case c.text == " ":
		b = p.pen.blank(b, p.afford(c.style), p.afford(styleBehind(cells)), c.link)
	case p.fewColours && isPunctuation(c.text) && p.pen.style.withHue(c.style.fg) == c.style:
		b = p.pen.use(b, p.pen.style, c.link)
	default:
		b = p.pen.use(b, p.afford(c.style), c.link)
	}
	p.col++
	if c.wide {
		p.col++
	}
	return append(b, c.text...)
}

// afford returns the style that a wanted one is drawn in.
func (p *brush) afford(s style) style {
	if p.basic {
		s.fg = s.fg.within(colorprofile.ANSI)
	}
	return s
}

// styleBehind returns the style of the first character behind blanks that are all alike, if it shows the same on blanks;
// otherwise that of the blanks. It saves a change of style between them.
func styleBehind(cells []cell) style {
	s := cells[0].style
	for _, c := range cells[1:] {
		switch {
		case c.text == " " && c.style == s:
		case c.style.onBlank() == s:
			return c.style
		default:
			return s
		}
	}
	return s
}

// isPunctuation reports whether a cell shows what is neither letter nor digit, of ASCII.
func isPunctuation(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return len(text) == 1 && (unicode.IsPunct(r) || unicode.IsSymbol(r))
}

// erase erases the row from the cursor on. Terminals differ in what of the pen they fill it with, so it shows nothing.
func (p *brush) erase(b []byte) []byte {
	return append(p.pen.blank(b, style{}, style{}, ""), "\x1b[K"...)
}

// move moves the cursor. Within a row it moves by so many cells, so that what a terminal draws wider than it was
// measured moves what follows, and covers nothing. now is what the row shall show.
func (p *brush) move(b []byte, row, col int, now []cell) []byte {
	down := row - p.row
	switch {
	case p.row == row && p.col == col:
		return b
	case p.row == row && p.col < col:
		b = appendControl(b, col-p.col, 'C')
	case p.row >= 0 && down > 0 && down <= maxDown:
		b = append(b, '\r')
		for range down {
			b = append(b, '\n')
		}
		switch {
		case col == 0:
		case col <= maxBlanks && isBlank(now[:col]) && p.pen.style.onBlank() == (style{}) && p.pen.link == "":
			b = append(b, "   "[:col]...)
		default:
			b = appendControl(b, col, 'C')
		}
	default:
		b = append(b, "\x1b["...)
		if row > 0 {
			b = strconv.AppendInt(b, int64(row+1), 10)
		}
		if col > 0 {
			b = append(b, ';')
			b = strconv.AppendInt(b, int64(col+1), 10)
		}
		b = append(b, 'H')
	}
	p.row, p.col = row, col
	return b
}

// maxDown is how many rows the cursor is moved down by line feeds rather than by its address.
const maxDown = 4

// maxBlanks is how many cells of an indentation are drawn rather than stepped over, which takes three bytes or more.
const maxBlanks = 3

// appendControl appends a control function with a number, which is left out where it is 1 (ECMA-48, 8.3).
func appendControl(b []byte, n int, final byte) []byte {
	b = append(b, "\x1b["...)
	if n != 1 {
		b = strconv.AppendInt(b, int64(n), 10)
	}
	return append(b, final)
}

func isBlank(cells []cell) bool {
	return !slices.ContainsFunc(cells, func(c cell) bool { return c != blank })
}

// alikeSure reports whether two cells move what follows them alike, however wide a terminal draws them.
func alikeSure(a, b cell) bool { return a.sure && b.sure || a.sure == b.sure && a.text == b.text }
