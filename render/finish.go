package render

import (
	"time"
	"unsafe"
)

// finish goes through a Doc in the order in which it is read: it finds where texts may be broken, and counts
// the characters before each.
func (d *Doc) finish() {
	f := finisher{doc: d, backs: make(map[int32]string, len(d.references)), deadline: time.Now().Add(maxHighlightTime)}
	for _, r := range d.references {
		f.backs[r.link] = r.id
	}
	for i := range d.links {
		d.links[i].hyperlink = hyperlink(i+1, d.links[i].URL)
		f.bytes += int64(unsafe.Sizeof(Link{})) + int64(len(d.links[i].URL))*2
	}
	for _, b := range d.blocks {
		d.starts = append(d.starts, f.at)
		f.block(b)
	}
	d.end = f.at
	d.bytes += f.bytes
}

type finisher struct {
	doc   *Doc
	at    Place
	bytes int64
	backs map[int32]string // ids of the places of links to footnotes

	deadline time.Time // until when code is coloured
}

func (f *finisher) blocks(all []*block) {
	for _, b := range all {
		f.block(b)
	}
}

func (f *finisher) block(b *block) {
	f.bytes += int64(unsafe.Sizeof(*b))
	for _, name := range b.names {
		f.anchor(name)
	}
	if b.kind == headed {
		f.doc.headings = append(f.doc.headings, heading{b.n, b.text.plain(), b.id, f.at})
		f.anchor(b.id)
	}
	f.text(&b.text)
	switch b.kind {
	case code:
		f.code(&f.doc.codes[b.n])
	case footnote:
		f.doc.notes = append(f.doc.notes, footnoteAt{b.n, f.at})
	case image:
		f.picture(&f.doc.pictures[b.n])
	case grid:
		f.blocks(b.kids)
		f.table(b.table)
		return
	}
	f.blocks(b.kids)
}

func (f *finisher) anchor(id string) {
	if _, taken := f.doc.anchors[id]; !taken && id != "" {
		f.doc.anchors[id] = f.at
	}
}

func (f *finisher) text(t *text) {
	t.start = f.at
	if t.s == "" {
		return
	}
	t.divide()
	f.links(t)
	t.size = countText(t.s)
	f.at += t.size
	f.bytes += int64(len(t.s)) + int64(len(t.words))*int64(unsafe.Sizeof(word{})) + int64(len(t.spans))*int64(unsafe.Sizeof(span{}))
}

// links gives the links in a text their words, and the references to footnotes their places.
func (f *finisher) links(t *text) {
	from := int32(0)
	for _, s := range t.spans {
		if s.link != 0 && s.roles&linkNum == 0 {
			l := &f.doc.links[s.link-1]
			if l.Kind != Image {
				l.Text += t.s[from:s.end]
			}
			if id, ok := f.backs[s.link]; ok {
				f.doc.anchors[id] = t.start + countText(t.s[:from])
			}
		}
		from = s.end
	}
}

func (f *finisher) code(c *codeBlock) {
	c.start = f.at
	c.highlight(f.doc.emoji, f.deadline)
	c.end = f.at
	for _, line := range c.lines {
		c.end = f.at
		f.at += countText(line.s)
		f.bytes += int64(len(line.s)) + int64(len(line.tokens))*int64(unsafe.Sizeof(token{})) + int64(unsafe.Sizeof(line))
	}
	f.bytes += int64(len(c.source))
}

func (f *finisher) picture(p *picture) {
	p.at, p.placed = f.at, true
	p.label = f.doc.describe(p)
	f.text(&p.label)
	f.text(&p.caption)
}

func (f *finisher) table(t *table) {
	f.text(&t.caption)
	for _, row := range t.all() {
		for i := range row {
			f.text(&row[i])
		}
	}
}

// plain returns the words of a text, without the numbers of links and footnotes.
func (t text) plain() string {
	var out []byte
	from := int32(0)
	for _, s := range t.spans {
		if s.roles&(linkNum|noteNum) == 0 {
			out = append(out, t.s[from:s.end]...)
		}
		from = s.end
	}
	for i, c := range out {
		if c == '\n' {
			out[i] = ' '
		}
	}
	return string(out)
}
