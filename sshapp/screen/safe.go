package screen

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// onlyText returns the text of a line without any control.
func onlyText(line string) string {
	if isPlain(line) {
		return line
	}
	var (
		b     strings.Builder
		state byte
	)
	line = strings.ToValidUTF8(line, "\ufffd") // half a character would take the next bytes with it
	b.Grow(len(line))
	for len(line) > 0 {
		sequence, width, n, next := ansi.DecodeSequence(line, state, nil)
		if width > 0 {
			b.WriteString(sequence)
		}
		state = next
		line = line[n:]
	}
	return b.String()
}

// printable returns text of several lines for a terminal that does not turn line ends into carriage returns.
func printable(text string) string {
	if text == "" {
		return ""
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = onlyText(lines[i])
	}
	return strings.Join(lines, "\r\n")
}

// isPlain reports whether a line is printable ASCII, as most are: there is nothing to look for in it.
func isPlain(line string) bool {
	for i := range len(line) {
		if line[i] < ' ' || line[i] > '~' {
			return false
		}
	}
	return true
}
