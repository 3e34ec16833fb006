package posts

import (
	"strings"
	"unicode/utf8"
)

// Clean makes foreign text harmless to a terminal: control characters (C0 but newline and tab, DEL, C1;
// ECMA-48) and the bidirectional overrides and embeddings (Unicode Annex 9, X1) are dropped, line ends of
// any kind become newlines, and bytes that are not UTF-8 become U+FFFD. Text that needs none of
// this is returned as it is, without a copy.
//
// It is the one rule for everything an author or a visitor can write: bodies before they are parsed,
// text again after its entities were decoded, titles, tags, file names, window titles.
func Clean(s string) string {
	if isClean(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i, r := range s {
		switch {
		case r == '\r':
			if !strings.HasPrefix(s[i+1:], "\n") {
				b.WriteByte('\n')
			}
		case r == '\u2028' || r == '\u2029':
			b.WriteByte('\n')
		case drivesTerminal(r):
		default:
			b.WriteRune(r) // an invalid byte arrives here as U+FFFD
		}
	}
	return b.String()
}

// CleanLine is [Clean] for text that has to stay on one line: each run of white space becomes one space,
// and none is left at the ends.
func CleanLine(s string) string {
	return strings.Join(strings.Fields(Clean(s)), " ")
}

func isClean(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r == '\r' || r == '\u2028' || r == '\u2029' || drivesTerminal(r) {
			return false
		}
	}
	return true
}

// drivesTerminal reports whether a terminal would act on r, or lay out its neighbours by it, where text is
// meant to be shown.
func drivesTerminal(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case r < 0x20, r >= 0x7f && r <= 0x9f:
		return true
	default:
		return r >= 0x202a && r <= 0x202e
	}
}
