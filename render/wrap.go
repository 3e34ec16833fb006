package render

import (
	"strings"
	"unicode"
)

func trimBlanks(s string) string { return strings.TrimRightFunc(s, unicode.IsSpace) }

// wrapper breaks a text into lines: as many words as fit, and words that are wider than a line between any
// two characters.
type wrapper struct {
	t     *text
	l     *layouter
	width int

	word  int // the next
	span  int // the one at from
	from  int // byte of t.s
	inner int // cells of the next word that are already written
}

// stretch is a part of a text that stands on one line.
type stretch struct {
	from, to int // bytes of text.s
	span     int // the one at from
	cells    int // with what is written before and after roles
}

// next returns the next line.
func (w *wrapper) next() (stretch, bool) {
	t := w.t
	if w.word >= len(t.words) {
		return stretch{}, false
	}
	line := stretch{from: w.from, to: w.from, span: w.span}
	used, blanks, span := 0, 0, w.span
	for w.word < len(t.words) {
		wd := t.words[w.word]
		start, end := line.to, int(wd.end)
		width := int(wd.cells) - w.inner
		if width > w.width {
			if used > 0 {
				break
			}
			w.cut(&line, end)
			return line, true
		}
		extra, after := w.extra(span, start, end)
		if used+blanks+width+extra > w.width {
			if used > 0 {
				break
			}
			if w.cut(&line, end) {
				return line, true
			}
		}
		used += blanks + width + extra
		line.to, span = end, after
		w.word, w.inner = w.word+1, 0
		if t.s[end-1] == '\n' {
			break
		}
		blanks = trailingBlanks(t.s[start:end])
	}
	line.cells = used
	w.advance(line.to)
	return line, true
}

// cut fills a line with the beginning of a word that is wider than it; false if all of the word fits.
func (w *wrapper) cut(line *stretch, end int) bool {
	rest := w.t.s[line.from:end]
	n, used := cutWord(rest, w.width)
	extra, _ := w.extra(w.span, line.from, line.from+n)
	if extra > 0 {
		n, used = cutWord(rest, max(w.width-extra, 1))
	}
	if n == len(rest) {
		return false
	}
	line.to, line.cells = line.from+n, used+extra
	w.inner += used
	w.advance(line.to)
	return true
}

func (w *wrapper) advance(to int) {
	w.from = to
	for w.span < len(w.t.spans) && int(w.t.spans[w.span].end) <= to {
		w.span++
	}
}

// extra returns the cells of what the theme writes before and after the roles that begin or end in a part of
// the text, and the span after it.
func (w *wrapper) extra(span, from, to int) (cellsOf, after int) {
	begin := 0
	if span > 0 {
		begin = int(w.t.spans[span-1].end)
	}
	for ; span < len(w.t.spans) && begin < to; span++ {
		s := &w.t.spans[span]
		if len(w.l.fixes) > 0 {
			if s.opens != 0 && begin >= from {
				cellsOf += w.l.fixCells(s.opens, true)
			}
			if s.closes != 0 && int(s.end) <= to && int(s.end) > from {
				cellsOf += w.l.fixCells(s.closes, false)
			}
		}
		if int(s.end) > to {
			break
		}
		begin = int(s.end)
	}
	return cellsOf, span
}

func (l *layouter) fixCells(r role, opening bool) int {
	n := 0
	for of, f := range l.fixes {
		if r&of == 0 {
			continue
		}
		if opening {
			n += cells(f.before)
		} else {
			n += cells(f.after)
		}
	}
	return n
}

func trailingBlanks(s string) int {
	n := len(s)
	for n > 0 && s[n-1] == ' ' {
		n--
	}
	return len(s) - n
}

// text lays a text out in lines of its own.
func (l *layouter) text(t *text) {
	w := wrapper{t: t, l: l, width: l.avail()}
	l.at = t.start
	for count := -t.lead; ; {
		line, ok := w.next()
		if !ok {
			break
		}
		l.begin()
		l.stretch(t, line)
		l.end()
		count += countText(t.s[line.from:line.to])
		l.at = t.start + min(max(count, 0), t.size)
	}
}

// stretch writes a part of a text to the line.
func (l *layouter) stretch(t *text, part stretch) {
	from := part.from
	begin := 0
	if part.span > 0 {
		begin = int(t.spans[part.span-1].end)
	}
	visible := part.from + len(strings.TrimRight(t.s[part.from:part.to], " \n"))
	for i := part.span; i < len(t.spans) && from < visible; i++ {
		s := &t.spans[i]
		to := min(int(s.end), visible)
		p := l.ink(s.roles)
		if s.opens != 0 && begin >= part.from {
			l.fix(s.opens, true, p)
		}
		l.run(t.s[from:to], p, s.link)
		if s.closes != 0 && int(s.end) <= part.to {
			l.fix(s.closes, false, p)
		}
		from, begin = to, int(s.end)
	}
}

// fix writes what the theme has before or after roles.
func (l *layouter) fix(r role, opening bool, p pen) {
	for bit := range 16 {
		of := role(1) << bit
		if !opening {
			of = role(1) << (15 - bit)
		}
		f, ok := l.fixes[of]
		switch {
		case !ok || r&of == 0:
		case opening:
			l.run(f.before, p, 0)
		default:
			l.run(f.after, p, 0)
		}
	}
}
