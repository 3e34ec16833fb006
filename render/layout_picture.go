package render

import (
	"cmp"
	"strings"
)

// How wide the box for a picture is, in cells. Where it would be narrower, words alone stand for the picture.
const (
	boxWidth = 60
	minBox   = 16
)

// describe is what stands in the box of a picture: what it shows, then its file and size.
func (d *Doc) describe(p *picture) text {
	var t text
	alt, title := p.said()
	if name := cmp.Or(alt, title); name != "" && (name != p.file() || title != "") {
		t.add(name, imageText, p.link)
	}
	if alt != "" && !strings.Contains(alt, title) {
		t.add("\n"+title, quiet, p.link)
	}
	if file := p.file(); file != "" {
		if t.s != "" {
			t.add("\n", 0, 0)
		}
		t.add(file, quiet, p.link)
	}
	if p.link > 0 {
		t.add(d.linkMark(p.link), quiet|linkNum, p.link)
	}
	if size := p.size(); size != "" {
		t.add(" "+size, quiet, 0)
	}
	if p.target > 0 {
		t.add("\n", 0, 0)
		t.add("Links to "+hostOrFile(d.links[p.target-1].URL), linkText, p.target)
		t.add(d.linkMark(p.target), linkNum, p.target)
	}
	return t
}

// size says how large the author wants the picture.
func (p *picture) size() string {
	w, h := strings.TrimSuffix(p.width, "px"), strings.TrimSuffix(p.height, "px")
	if !isNumber(w) || !isNumber(h) {
		return ""
	}
	return w + "×" + h
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// picture lays out the box that keeps the place of a picture, and its caption.
func (l *layouter) picture(p *picture) {
	if l.look.plain || l.avail() < minBox {
		l.plainPicture(p)
		return
	}
	width := min(l.avail(), boxWidth)
	frame := l.pen(l.base.with(l.look.sheet.ImageText))
	l.at = p.at
	l.begin()
	l.run("┌─ Image ", frame, 0)
	l.run(strings.Repeat("─", max(width-cells("┌─ Image ┐"), 0))+"┐", frame, 0)
	l.end()
	l.boxed(&p.label, width, frame)
	l.at = p.at + countText(p.label.s)
	l.begin()
	l.run("└"+strings.Repeat("─", max(width-2, 0))+"┘", frame, 0)
	l.end()
	if p.caption.s != "" {
		l.styled(l.look.sheet.Emph, 0, func() { l.text(&p.caption) })
	}
}

// boxed writes a text between the sides of a box.
func (l *layouter) boxed(t *text, width int, frame pen) {
	w := wrapper{t: t, l: l, width: max(width-4, 1)}
	l.at = t.start
	for {
		part, ok := w.next()
		if !ok {
			break
		}
		l.begin()
		l.run("│ ", frame, 0)
		l.stretch(t, part)
		l.run(strings.Repeat(" ", max(width-4-part.cells, 0))+" │", frame, 0)
		l.end()
		l.at += countText(t.s[part.from:part.to])
	}
}

// plainPicture is a picture where there are only words.
func (l *layouter) plainPicture(p *picture) {
	l.at = p.at
	words := "[" + p.words() + "]"
	if l.look.spoken {
		words = p.words()
	}
	var t text
	t.add(words+l.number(p.link), 0, p.link)
	if p.target > 0 {
		t.add(l.number(p.target), 0, p.target)
	}
	t.divide()
	t.start = p.at
	l.text(&t)
	if p.caption.s != "" {
		l.text(l.told(&p.caption))
	}
}
