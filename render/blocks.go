package render

import (
	"slices"
	"strconv"
	"strings"

	"charm.land/glamour/v2/ansi"
)

// blocks lays blocks out one below the other, with blank lines between them; in a tight list only around
// those that need them to be told apart.
func (l *layouter) blocks(all []*block, tight bool) {
	for i, b := range all {
		if b.kind == footnote {
			l.beforeNote(i == 0 || all[i-1].kind != footnote)
			if i > 0 && (len(b.kids) > 1 || len(all[i-1].kids) > 1) {
				l.space()
			}
		} else if i > 0 && (!tight || b.isLarge() || all[i-1].isLarge() || areParagraphs(all[i-1], b)) && !isPair(all[i-1], b) {
			l.space()
		}
		l.block(b)
	}
}

// isLarge reports whether a block stands apart even in a tight list.
func (b *block) isLarge() bool {
	switch b.kind {
	case paragraph, listing, item, term, definition, caption:
		return false
	default:
		return true
	}
}

// isPair reports whether two blocks belong together: a term and what it means, a thing and its caption.
func isPair(a, b *block) bool {
	switch {
	case b.kind == caption:
		return true
	case b.kind == definition:
		return a.kind == term || a.kind == definition && a.tight
	default:
		return b.kind == term && a.kind == term
	}
}

func (l *layouter) block(b *block) {
	if l.look.spoken && l.speak(b) {
		return
	}
	switch b.kind {
	case paragraph:
		l.text(&b.text)
	case headed:
		l.heading(b)
	case quote:
		l.quote(b)
	case callout:
		l.callout(b)
	case listing:
		l.styled(l.look.sheet.List.StylePrimitive, 0, func() { l.list(b) })
	case term:
		l.styled(l.look.sheet.DefinitionTerm, bold, func() { l.text(&b.text) })
	case definition:
		l.indented("  ", func() { l.blocks(b.kids, b.tight) })
	case code:
		l.code(&l.doc.codes[b.n])
	case mathematics:
		l.styled(l.look.sheet.Emph, 0, func() { l.indented("  ", func() { l.text(&b.text) }) })
	case grid:
		l.grid(b)
	case image:
		l.picture(&l.doc.pictures[b.n])
	case rule:
		l.rule()
	case details:
		l.details(b)
	case caption:
		l.styled(l.look.sheet.Emph, 0, func() { l.text(&b.text) })
	case footnote:
		l.footnote(b)
	default:
		l.blocks(b.kids, false)
	}
}

// styled lays content out over a style of the sheet.
func (l *layouter) styled(p ansi.StylePrimitive, also attrs, content func()) {
	was := l.base
	l.base = l.base.with(p)
	l.base.attrs |= also
	content()
	l.base = was
}

func (l *layouter) indented(by string, content func()) {
	l.push(by, by, style{})
	content()
	l.pop()
}

func (l *layouter) heading(b *block) {
	s := &l.look.sheet
	sheet := [...]ansi.StyleBlock{s.H1, s.H2, s.H3, s.H4, s.H5, s.H6}[min(max(b.n, 1), 6)-1]
	was := l.base
	l.base = l.base.with(s.Heading.StylePrimitive).with(sheet.StylePrimitive)
	before, after := s.Heading.Prefix+sheet.Prefix, sheet.Suffix+s.Heading.Suffix
	l.push(before, strings.Repeat(" ", cells(before)), l.base)
	t := *l.cased(&b.text, sheet.StylePrimitive)
	if after != "" {
		t.spans = slices.Clone(t.spans)
		t.spans[len(t.spans)-1].closes |= headText
		l.fixes[headText] = fixes{"", after}
	}
	l.text(&t)
	delete(l.fixes, headText)
	l.pop()
	l.base = was
}

func (l *layouter) quote(b *block) {
	token := l.quoteMark("│ ")
	l.push(token, token, l.base)
	l.styled(l.look.sheet.BlockQuote.StylePrimitive, 0, func() { l.blocks(b.kids, false) })
	l.pop()
}

// quoteMark is what a sheet puts before each line of a quotation.
func (l *layouter) quoteMark(none string) string {
	if t := l.look.sheet.BlockQuote.IndentToken; t != nil {
		return *t
	}
	return none
}

