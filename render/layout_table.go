package render

import (
	"slices"
	"strings"
)

// tableGap is what stands between two columns of a table, in cells: a blank, a line, a blank.
const tableGap = 3

// minColumn is how narrow a column that wraps may get, in cells. Below it a table is told row by row.
const minColumn = 8

// grid lays a table out: at its natural width if that fits, else with the width shared out, else as
// records, one "Header: value" a line. No cell is ever left out.
func (l *layouter) grid(b *block) {
	if len(b.kids) > 0 {
		l.blocks(b.kids, false)
		l.space()
	}
	t := b.table
	if t.caption.s != "" {
		l.styled(l.look.sheet.Strong, 0, func() { l.text(&t.caption) })
	}
	if len(t.align) == 0 {
		return
	}
	widths, ok := l.columns(t)
	if !ok {
		l.records(t)
		return
	}
	for _, row := range t.head {
		l.row(t, row, widths, bold)
	}
	if len(t.head) > 0 {
		l.tableRule(widths, l.separator(l.look.sheet.Table.RowSeparator, "─"))
	}
	above := false // the row above takes several lines
	for i, row := range t.rows {
		wrapped := l.isWrapped(row, widths)
		if i > 0 && (wrapped || above) {
			l.tableRule(widths, l.separator(l.look.sheet.Table.RowSeparator, "┄"))
		}
		l.row(t, row, widths, 0)
		above = wrapped
	}
}

// columns shares the line out among the columns of a table; ok is false if it is too narrow for them.
func (l *layouter) columns(t *table) (widths []int, ok bool) {
	n := len(t.align)
	least, most := make([]int, n), make([]int, n)
	l.widen(t, least, most, func(c *text) bool { return c.across == 0 })
	l.widen(t, least, most, func(c *text) bool { return c.across > 0 })
	avail := l.avail() - tableGap*(n-1)
	if sum(most) <= avail {
		return most, true
	}
	for i := range least {
		least[i] = max(least[i], min(most[i], minColumn))
	}
	if sum(least) > avail {
		return nil, false
	}
	return share(least, most, avail), true
}

// widen makes columns wide enough for some cells of a table. What a cell over several columns lacks, the last of them gets.
func (l *layouter) widen(t *table, least, most []int, which func(*text) bool) {
	for _, row := range t.all() {
		for i := range row {
			if !which(&row[i]) {
				continue
			}
			narrow, wide := l.extent(&row[i])
			last := i + row[i].across
			least[last] += max(narrow-row[i].width(least, i), 0)
			most[last] += max(wide-row[i].width(most, i), 0)
		}
	}
}

// width returns how wide a cell is that begins in a column.
func (t *text) width(columns []int, column int) int {
	return sum(columns[column:column+t.across+1]) + tableGap*t.across
}

// share gives each column what it needs at least, and the rest to those that want more, the same number of
// cells to each as long as it wants them.
func share(least, most []int, avail int) []int {
	widths := slices.Clone(least)
	for left := avail - sum(widths); left > 0; {
		var wanting []int
		for i := range widths {
			if widths[i] < most[i] {
				wanting = append(wanting, i)
			}
		}
		each := max(left/max(len(wanting), 1), 1)
		for _, i := range wanting {
			more := min(each, most[i]-widths[i], left)
			widths[i] += more
			left -= more
		}
		if len(wanting) == 0 {
			break
		}
	}
	return widths
}

func sum(all []int) int {
	n := 0
	for _, v := range all {
		n += v
	}
	return n
}

// extent returns the width of the widest word of a text and that of its widest line.
func (l *layouter) extent(t *text) (word, whole int) {
	w := wrapper{t: t, l: l, width: 1 << 30}
	for {
		part, ok := w.next()
		if !ok {
			break
		}
		whole = max(whole, part.cells)
	}
	span, from := 0, 0
	for _, wd := range t.words {
		var extra int
		extra, span = w.extra(span, from, int(wd.end))
		word = max(word, int(wd.cells)+extra)
		from = int(wd.end)
	}
	return word, whole
}

