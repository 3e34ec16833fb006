package render

import (
	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
)

// markdownTable builds a table of GFM.
func (b *builder) markdownTable(n *extension.Table) {
	b.flush()
	t := &table{}
	for _, a := range n.Alignments {
		switch a {
		case extension.AlignRight:
			t.align = append(t.align, right)
		case extension.AlignCenter:
			t.align = append(t.align, centre)
		default:
			t.align = append(t.align, left)
		}
	}
	blk := &block{kind: grid, table: t}
	b.put(blk)
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		cells := b.markdownRow(row)
		if row.Kind() == extension.KindTableHeader {
			t.head = [][]text{cells}
		} else {
			t.rows = append(t.rows, cells)
		}
	}
	t.square()
}

// markdownRow builds the cells of a row. What HTML in a cell opens ends with the cell.
func (b *builder) markdownRow(row ast.Node) []text {
	var cells []text
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		depth, content, before := len(b.stack), &block{}, b.opened()
		b.stack = append(b.stack, scope{block: content})
		b.children(cell)
		b.closeInline(before)
		b.closeTo(depth)
		cells = append(cells, b.flatten(content.kids))
	}
	return cells
}
