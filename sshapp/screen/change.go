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
	memory  *Memory // to draw in
	shown   []row
	columns int
	rows    int
	title   string
	mouse   bool

	profile colorprofile.Profile
	repeats bool // the terminal knows REP
	budget  budget
}

// row is what one row of a terminal shows.
type row struct {
	line string
	bare bool // its hyperlinks were left out
}

// budget is what a frame may cost, in bytes. What goes beyond is drawn with less of what matters least, see economies.
type budget struct {
	row    int // for each row that is drawn
	screen int // for all of a screen of the standard size; larger ones have more
}

const (
	rowBytes     = 290
	screenBytes  = 2400    // of which the text of a full page is 1 800
	standardSize = 80 * 24 // cells
)

func newCanvas(profile colorprofile.Profile, memory *Memory) canvas {
	return canvas{
		profile: max(profile, colorprofile.ASCII), // a terminal with a name that nobody knows still has bold
		memory:  memory,
		budget:  budget{rowBytes, screenBytes},
	}
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

// leastFramed is how many bytes a frame has at least to be framed: a terminal shows less as a whole anyway.
const leastFramed = 32

// synchronized frames what is drawn, if the terminal knows that.
func synchronized(drawn []byte, framed bool) []byte {
	if !framed || len(drawn) < leastFramed {
		return drawn
	}
	drawn = append([]byte(ansi.SetModeSynchronizedOutput), drawn...)
	return append(drawn, ansi.ResetModeSynchronizedOutput...)
}

// economies are the ways to draw a frame in fewer bytes, each on top of those before it.
var economies = [...]func(c *canvas, p *brush){
	// Colours of 256 take half the bytes of others, and look nearly like them. They stay, so that the next line has those of
	// this one.
	func(c *canvas, p *brush) {
		c.profile = min(c.profile, colorprofile.ANSI256)
		p.use(c.profile)
	},
	// The URLs of hyperlinks can take more than all else, and the reader still has the links' numbers.
	func(_ *canvas, p *brush) { p.fewLinks = true },
	// Most changes of colour in code are at punctuation.
	func(_ *canvas, p *brush) { p.fewColours = true },
	// 16 colours are what is left to pages that hardly anybody writes.
	func(_ *canvas, p *brush) { p.basic = true },
}

// rewrite draws the rows whose lines are not shown yet. What is shown is remembered as it should be, so that nothing is
// drawn anew because of an economy, but hyperlinks.
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
	p := c.memory.brush(c.profile, c.repeats)
	defer c.memory.keep(p)
	room := len(b) + min(c.budget.row*len(changed), c.budget.screen*max(c.columns*c.rows, standardSize)/standardSize)
	drawn := c.draw(p, b, lines, changed, nil)
	for _, economize := range economies {
		if len(drawn.bytes) <= room {
			break
		}
		economize(c, p)
		if p.fewLinks {
			drawn = c.withLinks(p, b, lines, changed, room)
		} else {
			drawn = c.draw(p, b, lines, changed, nil)
		}
	}
	for i, at := range changed {
		c.shown[at] = row{lineAt(lines, at), drawn.bare[i]}
	}
	return drawn.bytes
}

// drawing is what draws some rows, and which of them have no hyperlinks.
type drawing struct {
	bytes []byte
	ends  []int // of the rows in bytes
	bare  []bool
}

// withLinks draws rows with as many of their hyperlinks as there is room for, from the top.
func (c *canvas) withLinks(p *brush, b []byte, lines []string, rows []int, room int) drawing {
	without := c.draw(p, b, lines, rows, func(int, int) bool { return false })
	whole := len(without.bytes)
	return c.draw(p, b, lines, rows, func(i, end int) bool { return end+whole-without.ends[i] <= room })
}

// draw draws rows. fits reports whether there is room for the hyperlinks of one, with which its bytes end at end; nil: for all.
func (c *canvas) draw(p *brush, b []byte, lines []string, rows []int, fits func(i, end int) bool) drawing {
	d := drawing{bytes: b, ends: make([]int, len(rows)), bare: make([]bool, len(rows))}
	p.place = place{row: -1}
	for i, at := range rows {
		old := p.old.read(c.shown[at].line, c.columns, c.shown[at].bare)
		before, began := p.place, len(d.bytes)
		d.bytes = p.change(d.bytes, at, old, p.now.read(lineAt(lines, at), c.columns, false))
		if fits != nil && !fits(i, len(d.bytes)) {
			d.bare[i] = true
			p.place = before
			d.bytes = p.change(d.bytes[:began], at, old, p.now.read(lineAt(lines, at), c.columns, true))
		}
		d.ends[i] = len(d.bytes)
	}
	d.bytes = p.pen.use(d.bytes, style{}, "")
	return d
}

func lineAt(lines []string, at int) string {
	if at < len(lines) {
		return lines[at]
	}
	return ""
}
