package render

import (
	"slices"
	"strings"
)

// Span is a stretch of a line of a page, in cells from its left end.
type Span struct {
	Line     int
	From, To int
}

// LinkSpans returns where each link of [Page.Links] stands, in the same order. A link that is broken stands on
// several lines. The spans are shared by all and must not be changed.
func (p *Page) LinkSpans() [][]Span { return p.linkSpans() }

func (p *Page) findLinks() [][]Span {
	of := make([][]Span, len(p.linkLines))
	for line := range p.lines {
		if !slices.ContainsFunc(p.runsOf(line), func(r run) bool { return r.link > 0 }) {
			continue
		}
		at := 0
		for _, r := range p.runsOf(line) {
			from := at
			at += cells(r.text)
			if r.link > 0 {
				of[r.link-1] = extended(of[r.link-1], Span{line, from, at})
			}
		}
	}
	shown := of[:0]
	for i, line := range p.linkLines {
		if line > 0 {
			shown = append(shown, of[i])
		}
	}
	return shown
}

// extended adds a span to others; where it touches the last, that becomes longer.
func extended(spans []Span, s Span) []Span {
	if n := len(spans); n > 0 && spans[n-1].Line == s.Line && spans[n-1].To == s.From {
		spans[n-1].To = s.To
		return spans
	}
	return append(spans, s)
}

// Body returns the text of a line, and before it what the layout puts to its left, such as bullets and bars.
func (p *Page) Body(line int) (edge, text string) {
	var b strings.Builder
	for i, r := range p.runsOf(line) {
		if i == int(p.lines[line].edges) {
			edge = b.String()
			b.Reset()
		}
		b.WriteString(r.text)
	}
	if len(p.runsOf(line)) <= int(p.lines[line].edges) {
		return b.String(), ""
	}
	return edge, b.String()
}

// Hyperlink returns text as a link to target for terminals that know hyperlinks (OSC 8), or text alone if a target
// of that kind is none that a terminal may be given. Both have to be clean.
func Hyperlink(target, text string) string {
	open := hyperlink(0, target)
	if open == "" {
		return text
	}
	return open + text + endLink
}
