package tui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"postern/render"
)

// Words are found as they are seen: across the end of a line that was broken, and without what stands to the left
// of a line. Words in lower case match any case, words with a capital letter only themselves ("smart case").

// hit is where words stand on a page: on one line, or on several that follow each other.
type hit []render.Span

// maxHits bounds how many hits are kept.
const maxHits = 10_000

// finder looks for words on a page.
type finder struct {
	page  *render.Page
	width int    // that it was laid out for
	words []rune // without blanks at the ends; each run of blanks is one
	exact bool   // capital letters matter
	last  body   // the line that was read last
}

// body is a line of a page.
type body struct {
	line int
	edge string // what stands to the left of the text
	text string
}

// find returns where words stand on a page that was laid out for a width, from its top.
func find(page *render.Page, width int, words string) []hit {
	f := finder{page: page, width: width, words: []rune(strings.Join(strings.Fields(words), " ")), last: body{line: -1}}
	if len(f.words) == 0 {
		return nil
	}
	f.exact = strings.ContainsFunc(words, unicode.IsUpper)
	var hits []hit
	for line, at := 0, 0; line < page.Len() && len(hits) < maxHits; {
		text := f.body(line).text
		if at >= len(text) {
			line, at = line+1, 0
			continue
		}
		if found, end, endAt := f.at(line, at); found != nil {
			hits = append(hits, found)
			line, at = end, endAt
			continue
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return hits
}

// body returns a line of the page.
func (f *finder) body(line int) body {
	if f.last.line != line {
		edge, text := f.page.Body(line)
		f.last = body{line, edge, text}
	}
	return f.last
}

// at returns the hit that begins at a byte of a line, nil if none does, and the line and byte at which it ends.
func (f *finder) at(line, from int) (found hit, end, endAt int) {
	here, at := f.body(line), from
	for _, want := range f.words {
		if at == len(here.text) {
			next, ok := f.next(here, want == ' ')
			if !ok {
				return nil, 0, 0
			}
			found = append(found, here.span(from, at))
			here, from, at = next, 0, 0
			if want == ' ' {
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(here.text[at:])
		if !f.same(r, want) {
			return nil, 0, 0
		}
		at += size
		if want == ' ' {
			at += len(here.text[at:]) - len(strings.TrimLeftFunc(here.text[at:], unicode.IsSpace))
		}
	}
	return append(found, here.span(from, at)), here.line, at
}

// next returns the line that goes on where one ends: after a blank, or in the middle of what has none.
func (f *finder) next(here body, blank bool) (body, bool) {
	if here.line+1 >= f.page.Len() {
		return body{}, false
	}
	edge, text := f.page.Body(here.line + 1)
	if text == "" {
		return body{}, false
	}
	next := body{here.line + 1, edge, text}
	return next, blank || here.splitBefore(next) || here.cutAt(f.width, next)
}

// goesOn is what stands to the left of a line of code that goes on from the one above.
const goesOn = "↪"

// splitBefore reports whether a line may have been broken where there is no blank: not between two letters, but
// in code.
func (b body) splitBefore(next body) bool {
	last, _ := utf8.DecodeLastRuneInString(b.text)
	first, _ := utf8.DecodeRuneInString(next.text)
	return !isNarrowLetter(last) || !isNarrowLetter(first) || strings.Contains(next.edge, goesOn)
}

// cutAt reports whether the end of a line may be the middle of a word that is wider than the line: all of it is one word,
// and what follows had no room.
func (b body) cutAt(width int, next body) bool {
	first, _ := ansi.FirstGraphemeCluster(next.text, ansi.GraphemeWidth)
	return !strings.ContainsFunc(b.text, unicode.IsSpace) && ansi.StringWidth(b.edge+b.text+first) > width
}

func isNarrowLetter(r rune) bool {
	return (unicode.IsLetter(r) || unicode.IsDigit(r)) && ansi.StringWidth(string(r)) == 1
}

func (f *finder) same(r, want rune) bool {
	switch {
	case want == ' ':
		return unicode.IsSpace(r)
	case f.exact:
		return r == want
	default:
		return unicode.ToLower(r) == unicode.ToLower(want)
	}
}

// span returns the cells of the bytes [from, to) of a line.
func (b body) span(from, to int) render.Span {
	left := ansi.StringWidth(b.edge) + ansi.StringWidth(b.text[:from])
	return render.Span{Line: b.line, From: left, To: left + ansi.StringWidth(b.text[from:to])}
}
