package tui

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"postern/posts"
)

// The widths of linear mode, in cells. The last cell of a line stays free: some terminals go to the next line when it
// is filled, others mark it.
const (
	leastLinear = 20
	mostLinear  = 80
	freeLinear  = 1
)

// maxWrapped is how many lines one text of ours may fill.
const maxWrapped = 100

// printer prints lines on a terminal that knows nothing but text and line ends.
type printer struct {
	out  *bufio.Writer
	end  string // of a line
	open bool   // something stands on the line
}

func newPrinter(out io.Writer, raw bool) *printer {
	p := &printer{out: bufio.NewWriter(out), end: "\n"}
	if raw {
		p.end = "\r\n"
	}
	return p
}

// print prints text of one line. Whatever is not text is left out here, wherever it may come from.
func (p *printer) print(text string) {
	text = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, posts.Clean(text))
	p.open = p.open || text != ""
	_, _ = p.out.WriteString(text) // flush reports what fails
}

// line prints a line, without blanks at its end, after the end of one that is open.
func (p *printer) line(text string) {
	p.endLine()
	p.print(strings.TrimRight(text, " \t"))
	p.open = true
	p.endLine()
}

// endLine ends the line if something stands on it.
func (p *printer) endLine() {
	if p.open {
		p.open = false
		_, _ = p.out.WriteString(p.end)
	}
}

// flush sends what was printed.
func (p *printer) flush() error { return p.out.Flush() }

// width returns how wide lines may be.
func (l *linear) width() int {
	columns, _ := l.window()
	return min(max(columns-freeLinear, leastLinear), mostLinear)
}

// say prints text in lines of the window's width; nothing if it is empty.
func (l *linear) say(text string) {
	for _, line := range wrap(posts.CleanLine(text), l.width(), maxWrapped) {
		l.out.line(line)
	}
}

// numbered prints text with a number before it; the lines below begin where its text does.
func (l *linear) numbered(n int, text string) {
	label := strconv.Itoa(n) + ". "
	for _, line := range wrap(posts.CleanLine(text), max(l.width()-len(label), 1), maxWrapped) {
		l.out.line(label + line)
		label = strings.Repeat(" ", len(label))
	}
}

// below prints text that belongs to what was printed last.
func (l *linear) below(text string) {
	for _, line := range indent(wrap(posts.CleanLine(text), l.width()-2, maxWrapped), 2) {
		l.out.line(line)
	}
}

// gap prints an empty line.
func (l *linear) gap() { l.out.line("") }
