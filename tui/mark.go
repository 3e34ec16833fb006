package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// resetStyle ends all styles (SGR 0; ECMA-48, 8.3.117).
const resetStyle = "\x1b[m"

// overlay draws the cells [from, to) of a styled line in a style on top of its own.
func overlay(line string, from, to int, style ansi.Style) string {
	if len(style) == 0 || from >= to {
		return line
	}
	var (
		b      strings.Builder
		styles strings.Builder // what the line has set since its last reset
		parser = ansi.NewParser()
		state  byte
		at     int
		inside bool
	)
	for line != "" {
		sequence, width, n, next := ansi.DecodeSequence(line, state, parser)
		if width > 0 && inside != (at >= from && at < to) {
			if inside = !inside; inside {
				b.WriteString(style.String())
			} else {
				b.WriteString(resetStyle + styles.String())
			}
		}
		b.WriteString(sequence)
		if isStyle(sequence, parser) {
			if sequence == resetStyle || sequence == ansi.ResetStyle {
				styles.Reset()
			} else {
				styles.WriteString(sequence)
			}
			if inside {
				b.WriteString(style.String())
			}
		}
		at, state, line = at+width, next, line[n:]
	}
	if inside {
		b.WriteString(resetStyle)
	}
	return b.String()
}

func isStyle(sequence string, parser *ansi.Parser) bool {
	return ansi.HasCsiPrefix(sequence) && ansi.Cmd(parser.Command()).Final() == 'm'
}
