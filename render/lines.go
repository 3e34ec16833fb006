package render

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// Control strings that end what a line has begun (ECMA-48 SGR; OSC 8 as the terminals' own
// hyperlink specification has it).
const (
	endStyle = "\x1b[m"
	endLink  = "\x1b]8;;\x1b\\"
)

// split cuts styled text into lines that are complete in themselves, at most width cells wide and without
// trailing blanks. SGR and OSC 8 are kept, every other control sequence is dropped, empty lines at both ends too.
func split(text string, width int) []string {
	l := liner{width: width}
	parser := ansi.NewParser()
	var state byte
	for len(text) > 0 {
		seq, cells, n, next := ansi.DecodeSequence(text, state, parser)
		text, state = text[n:], next
		switch {
		case seq == "\n":
			l.endLine()
		case cells > 0 && !drivesTerminal(seq):
			l.put(seq, cells)
		case ansi.HasCsiPrefix(seq) && parser.Command() == 'm':
			l.style(seq)
		case ansi.HasOscPrefix(seq) && parser.Command() == 8:
			l.link = linkOf(string(parser.Data()))
		}
	}
	l.endLine()
	return trimEmpty(l.lines)
}

func drivesTerminal(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r >= 0x7f && r <= 0x9f })
}

// linkOf rebuilds the start of a link from the data of an OSC 8, without anything that could end it early.
func linkOf(data string) string {
	if strings.HasSuffix(data, ";;") || strings.Count(data, ";") < 2 || drivesTerminal(data) {
		return ""
	}
	return "\x1b]" + data + "\x1b\\"
}

// liner builds lines from styled text. What is pending is written only before the next visible character,
// so that no line ends in styled blanks.
type liner struct {
	width int
	lines []string

	b         strings.Builder // the line so far
	used      int             // cells
	blanks    []blank         // not written yet
	pending   int             // cells of them
	pen, link string          // wanted
	penOn     string          // in force on the line
	linkOn    string
}

// blank is a blank in the style it was given.
type blank struct {
	cells     int
	pen, link string
}

func (l *liner) style(sgr string) {
	if sgr == endStyle || sgr == "\x1b[0m" {
		l.pen = ""
		return
	}
	if !strings.HasSuffix(l.pen, sgr) {
		l.pen += sgr
	}
}

func (l *liner) put(cluster string, cells int) {
	if strings.TrimFunc(cluster, unicode.IsSpace) == "" {
		l.blanks = append(l.blanks, blank{cells, l.pen, l.link})
		l.pending += cells
		return
	}
	if l.used+l.pending+cells > l.width {
		l.endLine()
	}
	for _, b := range l.blanks {
		l.switchTo(b.pen, b.link)
		l.b.WriteString(strings.Repeat(" ", b.cells))
	}
	l.used, l.pending, l.blanks = l.used+l.pending+cells, 0, l.blanks[:0]
	l.switchTo(l.pen, l.link)
	l.b.WriteString(cluster)
}

func (l *liner) switchTo(pen, link string) {
	if l.linkOn != link {
		if link == "" {
			l.b.WriteString(endLink)
		} else {
			l.b.WriteString(link)
		}
		l.linkOn = link
	}
	if l.penOn != pen {
		if l.penOn != "" {
			l.b.WriteString(endStyle)
		}
		l.b.WriteString(pen)
		l.penOn = pen
	}
}

func (l *liner) endLine() {
	l.switchTo("", "")
	l.lines = append(l.lines, l.b.String())
	l.b.Reset()
	l.used, l.pending, l.blanks = 0, 0, l.blanks[:0]
}

func trimEmpty(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}
