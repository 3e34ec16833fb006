package render

import (
	"strconv"
	"strings"
)

// number is what stands for a link in plain text.
func (l *layouter) number(link int32) string {
	if link == 0 {
		return ""
	}
	n := strconv.Itoa(l.doc.links[link-1].Number)
	if l.look.spoken {
		return " (link " + n + ")"
	}
	return "[" + n + "]"
}

// links lists the URLs of all numbers, where text alone cannot carry them. A URL is never cut.
func (l *layouter) links() {
	if !l.look.plain || l.look.spoken {
		return
	}
	listed := false
	for _, link := range l.doc.links {
		if link.Number == 0 {
			continue
		}
		if !listed {
			l.at = l.doc.end
			l.space()
			listed = true
		}
		l.begin()
		l.run("["+strconv.Itoa(link.Number)+"] "+link.URL, 0, 0)
		l.end()
	}
}

// speak lays out what is told in words of its own when it is read aloud, and reports whether it did.
func (l *layouter) speak(b *block) bool {
	switch b.kind {
	case headed:
		l.say("Heading "+strconv.Itoa(b.n)+": ", &b.text)
	case paragraph, caption, term:
		l.say("", &b.text)
	case quote:
		l.announce("Quote:")
		l.blocks(b.kids, false)
		l.announce("End of quote.")
	case callout:
		if b.text.s == "" {
			l.announce("Note:")
		}
		l.say("", &b.text)
		l.blocks(b.kids, false)
		l.announce("End of note.")
	case code:
		c := &l.doc.codes[b.n]
		l.at = c.start
		l.announce(strings.TrimSpace("Code "+c.lang) + ":")
		l.code(c)
		l.announce("End of code.")
	case details:
		l.say("Details: ", &b.text)
		l.blocks(b.kids, false)
	case footnote:
		l.announce("Footnote " + strconv.Itoa(b.n) + ":")
		l.blocks(b.kids, false)
	case grid:
		l.blocks(b.kids, false)
		l.say("Table: ", &b.table.caption)
		l.records(b.table)
	case rule:
		l.announce("* * *")
	default:
		return false
	}
	return true
}

func (l *layouter) announce(words string) {
	l.begin()
	l.run(words, 0, 0)
	l.end()
}

// say lays a text out with words before it, and with numbers told in words.
func (l *layouter) say(before string, t *text) {
	l.labelled(before, l.told(t))
}

// told returns a text as it is shown: in linear mode, with its numbers in words.
func (l *layouter) told(t *text) *text {
	if l.look.spoken {
		return t.spoken(l.doc)
	}
	return t
}

// spoken returns a text with the numbers of its links and footnotes in words.
func (t *text) spoken(d *Doc) *text {
	out := text{start: t.start, size: t.size}
	var b strings.Builder
	from := int32(0)
	for _, s := range t.spans {
		b.WriteString(inWords(t.s[from:s.end], s, d))
		from = s.end
		s.end = int32(b.Len())
		out.spans = append(out.spans, s)
	}
	out.s = b.String()
	out.divide()
	return &out
}

// inWords is what is said for a stretch of text.
func inWords(words string, s span, d *Doc) string {
	switch {
	case s.link == 0:
		return words
	case s.roles&linkNum != 0:
		return " (link " + strconv.Itoa(d.links[s.link-1].Number) + ")"
	case s.roles&noteNum != 0:
		number, isNote := strings.CutPrefix(d.links[s.link-1].URL, "#fn-")
		if !isNote {
			return "" // the way back
		}
		return " (footnote " + number + ")"
	default:
		return words
	}
}
