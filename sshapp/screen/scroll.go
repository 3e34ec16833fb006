package screen

import "github.com/charmbracelet/x/ansi"

// leastMoved is how many lines have to be saved by moving what is on the screen before it is moved.
const leastMoved = 2

// shift is a stretch of lines that a frame shows as they are shown already, some rows below or above.
type shift struct {
	from, to int // rows of the frame [from, to)
	by       int // shown further down by so many rows; negative: further up
	saves    int // lines that need not be written
}

// scroll moves lines that are shown already to where the frame has them: a scrolled line or page then costs what is
// new of it. It deletes and inserts lines between margins (DECSTBM, DL, IL; VT102), which every terminal knows that has
// an alternate screen.
func (c *canvas) scroll(b []byte, lines []string) []byte {
	s := c.bestShift(lines)
	if s.saves < leastMoved {
		return b
	}
	top, bottom := min(s.from, s.from+s.by), max(s.to, s.to+s.by)
	b = append(b, ansi.SetTopBottomMargins(top+1, bottom)...)
	b = append(b, ansi.CursorPosition(1, top+1)...)
	if s.by > 0 {
		b = append(b, ansi.DeleteLine(s.by)...)
	} else {
		b = append(b, ansi.InsertLine(-s.by)...)
	}
	copy(c.shown[s.from:s.to], c.shown[s.from+s.by:s.to+s.by])
	clear(c.shown[top:s.from])
	clear(c.shown[s.to:bottom])
	return append(b, resetMargins...)
}

// resetMargins makes the whole screen scroll again (DECSTBM without parameters).
const resetMargins = "\x1b[r"

// bestShift finds the stretch that saves the most lines.
func (c *canvas) bestShift(lines []string) shift {
	var best shift
	rows := min(len(lines), len(c.shown))
	changed := 0
	for row := range rows {
		if lines[row] != c.shown[row].line {
			changed++
		}
	}
	if changed <= leastMoved {
		return best // as it is while words are typed
	}
	for distance := 1; rows-distance > best.saves; distance++ { // further ones leave less to be saved
		best = c.alongShift(best, lines, rows, distance)
		best = c.alongShift(best, lines, rows, -distance)
	}
	return best
}

// alongShift returns the longest stretch that is shifted by so many rows, if it saves more than the best so far.
func (c *canvas) alongShift(best shift, lines []string, rows, by int) shift {
	run := shift{from: max(0, -by), by: by}
	for row := run.from; row < min(rows, rows-by); row++ {
		if lines[row] != c.shown[row+by].line {
			run = shift{from: row + 1, by: by}
			continue
		}
		run.to = row + 1
		if lines[row] != "" && lines[row] != c.shown[row].line {
			run.saves++
		}
		if run.saves > best.saves {
			best = run
		}
	}
	return best
}
