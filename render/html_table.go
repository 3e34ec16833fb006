package render

import (
	"slices"
	"strconv"
)

// Limits on what attributes of a table's cell can ask for.
const maxSpan = 64 // columns or rows

// openTable is a table of HTML while it is read.
type openTable struct {
	table  *table
	header []bool // of each row: it stands in <thead>, or all its cells are <th>
	inHead bool   // <thead> is open
	depth  int    // of the stack in the table
	below  []int  // for each column, how many of the next rows a cell above goes on in
}

func startTable(b *builder, tag string, _ map[string]string) {
	t := &openTable{table: &table{}}
	b.open(&block{kind: grid, table: t.table}, tag)
	t.depth = len(b.stack)
	b.html.tables = append(b.html.tables, t)
	b.stack[len(b.stack)-1].end = func() {
		b.html.tables = b.html.tables[:len(b.html.tables)-1]
		t.finish()
	}
}

// finish takes the first rows for the head that are such; where all are, the first.
func (t *openTable) finish() {
	n := 0
	for n < len(t.header) && t.header[n] && len(t.table.rows[n]) > 0 {
		n++
	}
	if n == len(t.header) {
		n = min(n, 1)
	}
	t.table.head, t.table.rows = t.table.rows[:n], t.table.rows[n:]
	t.table.square()
}

// all returns the rows of a table, those of its head first.
func (t *table) all() [][]text { return slices.Concat(t.head, t.rows) }

// square gives all rows the same number of cells. Columns in which no cell begins are none, whatever a cell asks for.
func (t *table) square() {
	columns := 0
	for _, row := range t.all() {
		columns = max(columns, begun(row))
	}
	fill := func(row []text) []text {
		row = row[:min(len(row), columns)]
		for i := range row {
			row[i].across = min(row[i].across, columns-1-i)
		}
		return append(row, make([]text, columns-len(row))...)
	}
	for i, row := range t.head {
		t.head[i] = fill(row)
	}
	for i, row := range t.rows {
		t.rows[i] = fill(row)
	}
	for len(t.align) < columns {
		t.align = append(t.align, left)
	}
	t.align = t.align[:columns]
}

// begun returns how many columns a row has up to the one in which its last cell begins.
func begun(row []text) int {
	n := 0
	for i := 0; i < len(row); i += 1 + row[i].across {
		n = i + 1
	}
	return n
}

// openTable returns the innermost table, or nil outside one.
func (b *builder) openTable() *openTable {
	if n := len(b.html.tables); n > 0 && b.find("table") >= 0 {
		return b.html.tables[n-1]
	}
	return nil
}

// startRows begins the head, the body or the foot of a table.
func startRows(b *builder, tag string, _ map[string]string) {
	if t := b.openTable(); t != nil {
		b.closeTo(t.depth)
		t.inHead = tag == "thead"
	}
}

func endRows(b *builder, _ string) { startRows(b, "", nil) }

func startRow(b *builder, _ string, _ map[string]string) {
	if t := b.openTable(); t != nil {
		b.closeTo(t.depth)
		t.endRow()
		t.table.rows = append(t.table.rows, nil)
		t.header = append(t.header, true)
	}
}

func endRow(b *builder, _ string) {
	if t := b.openTable(); t != nil {
		b.closeTo(t.depth)
	}
}

func startCell(b *builder, tag string, attrs map[string]string) {
	t := b.openTable()
	if t == nil {
		return
	}
	b.closeTo(t.depth)
	if len(t.table.rows) == 0 {
		startRow(b, "tr", nil)
	}
	row := len(t.table.rows) - 1
	if tag == "td" && !t.inHead {
		t.header[row] = false
	}
	t.skipCovered()
	column := len(t.table.rows[row])
	if a, ok := alignments[attrs["align"]]; ok && column <= len(t.table.align) {
		t.table.align = append(t.table.align[:column], a)
	}
	columns, rows := spanned(attrs["colspan"]), spanned(attrs["rowspan"])
	b.capture(tag, func(content text) {
		cells := make([]text, columns)
		cells[0] = content
		cells[0].across = columns - 1
		t.table.rows[row] = append(t.table.rows[row], cells...)
		for len(t.below) < column+columns {
			t.below = append(t.below, 0)
		}
		for i := range columns {
			t.below[column+i] = rows - 1
		}
	})
}

func spanned(attribute string) int {
	n, err := strconv.Atoi(attribute)
	if err != nil {
		return 1
	}
	return max(min(n, maxSpan), 1)
}

// skipCovered leaves the next columns of the last row empty as long as a cell above goes on in them.
func (t *openTable) skipCovered() {
	row := &t.table.rows[len(t.table.rows)-1]
	for c := len(*row); c < len(t.below) && t.below[c] > 0; c++ {
		t.below[c]--
		*row = append(*row, text{})
	}
}

// endRow counts the last row for the cells above that go on to the right of its own.
func (t *openTable) endRow() {
	if n := len(t.table.rows); n > 0 {
		for c := len(t.table.rows[n-1]); c < len(t.below); c++ {
			t.below[c] = max(t.below[c]-1, 0)
		}
	}
}

var alignments = map[string]alignment{"left": left, "center": centre, "right": right}

func startTableCaption(b *builder, tag string, _ map[string]string) {
	t := b.openTable()
	b.capture(tag, func(content text) {
		if t != nil && t.table.caption.s == "" {
			t.table.caption = content
		} else if content.s != "" {
			b.put(&block{kind: caption, text: content})
		}
	})
}