// callout is a quotation with a title.
func (l *layouter) callout(b *block) {
	s := l.look.callout(l.base, calloutKind(b.n), l.setup.Theme)
	bar := "┃ "
	if l.look.plain {
		bar = l.quoteMark(bar)
	}
	l.push(bar, bar, s)
	was := l.base
	l.base = s
	l.text(&b.text)
	l.base = was
	if len(b.kids) > 0 {
		l.blocks(b.kids, false)
	}
	l.pop()
}

func (l *layouter) list(b *block) {
	s := &l.look.sheet
	widest := 0
	for i := range b.kids {
		widest = max(widest, len(b.number(i)))
	}
	for i, it := range b.kids {
		if i > 0 && (!b.tight || needsSpace(b.kids[i-1])) {
			l.space()
		}
		if it.kind != item { // what HTML has put between items
			l.block(it)
			continue
		}
		marker, sheet := s.Item.BlockPrefix, s.Item
		if b.ordered {
			n := b.number(i)
			marker, sheet = strings.Repeat(" ", widest-len(n))+n+s.Enumeration.BlockPrefix, s.Enumeration
		}
		switch it.task {
		case openTask:
			marker, sheet = s.Task.Unticked, s.Task.StylePrimitive
		case doneTask:
			marker, sheet = s.Task.Ticked, s.Task.StylePrimitive
		}
		l.push(marker, strings.Repeat(" ", cells(marker)), l.base.with(sheet))
		if len(it.kids) == 0 {
			l.begin()
			l.end()
		}
		l.blocks(it.kids, b.tight)
		l.pop()
	}
}

// needsSpace reports whether an item ends in something that the next item must be told apart from.
func needsSpace(it *block) bool {
	n := len(it.kids)
	return n > 0 && (it.kids[n-1].isLarge() || n > 1 && areParagraphs(it.kids[n-2], it.kids[n-1]))
}

// areParagraphs reports whether two blocks are paragraphs; only in HTML do such follow each other in a tight list.
func areParagraphs(a, b *block) bool { return a.kind == paragraph && b.kind == paragraph }

func (l *layouter) rule() {
	l.begin()
	l.run(strings.Repeat("─", l.avail()), l.pen(l.base.with(l.look.sheet.HorizontalRule)), 0)
	l.end()
}

// details shows the summary, and below it what a browser would show after a click.
func (l *layouter) details(b *block) {
	if b.text.s == "" {
		b = &block{kind: details, text: plainText("Details"), kids: b.kids}
		b.text.divide()
		b.text.start = l.at
	}
	l.push("▾ ", "  ", l.base)
	l.styled(l.look.sheet.Strong, bold, func() { l.text(&b.text) })
	if len(b.kids) > 0 {
		l.space()
		l.blocks(b.kids, false)
	}
	l.pop()
}

// beforeNote puts a short line between the post and its footnotes.
func (l *layouter) beforeNote(first bool) {
	if !first {
		return
	}
	l.space()
	if l.look.spoken {
		return
	}
	l.begin()
	l.run("─────", l.pen(l.base.with(l.look.sheet.HorizontalRule)), 0)
	l.end()
	l.space() // so that the way to a footnote does not end at the line
}

func (l *layouter) footnote(b *block) {
	mark := raised(strconv.Itoa(b.n)) + " "
	l.push(mark, strings.Repeat(" ", cells(mark)), l.base.with(l.look.sheet.LinkText))
	l.blocks(b.kids, false)
	l.pop()
}

// cased returns a text in the case that a sheet asks for.
func (l *layouter) cased(t *text, p ansi.StylePrimitive) *text {
	switch {
	case p.Upper != nil && *p.Upper:
		return t.mapped(strings.ToUpper)
	case p.Lower != nil && *p.Lower:
		return t.mapped(strings.ToLower)
	default:
		return t
	}
}

// mapped returns the text with each span put through a function.
func (t *text) mapped(change func(string) string) *text {
	out := text{start: t.start, size: t.size}
	var b strings.Builder
	from := int32(0)
	for _, s := range t.spans {
		b.WriteString(change(t.s[from:s.end]))
		from = s.end
		s.end = int32(b.Len())
		out.spans = append(out.spans, s)
	}
	out.s = b.String()
	out.divide()
	return &out
}
