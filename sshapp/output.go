package sshapp

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
)

// Why a command ended before it was done, for the log.
var (
	errLeft        = errors.New("the client did not wait for the end")
	errInterrupted = errors.New("interrupted by the reader")
)

// interrupt is what a terminal in raw mode sends for ctrl+c.
const interrupt = 0x03

// output is where a command writes: what was asked for, and what there is to say besides. On a terminal both are
// the terminal, whose lines end with a carriage return as well, since the client has put it in raw mode.
type output struct {
	asked  *bufio.Writer
	others io.Writer
	last   io.Writer // others, without the context: for what is said after the end
}

// newOutput returns the output of a command on a channel. Its writes fail with the context's cause.
// active is called whenever the client has taken something.
func newOutput(ctx context.Context, f *filter, active func()) *output {
	if f.pty {
		terminal := &lineEnds{contextWriter{ctx, f.channel, active}}
		return &output{bufio.NewWriterSize(terminal, outputBuffer), terminal, &lineEnds{f.channel}}
	}
	return &output{
		bufio.NewWriterSize(contextWriter{ctx, f.channel, active}, outputBuffer),
		contextWriter{ctx, f.channel.Stderr(), active},
		f.channel.Stderr(),
	}
}

// cutOff says why the command was broken off, after its context was done.
func (o *output) cutOff(why string) {
	_, _ = io.WriteString(o.last, "postern: "+why+"\n") // the client may be gone
}

// say writes a message after all that was asked for before it.
func (o *output) say(text string) error {
	if err := o.asked.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(o.others, text)
	return err
}

// contextWriter fails once a context is done, and says which failures mean that nobody reads any more.
type contextWriter struct {
	ctx    context.Context
	w      io.Writer
	active func() // called when w has taken something
}

func (w contextWriter) Write(p []byte) (int, error) {
	if w.ctx.Err() != nil {
		return 0, w.cause()
	}
	n, err := w.w.Write(p)
	if err != nil {
		return n, w.cause()
	}
	w.active()
	return n, nil
}

func (w contextWriter) cause() error {
	if cause := context.Cause(w.ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause
	}
	return errLeft
}

// lineEnds writes each newline as carriage return and newline.
type lineEnds struct{ w io.Writer }

func (l *lineEnds) Write(p []byte) (int, error) {
	if _, err := l.w.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// drain reads what a client sends to a command, none of which means anything but, from a terminal, the
// interrupt key. It returns when the client ends its input or the channel is closed.
func drain(f *filter, interrupted func()) {
	buf := make([]byte, 1024)
	for {
		n, err := f.channel.Read(buf)
		if f.pty && bytes.IndexByte(buf[:n], interrupt) >= 0 {
			interrupted()
		}
		if err != nil {
			return
		}
	}
}

// lines joins lines of text, each with a newline at its end.
func lines(all ...string) string { return strings.Join(all, "\n") + "\n" }
