package tui

import (
	"strings"

	"postern/posts"
	"postern/render"
)

// What a search of the full text has found in a post is found again on its page by the same rules: the words of lines that
// belong together are read as one text.

// passage is text of a page that is read in one piece, and the lines that it stands on.
type passage struct {
	text  string
	lines []body
	at    []int // the byte of text with which each line begins
}

// findAll returns where the words and phrases of a query stand on a page that was laid out for a width, from its top.
func findAll(page *render.Page, width int, query string) []hit {
	matches := posts.Matcher(query)
	var hits []hit
	for line := 0; line < page.Len(); {
		p := passageAt(page, width, line)
		for from, to := range matches(p.text) {
			if len(hits) == maxHits {
				return hits
			}
			hits = append(hits, p.hit(from, to))
		}
		line += max(len(p.lines), 1)
	}
	return hits
}

// passageAt reads from a line to the next that is empty.
func passageAt(page *render.Page, width, line int) passage {
	var p passage
	var text strings.Builder
	for ; line < page.Len(); line++ {
		edge, words := page.Body(line)
		if words == "" {
			break
		}
		next := body{line, edge, words}
		if n := len(p.lines); n > 0 && !p.lines[n-1].cutAt(width, next) {
			text.WriteByte(' ')
		}
		p.lines, p.at = append(p.lines, next), append(p.at, text.Len())
		text.WriteString(words)
	}
	p.text = text.String()
	return p
}

// hit returns where the bytes [from, to) of the text stand.
func (p passage) hit(from, to int) hit {
	var found hit
	for i, line := range p.lines {
		begin, end := max(from-p.at[i], 0), min(to-p.at[i], len(line.text))
		if begin < end {
			found = append(found, line.span(begin, end))
		}
	}
	return found
}
