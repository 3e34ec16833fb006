package tui

import (
	"bufio"
	"errors"
	"io"
	"unicode"
	"unicode/utf8"

	"postern/posts"
)

// maxLine bounds a line that is typed, in bytes; what is typed beyond is neither kept nor echoed.
const maxLine = 1 << 10

// Keys of a line's editor, as the control characters that terminals send.
const (
	ctrlC     = 0x03
	ctrlD     = 0x04
	backspace = 0x08
	ctrlU     = 0x15
	ctrlW     = 0x17
	del       = 0x7f
)

// lineReader reads lines as a terminal's driver does (termios(3), canonical mode). Where it echoes, what is rubbed out
// is shown as on paper: "abd\d/c" is "abc" (ECHOPRT), and after ctrl+u the line is typed anew below (ECHOK), since
// nothing that was printed can be taken back.
type lineReader struct {
	in     *bufio.Reader
	out    *printer
	echoes bool

	line    []byte
	begun   bool // something was echoed since the prompt
	erasing bool // a "\" is open
	afterCR bool // a line feed now belongs to the carriage return before it
}

func newLineReader(in io.Reader, out *printer, echoes bool) *lineReader {
	return &lineReader{in: bufio.NewReaderSize(in, maxLine), out: out, echoes: echoes}
}

// next returns the next line that is typed, as UTF-8 without control characters. At ctrl+c, at ctrl+d on an empty
// line, and at the end of input the error is [io.EOF]; a line that was begun before the end of input comes first.
func (r *lineReader) next() (string, error) {
	r.line, r.begun, r.erasing = r.line[:0], false, false
	for {
		if r.in.Buffered() == 0 {
			if err := r.out.flush(); err != nil {
				return "", err
			}
		}
		char, size, err := r.in.ReadRune()
		if err != nil {
			if len(r.line) > 0 && errors.Is(err, io.EOF) {
				break
			}
			return "", err
		}
		wasCR := r.afterCR
		r.afterCR = char == '\r'
		switch {
		case char == '\n' && wasCR:
			continue
		case char == '\n' || char == '\r':
			r.enter()
			return string(r.line), nil
		case char == ctrlC || char == ctrlD && len(r.line) == 0:
			return "", io.EOF
		case char == utf8.RuneError && size == 1:
		default:
			r.key(char)
		}
	}
	r.enter()
	return string(r.line), nil
}

// enter ends the line on the terminal. Where nothing is echoed, the reader's own terminal has done so, or it is a
// pipe, and the prompt ended its line itself.
func (r *lineReader) enter() {
	r.stopErasing()
	if r.echoes {
		r.out.open = true
	}
	r.out.endLine()
}

// key takes a character that does not end the line.
func (r *lineReader) key(char rune) {
	switch char {
	case backspace, del:
		r.rubOut()
	case ctrlW:
		for r.rubOut() && (len(r.line) > 0 && r.line[len(r.line)-1] != ' ') {
			continue
		}
	case ctrlU:
		if len(r.line) > 0 {
			r.enter()
			r.line = r.line[:0]
		}
	default:
		if text := string(char); len(r.line)+len(text) <= maxLine && unicode.IsGraphic(char) && posts.Clean(text) == text {
			r.stopErasing()
			r.echo(text)
			r.line = append(r.line, text...)
		}
	}
}

// rubOut takes the last character back, and reports whether there was one.
func (r *lineReader) rubOut() bool {
	if len(r.line) == 0 {
		return false
	}
	_, size := utf8.DecodeLastRune(r.line)
	last := string(r.line[len(r.line)-size:])
	if !r.erasing {
		r.echo(`\`)
		r.erasing = true
	}
	r.echo(last)
	r.line = r.line[:len(r.line)-size]
	return true
}

func (r *lineReader) stopErasing() {
	if r.erasing {
		r.echo("/")
		r.erasing = false
	}
}

// echo shows what was typed, a blank after the prompt.
func (r *lineReader) echo(text string) {
	if !r.echoes {
		return
	}
	if !r.begun {
		r.begun = true
		text = " " + text
	}
	r.out.print(text)
}
