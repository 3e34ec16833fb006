package render

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// codeMark stands to the left of the rest of a line of code that is too long.
const codeMark = "↪ "

// codeMark returns the mark, or what is easier to read in braille.
func (l *layouter) codeMark() string {
	if l.look.spoken {
		return "+ "
	}
	return codeMark
}

// code lays a block of code out: indented, one line a line. The rest of a line that is too long goes on
// below it, with a mark in the margin, and is never broken by words.
func (l *layouter) code(c *codeBlock) {
	margin := strings.Repeat(" ", cells(codeMark))
	l.push(margin, margin, style{})
	at := c.start
	last := len(c.lines)
	for i := range c.lines[:last] {
		line := &c.lines[i]
		l.at = at
		l.codeLine(line)
		at += countText(line.s)
	}
	l.pop()
}

func (l *layouter) codeLine(line *codeLine) {
	width := l.avail()
	if line.cells <= width {
		l.begin()
		l.tokens(line, 0, len(line.s), 0)
		l.end()
		return
	}
	token := 0
	for from := 0; from < len(line.s); {
		n, _ := cut(line.s[from:], width)
		if from > 0 && l.used > 0 {
			l.markEdge(l.codeMark())
		}
		l.begin()
		if from > 0 && l.used > 0 {
			l.markEdge("")
		}
		token = l.tokens(line, from, from+n, token)
		l.end()
		l.at += countText(line.s[from : from+n])
		from += n
	}
}

// markEdge writes a mark into the innermost edge instead of blanks; an empty one makes it blank again.
func (l *layouter) markEdge(mark string) {
	e := &l.left[len(l.left)-1]
	if e.rest == "" {
		return
	}
	e.style = style{}
	if mark == "" {
		mark = strings.Repeat(" ", cells(codeMark))
	} else {
		e.style = l.base.with(l.look.sheet.ImageText)
	}
	e.first, e.rest = mark, mark
}

// tokens writes a part of a line of code, beginning with the token that stands there, and returns the one
// that stands at its end.
func (l *layouter) tokens(line *codeLine, from, to, token int) int {
	if len(line.tokens) == 0 || l.look.chroma == nil {
		l.run(line.s[from:to], l.pen(l.base.with(l.look.sheet.CodeBlock.StylePrimitive)), 0)
		return 0
	}
	for ; token < len(line.tokens) && from < to; token++ {
		t := line.tokens[token]
		if int(t.end) <= from {
			continue
		}
		end := min(int(t.end), to)
		l.run(line.s[from:end], l.pen(l.look.token(chroma.TokenType(t.kind))), 0)
		from = end
		if int(t.end) > to {
			return token
		}
	}
	return token
}
