package tui

import (
	"slices"
	"strings"

	"postern/render"
)

// A post is read in parts of about a screenful, which end before a heading or at least between paragraphs.

// The lines of a part. A window that names no size has 24.
const (
	leastPart = 10
	mostPart  = 40
	promptRow = 4 // lines that the prompt takes, and the blanks around a part
)

// partLines returns how many lines a part may have.
func (l *linear) partLines() int {
	_, rows := l.window()
	return min(max(rows-promptRow, leastPart), mostPart)
}

// partEnd returns the line before which a part ends that begins at from and has at most size lines.
func partEnd(page *render.Page, from, size int) int {
	limit := from + size
	if limit >= page.Len() {
		return page.Len()
	}
	for _, h := range slices.Backward(page.Headings()) {
		if h.Line > from+size/3 && h.Line <= limit {
			return h.Line
		}
	}
	for line := limit; line > from+size/2; line-- {
		if isBlank(page, line) {
			return line
		}
	}
	return limit
}

// partBefore returns the line at which the part before a line begins.
func partBefore(page *render.Page, before, size int) int {
	from := 0
	for from < before {
		next := partEnd(page, from, size)
		if next >= before {
			break
		}
		from = next
	}
	return from
}

// paragraph returns the lines around one that stand together without a blank line, at most size of them.
func paragraph(page *render.Page, line, size int) (from, to int) {
	from, to = line, line+1
	for from > 0 && line-from < size/2 && !isBlank(page, from-1) {
		from--
	}
	for to < page.Len() && to-from < size && !isBlank(page, to) {
		to++
	}
	return from, to
}

// printLines prints lines of a page, with a blank line before and after them.
func (l *linear) printLines(page *render.Page, from, to int) {
	for from < to && isBlank(page, from) {
		from++
	}
	for to > from && isBlank(page, to-1) {
		to--
	}
	l.gap()
	for line := range to - from {
		l.out.line(page.Text(from + line))
	}
	l.gap()
}

func isBlank(page *render.Page, line int) bool { return strings.TrimSpace(page.Text(line)) == "" }
