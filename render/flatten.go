package render

import "strings"

// flatten makes one text of blocks, where only text can stand: in a table's cell, a heading, a caption. Each
// block begins on a line of its own, and nothing is lost.
func (b *builder) flatten(kids []*block) text {
	var out text
	for _, kid := range kids {
		part := b.flat(kid)
		if part.s == "" {
			continue
		}
		if out.s != "" {
			out.add("\n", 0, 0)
		}
		out.join(part)
	}
	return out
}

func (b *builder) flat(blk *block) text {
	switch blk.kind {
	case image:
		pic := &b.doc.pictures[blk.n]
		t := b.inlinePicture(text{s: string(pictureMark), spans: []span{{end: int32(len(string(pictureMark)))}}}, blk.n)
		if pic.caption.s != "" {
			t.add(" ", 0, 0)
			t.join(pic.caption)
		}
		return t
	case code:
		source := strings.TrimSpace(b.doc.codes[blk.n].source)
		return text{s: source, spans: []span{{end: int32(len(source)), roles: codeSpan, opens: codeSpan, closes: codeSpan}}}
	case grid:
		return b.flatTable(blk)
	case listing:
		return b.flatList(blk)
	case rule:
		return text{}
	default:
		t := blk.text
		if len(blk.kids) == 0 {
			return t
		}
		rest := b.flatten(blk.kids)
		if t.s != "" && rest.s != "" {
			t.add("\n", 0, 0)
		}
		t.join(rest)
		return t
	}
}

func (b *builder) flatList(blk *block) text {
	var out text
	for i, it := range blk.kids {
		if out.s != "" {
			out.add("\n", 0, 0)
		}
		switch {
		case it.task == doneTask:
			out.add("[✓] ", 0, 0)
		case it.task == openTask:
			out.add("[ ] ", 0, 0)
		case blk.ordered:
			out.add(blk.number(i)+". ", 0, 0)
		default:
			out.add("• ", 0, 0)
		}
		out.join(b.flat(it))
	}
	return out
}

func (b *builder) flatTable(blk *block) text {
	out := blk.table.caption
	out.join(b.flatten(blk.kids))
	for _, row := range blk.table.all() {
		if out.s != "" {
			out.add("\n", 0, 0)
		}
		for i, cell := range row {
			if i > 0 {
				out.add(" | ", 0, 0)
			}
			out.join(cell)
		}
	}
	return out
}
