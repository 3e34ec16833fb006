package screen

import (
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Frame is what a terminal shall show.
type Frame struct {
	Lines   []string // from the top; styled by SGR and OSC 8; a missing line is blank
	Columns int      // cells; what goes beyond is cut
	Rows    int      // cells; lines beyond are not drawn
	Title   string   // of the window; empty leaves it as it is
	Mouse   bool     // the terminal reports the mouse's buttons and wheel
}

// canvas is what a terminal shows. It remembers lines, not cells, of which a session would keep 100 KB.
type canvas struct {
	shown   []row
	columns int
	rows    int
	title   string
	mouse   bool

	profile colorprofile.Profile
	repeats bool // the terminal knows REP
}

// row is what one row of a terminal shows.
type row struct {
	line string
	bare bool // its hyperlinks were left out
}

// What a frame may cost with its hyperlinks, whose URLs can take more than all else: about what a page of text does. What
// goes beyond is drawn without them; the reader still has the links' numbers.
const (
	rowBytes     = 300     // for each row that is drawn
	screenBytes  = 2300    // for a whole screen of the standard size
	standardSize = 80 * 24 // cells
)

func newCanvas(profile colorprofile.Profile) canvas {
	return canvas{profile: max(profile, colorprofile.ASCII)} // a terminal with a name that nobody knows still has bold
}

// change returns the bytes that turn what is shown into frame.
func (c *canvas) change(frame Frame) []byte {
	var b []byte
	if frame.Columns != c.columns || frame.Rows != c.rows {
		b = append(b, ansi.ResetStyle+ansi.EraseEntireScreen...)
		c.columns, c.rows = max(frame.Columns, 0), max(frame.Rows, 0)
		c.shown = make([]row, c.rows)
	}
	if frame.Title != c.title && frame.Title != "" {
		c.title = frame.Title
		b = append(b, ansi.SetWindowTitle(onlyText(frame.Title))...)
	}
	if frame.Mouse != c.mouse {
		c.mouse = frame.Mouse
		b = append(b, map[bool]string{true: setMouse, false: resetMouse}[c.mouse]...)
	}
	b = c.scroll(b, frame.Lines)
	return c.rewrite(b, frame.Lines)
}

// rewrite draws the rows whose lines are not shown yet.
func (c *canvas) rewrite(b []byte, lines []string) []byte {
	var changed []int
	for at := range c.shown {
		if lineAt(lines, at) != c.shown[at].line {
			changed = append(changed, at)
		}
	}
	if len(changed) == 0 {
		return b
	}
	p := newBrush(c.profile, c.repeats)
	defer p.release()
	budget := min(rowBytes*len(changed), screenBytes*max(c.columns*c.rows, standardSize)/standardSize)
	drawn, bare := c.draw(p, b, lines, changed, budget, false)
	if len(drawn)-len(b) > budget {
		drawn, bare = c.draw(p, b, lines, changed, budget, true)
	}
	for i, at := range changed {
		c.shown[at] = row{lineAt(lines, at), bare[i]}
	}
	return drawn
}

// draw draws rows, and says of which the hyperlinks were left out; if they are to be saved, of those that are beyond
// their share of a budget.
func (c *canvas) draw(p *brush, b []byte, lines []string, rows []int, budget int, save bool) (drawn []byte, bare []bool) {
	began := len(b)
	bare = make([]bool, len(rows))
	p.place = place{row: -1}
	for i, at := range rows {
		old := p.old.read(c.shown[at].line, c.columns, c.shown[at].bare)
		before, length := p.place, len(b)
		b = p.change(b, at, old, p.now.read(lineAt(lines, at), c.columns, false))
		if save && len(b)-began > budget*(i+1)/len(rows) {
			bare[i] = true
			p.place = before
			b = p.change(b[:length], at, old, p.now.read(lineAt(lines, at), c.columns, true))
		}
	}
	return p.pen.use(b, style{}, ""), bare
}

func lineAt(lines []string, at int) string {
	if at < len(lines) {
		return lines[at]
	}
	return ""
}
