package screen

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// safe returns a line with its text, its styles (SGR) and its hyperlinks (OSC 8), and with no other control.
func safe(line string) string {
	return filter(line, func(sequence string, command ansi.Cmd) bool {
		switch {
		case ansi.HasCsiPrefix(sequence):
			return command.Final() == 'm' && command.Prefix() == 0 && command.Intermediate() == 0
		case ansi.HasOscPrefix(sequence):
			return strings.HasPrefix(sequence, "\x1b]8;")
		default:
			return false
		}
	})
}

// onlyText returns the text of a line without any control.
func onlyText(line string) string {
	return filter(line, func(string, ansi.Cmd) bool { return false })
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

// filter keeps the characters that have a width and the sequences that keep names.
func filter(line string, keep func(sequence string, command ansi.Cmd) bool) string {
	if isPlain(line) {
		return line
	}
	var (
		b      strings.Builder
		parser = ansi.GetParser()
		state  byte
	)
	defer ansi.PutParser(parser)
	line = strings.ToValidUTF8(line, "\ufffd") // half a character would take the next bytes with it
	b.Grow(len(line))
	for len(line) > 0 {
		sequence, width, n, next := ansi.DecodeSequence(line, state, parser)
		if width > 0 || next == ansi.NormalState && keepsSequence(sequence, parser, keep) {
			b.WriteString(sequence)
		}
		state = next
		line = line[n:]
	}
	return b.String()
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

func keepsSequence(sequence string, parser *ansi.Parser, keep func(string, ansi.Cmd) bool) bool {
	return len(sequence) > 1 && sequence[0] == ansi.ESC && keep(sequence, ansi.Cmd(parser.Command()))
}
