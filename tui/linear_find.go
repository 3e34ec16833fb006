package tui

import (
	"fmt"
	"sort"
	"strings"

	"postern/render"
)

// find reads the paragraph in which words stand: without words the next one that has those looked for last.
func (p postPlace) find(l *linear, words string) linearPlace {
	p, page := p.page(l)
	again := words == "" || words == p.words
	if words == "" {
		words = p.words
	}
	if words == "" {
		l.say("Type the words after the stroke, such as /harbour.")
		return p
	}
	found := l.paragraphsWith(page, words)
	if len(found) == 0 {
		l.say("“" + words + "” is not in the text of this post.")
		return p
	}
	if again {
		p.match = (p.match + 1) % len(found)
	} else {
		p.match = sort.SearchInts(found, p.from) % len(found)
	}
	p.words = words
	l.say(fmt.Sprintf("“%s”, place %d of %d:", words, p.match+1, len(found)))
	from, to := paragraph(page, found[p.match], l.partLines())
	return p.printed(l, page, from, to)
}

// paragraphsWith returns a line of each paragraph that has words: the first on which they begin.
func (l *linear) paragraphsWith(page *render.Page, words string) []int {
	var found []int
	end := -1
	for _, line := range linesWith(page, words) {
		if line >= end {
			found = append(found, line)
			_, end = paragraph(page, line, l.partLines())
		}
	}
	return found
}

// linesWith returns the lines of a page on which words begin, one each time. Upper and lower case are the same unless
// the words have an upper case letter; the end of a line counts as a blank.
func linesWith(page *render.Page, words string) []int {
	fold := strings.ToLower
	if words != strings.ToLower(words) {
		fold = strings.Clone
	}
	var text strings.Builder
	starts := make([]int, page.Len()) // of each line in text
	for i := range starts {
		starts[i] = text.Len()
		text.WriteString(fold(strings.TrimSpace(page.Text(i))) + " ")
	}
	var found []int
	all, words := text.String(), fold(words)
	for at := 0; ; {
		n := strings.Index(all[at:], words)
		if n < 0 {
			return found
		}
		at += n
		found = append(found, sort.SearchInts(starts, at+1)-1)
		at += len(words)
	}
}
