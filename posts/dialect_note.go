package posts

import (
	"strconv"
	"strings"
)

// inlineNote is a footnote of Pandoc and Obsidian in the middle of a line, word^[text of the note]. It becomes one of those
// that are defined at the end.
func inlineNote(w *rewriter, at position) piece {
	rest := at.rest()[1:]
	end := closingBracket(rest[:min(len(rest), maxBracketed)])
	if end < 0 || strings.TrimSpace(string(at.before())) == "" || !strings.Contains(rest[:end], " ") || at.depth > 0 {
		return piece{} // a pattern such as ^[a-z]
	}
	w.inlineNotes = append(w.inlineNotes, strings.Join(strings.Fields(w.inner(rest[1:end], at)), " "))
	return piece{1 + end + 1, "[^" + inlineNoteName(len(w.inlineNotes)-1) + "]"}
}

func inlineNoteName(index int) string { return "inline-" + strconv.Itoa(index+1) }
