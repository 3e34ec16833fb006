package sshapp

import (
	"context"
	"io"
	"runtime/debug"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/tui"
)

// linearFlag is the word of a command that asks for linear mode.
const linearFlag = "--linear"

// wantsLinear reports whether a session is to be read in linear mode, and at which address: the reader says so by the
// login name or the command, or the terminal is one that cannot be drawn on.
func (s *Server) wantsLinear(user string, words []string, f *filter) (start string, ok bool) {
	asked := slices.Index(words, linearFlag)
	if asked >= 0 {
		words = slices.Delete(slices.Clone(words), asked, asked+1)
	}
	switch {
	case asked >= 0, f.pty && (!f.sized || !knownTerminal(f.term)):
	case user == loginPlain && (f.pty || len(words) == 0): // without a terminal, words are a command
	default:
		return "", false
	}
	return s.startAddress(user, words), true
}

// serveLinear runs linear mode for a session, and returns why it ended, nil if the reader quit or the input ended.
func (s *Server) serveLinear(f *filter, place *place, start string) error {
	defer s.counted(kindLinear)()
	r, done := s.newReader(f, place, start)
	defer done()
	in := newInput(s.limits, func(...tea.Msg) {}, r.place.typed, func() {}, f.conn.fault)
	typed := r.toLines(in)
	r.listen(in)
	r.watch(func() {}) // lines that are printed stay as they are: the next ones find the new size
	return r.readLines(typed, start)
}

// toLines turns what is typed from here on into the bytes of lines. They pass the same input path as keys, which meters
// them and drops what a terminal says by itself. The bytes end with the input, or with the session.
func (r *reader) toLines(in *input) io.ReadCloser {
	typed, lines := in.toLines(r.ctx)
	r.lines.Store(lines)
	return typed
}

// toLines writes what is typed from here on to lines until ctx is done.
func (in *input) toLines(ctx context.Context) (typed *io.PipeReader, lines *io.PipeWriter) {
	typed, lines = io.Pipe()
	in.to(func(msgs ...tea.Msg) {
		for _, msg := range msgs {
			_, _ = io.WriteString(lines, lineBytes(msg)) // nobody reads any more: it is dropped
		}
	})
	context.AfterFunc(ctx, func() { _ = lines.CloseWithError(context.Cause(ctx)) })
	return typed, lines
}

// inputEnded ends lines, so that what was typed before is still answered, and ends any other session at once.
func (r *reader) inputEnded() {
	if lines := r.lines.Load(); lines != nil {
		_ = lines.Close()
		return
	}
	r.end(errEndOfInput)
}

// readLines is linear mode from an address on, until it ends; it returns why, nil if the reader quit or the input ended.
func (r *reader) readLines(typed io.ReadCloser, start string) error {
	defer typed.Close()
	r.login = loginPlain + "@" // brings the reader back to linear mode on any terminal
	address, err := r.runLinear(typed, start)
	cause := context.Cause(r.ctx)
	if cause == nil {
		cause = err
	}
	end := "\n"
	if r.filter.pty {
		end = "\r\n"
	}
	goodbye := strings.ReplaceAll(r.goodbye(cause, address), "\n", end)
	_, _ = io.WriteString(r.filter.channel, goodbye) // nothing is left to do if that fails
	return why(cause)
}

// runLinear runs linear mode, and ends this session, and nothing else, when it panics.
func (r *reader) runLinear(typed io.Reader, start string) (address string, err error) {
	defer func() {
		if value := recover(); value != nil {
			r.server.logPanic(inSession, value, debug.Stack())
			err = errPanic
			_, _ = io.WriteString(r.filter.channel, "\r\n") // from the prompt, which stands on the line
		}
	}()
	options := r.options()
	options.Start = start
	return tui.RunLinear(r.ctx, options, tui.Lines{
		In:  typed,
		Out: r.filter.channel,
		Raw: r.filter.pty,
		Window: func() (columns, rows int) {
			if !r.filter.pty {
				return stdColumns, stdRows
			}
			window := r.filter.size()
			return window.columns, window.rows
		},
	})
}

// lineKeys are the keys that mean something while a line is typed, as the bytes that a terminal sends for them.
var lineKeys = map[string]string{
	"enter": "\r", "ctrl+j": "\n", "backspace": "\x7f", "ctrl+h": "\x7f",
	"ctrl+c": "\x03", "ctrl+d": "\x04", "ctrl+u": "\x15", "ctrl+w": "\x17",
}

// lineBytes returns what a key writes on a line.
func lineBytes(msg tea.Msg) string {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return ""
	}
	if key.Text != "" {
		return key.Text
	}
	return lineKeys[key.Keystroke()]
}
