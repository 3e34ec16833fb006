package render

import "strconv"

// maxNumber bounds the numbers that attributes give to the items of a list.
const maxNumber = 1e9

func startList(b *builder, tag string, attrs map[string]string) {
	blk := &block{kind: listing, tight: true, ordered: tag == "ol", n: 1}
	if t := attrs["type"]; len(t) == 1 {
		blk.numeral = t[0]
	}
	n, isGiven := itemNumber(attrs["start"])
	if isGiven {
		blk.n = n
	}
	b.open(blk, tag)
	if _, reversed := attrs["reversed"]; blk.ordered {
		b.stack[len(b.stack)-1].end = func() { blk.numberItems(reversed, isGiven) }
	}
}

func itemNumber(attribute string) (n int, ok bool) {
	n, err := strconv.Atoi(attribute)
	return n, err == nil && n >= 0 && n < maxNumber
}

// numberItems gives the items of a list their numbers: each the one after that of the item before, or before it in a
// list that is reversed, unless it has one of its own (HTML Living Standard, 4.4.5).
func (b *block) numberItems(reversed, isGiven bool) {
	n, step := b.n, 1
	if reversed {
		step = -1
		if !isGiven {
			n = len(b.kids)
		}
	}
	for _, it := range b.kids {
		if it.kind != item {
			continue
		}
		if it.n != 0 {
			n = it.n
		}
		it.n = n
		n += step
	}
}

func startItem(b *builder, tag string, attrs map[string]string) {
	switch i := b.find("li", "ul", "ol", "menu"); {
	case i < 0 && b.top().kind != listing:
		startList(b, "ul", nil)
	case i >= 0 && b.stack[i].tag == "li":
		b.closeTo(i)
	}
	n, _ := itemNumber(attrs["value"])
	b.open(&block{kind: item, n: n}, tag)
}