func (l *layouter) isWrapped(row []text, widths []int) bool {
	for i := range row {
		if _, whole := l.extent(&row[i]); whole > row[i].width(widths, i) || strings.Contains(row[i].s, "\n") {
			return true
		}
	}
	return false
}

// row lays out the cells of a row side by side. All its lines stand at the place where the row begins.
func (l *layouter) row(t *table, row []text, widths []int, also attrs) {
	cellLines := make([]wrapper, len(row))
	for i := range row {
		cellLines[i] = wrapper{t: &row[i], l: l, width: max(row[i].width(widths, i), 1)}
	}
	if len(row) > 0 {
		l.at = row[0].start
	}
	frame := l.pen(l.base.with(l.look.sheet.HorizontalRule))
	column := l.separator(l.look.sheet.Table.ColumnSeparator, "│")
	for first := true; ; first = false {
		parts, more := make([]stretch, len(row)), first
		for i := range cellLines {
			part, ok := cellLines[i].next()
			parts[i] = part
			more = more || ok
		}
		if !more {
			return
		}
		l.begin()
		for i := 0; i < len(row); i += 1 + row[i].across {
			if i > 0 {
				l.run(" ", 0, 0)
				l.run(column, frame, 0)
				l.run(" ", 0, 0)
			}
			l.styled(l.look.sheet.Table.StylePrimitive, also, func() {
				l.cell(&row[i], parts[i], row[i].width(widths, i), t.align[i])
			})
		}
		l.end()
	}
}

func (l *layouter) cell(t *text, part stretch, width int, a alignment) {
	before, after := 0, max(width-part.cells, 0)
	switch a {
	case right:
		before, after = after, 0
	case centre:
		before = after / 2
		after -= before
	}
	l.run(blanks(before), 0, 0)
	l.stretch(t, part)
	l.run(blanks(after), 0, 0)
}

// separator is a line of a table as the sheet has it; one that is not a cell wide would not fit.
func (l *layouter) separator(sheet *string, none string) string {
	if sheet != nil && cells(*sheet) == 1 {
		return *sheet
	}
	return none
}

func blanks(n int) string { return strings.Repeat(" ", n) }

func (l *layouter) tableRule(widths []int, stroke string) {
	l.begin()
	parts := make([]string, len(widths))
	for i, w := range widths {
		parts[i] = strings.Repeat(stroke, w)
	}
	cross := l.separator(l.look.sheet.Table.CenterSeparator, "┼")
	l.run(strings.Join(parts, stroke+cross+stroke), l.pen(l.base.with(l.look.sheet.HorizontalRule)), 0)
	l.end()
}

// records tells a table row by row.
func (l *layouter) records(t *table) {
	if len(t.rows) == 0 {
		for _, row := range t.head {
			for i := range row {
				l.text(&row[i])
			}
		}
	}
	for i, row := range t.rows {
		if i > 0 {
			l.space()
		}
		l.record(t, row)
	}
}

func (l *layouter) record(t *table, row []text) {
	for i := range row {
		if row[i].s == "" {
			continue
		}
		label := t.label(i)
		l.at = row[i].start
		indent := "  "
		if label == "" {
			indent = ""
		}
		l.push("", indent, style{})
		l.labelled(label, l.told(&row[i]))
		l.pop()
	}
}

// label is what a record writes before the cell of a column: its head from top to bottom, of cells that may begin in a
// column before it.
func (t *table) label(column int) string {
	var words []string
	for _, row := range t.head {
		for i := range row {
			if h := &row[i]; h.s != "" && i <= column && column <= i+h.across {
				words = append(words, strings.ReplaceAll(h.plain(), "\n", " "))
			}
		}
	}
	if len(words) == 0 {
		return ""
	}
	return strings.Join(words, ", ") + ": "
}

// labelled lays a text out with a label before its first words.
func (l *layouter) labelled(label string, t *text) {
	if label == "" {
		l.text(t)
		return
	}
	var whole text
	whole.add(label, strong, 0)
	whole.spans[0].opens, whole.spans[0].closes = strong, strong
	whole.join(*t)
	whole.divide()
	whole.start, whole.size, whole.lead = t.start, t.size, countText(label)
	l.text(&whole)
}
