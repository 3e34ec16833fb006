package render

import "strings"

// minText is how narrow text may get by what stands to its left, in cells: deeper indentation is left out.
const minText = 5

// layouter lays a Doc out from top to bottom.
type layouter struct {
	doc   *Doc
	look  *look
	roles []roleStyle
	fixes map[role]fixes
	page  *Page
	setup Setup
	width int

	left []edge // what stands to the left of each line, from the outside in
	used int    // cells of it
	base style  // of the text of the block
	gap  int    // -1: none wanted; else a blank line is wanted, with so many edges

	at   Place // of what is laid out next
	pens map[style]pen
	inks map[ink]pen
}

// edge is what a container puts to the left of its lines: a bullet on the first, a bar on each.
type edge struct {
	first, rest string
	style       style
	used        bool // the first line is written
}

// ink is what the drawing of inline text depends on.
type ink struct {
	base  style
	roles role
}

func (d *Doc) layout(l *look, s Setup) *Page {
	lay := &layouter{
		doc: d, look: l, roles: l.roles(), fixes: l.fixes(s), setup: s, width: s.Width, gap: -1,
		page: &Page{doc: d, plain: l.plain, linkLines: make([]int32, len(d.links))},
		pens: map[style]pen{{}: 0}, inks: make(map[ink]pen),
	}
	lay.page.pens = make([]penStyle, 1)
	lay.base = style{}.with(l.sheet.Document.StylePrimitive)
	lay.blocks(d.blocks, false)
	lay.links()
	lay.page.finish()
	return lay.page
}

// pen returns the name that runs have for a style.
func (l *layouter) pen(s style) pen {
	if l.look.plain {
		return 0
	}
	p, ok := l.pens[s]
	if !ok {
		p = pen(len(l.page.pens))
		l.pens[s] = p
		s = l.setup.Palette.reduce(l.look.cleared(s), l.setup.Theme)
		filled := s.isFilled()
		l.page.pens = append(l.page.pens, penStyle{s.open(), filled, filled || s.attrs&(underlined|crossedOut) != 0})
	}
	return p
}

// ink returns the pen for text in some roles.
func (l *layouter) ink(roles role) pen {
	if roles == 0 {
		return l.pen(l.base)
	}
	key := ink{l.base, roles}
	p, ok := l.inks[key]
	if !ok {
		s := l.base
		for _, r := range l.roles {
			if roles&r.role != 0 {
				s = s.with(r.style)
			}
		}
		p = l.pen(s)
		l.inks[key] = p
	}
	return p
}

// push puts an edge to the left of what follows. If the text would get too narrow, what the first line begins
// with gets a line of its own instead.
func (l *layouter) push(first, rest string, s style) {
	w := cells(rest)
	if l.width-l.used-w < minText {
		if strings.TrimSpace(first) != "" && first != rest {
			l.begin()
			l.run(strings.TrimRight(first, " "), l.pen(s), 0)
			l.end()
		}
		first, rest, w = "", "", 0
	}
	l.left = append(l.left, edge{first: first, rest: rest, style: s})
	l.used += w
}

func (l *layouter) pop() {
	last := l.left[len(l.left)-1]
	l.left = l.left[:len(l.left)-1]
	l.used -= cells(last.rest)
	l.gap = min(l.gap, len(l.left))
}

// avail is how many cells a line has for text.
func (l *layouter) avail() int { return l.width - l.used }

// space asks for a blank line before what follows, unless it comes first in its container.
func (l *layouter) space() {
	if len(l.page.lines) == 0 || len(l.left) > 0 && l.left[len(l.left)-1].fresh() {
		return
	}
	if l.gap < 0 {
		l.gap = len(l.left)
	}
	l.gap = min(l.gap, len(l.left))
}

// fresh reports whether nothing has been written in the container of an edge.
func (e edge) fresh() bool { return !e.used }

// begin starts a line.
func (l *layouter) begin() {
	if l.gap >= 0 {
		gap := l.gap
		l.gap = -1
		l.startLine(gap)
		l.end()
	}
	l.startLine(len(l.left))
	for i := range l.left {
		l.left[i].used = true
	}
}

// startLine starts a line with the outer edges.
func (l *layouter) startLine(edges int) {
	l.page.lines = append(l.page.lines, line{first: int32(len(l.page.runs)), at: l.at})
	for i := range edges {
		e := &l.left[i]
		s := e.rest
		if !e.used && edges == len(l.left) {
			s = e.first
		}
		p := pen(0)
		if e.style.bg != "" || strings.TrimSpace(s) != "" {
			p = l.pen(e.style)
		}
		l.run(s, p, 0)
	}
	ln := &l.page.lines[len(l.page.lines)-1]
	ln.edges = int32(len(l.page.runs)) - ln.first
}

// run adds text to the line. Neighbours that are drawn alike become one if they stand together in memory, or
// stay apart: the output merges them.
func (l *layouter) run(s string, p pen, link int32) {
	if s == "" {
		return
	}
	l.page.runs = append(l.page.runs, run{text: s, pen: p, link: link})
	if link > 0 && l.page.linkLines[link-1] == 0 {
		l.page.linkLines[link-1] = int32(len(l.page.lines))
	}
}

// end finishes a line: blanks at its end go, unless they are filled with a colour.
func (l *layouter) end() {
	ln := &l.page.lines[len(l.page.lines)-1]
	for n := len(l.page.runs); n > int(ln.first); n-- {
		r := &l.page.runs[n-1]
		if l.page.pens[r.pen].filled && n > int(ln.first)+1 {
			break
		}
		if r.text = trimBlanks(r.text); r.text != "" {
			break
		}
		l.page.runs = l.page.runs[:n-1]
	}
	ln.runs = int32(len(l.page.runs)) - ln.first
}
