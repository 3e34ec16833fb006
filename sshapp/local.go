package sshapp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"

	"postern/render"
	"postern/sshapp/screen"
	"postern/tui"
)

// Terminal is the one that this process runs in.
type Terminal struct {
	In      io.Reader
	Out     io.Writer
	Environ []string                     // key=value; TERM says what it can do
	Size    func() (columns, rows int)   // of the window, as it is now
	Resized <-chan os.Signal             // has an element when the window has another size
	Raw     func() (func() error, error) // switches line editing and signals off, and returns what switches them on; nil: In or Out is none
}

// ReadHere lets the person at this process's terminal read, without SSH, in what a session over it has: the model, the input path and
// the writer. It returns nil when they quit, the input ends, or ctx is done; the terminal is as it was then.
//
// Of the configuration it takes what is read and how it looks. It reads in lines if that is asked for, and where nothing can be drawn.
func ReadHere(ctx context.Context, cfg Config, t Terminal, start string, lines bool) error {
	ctx, end := context.WithCancelCause(ctx)
	defer end(nil)
	l := &local{cfg: cfg, terminal: t, start: start, ctx: ctx, end: end, pages: newPages(cfg).In(func(_ int, layOut func()) error {
		layOut()
		return nil
	})}
	if lines || t.Raw == nil || !knownTerminal(l.term()) {
		return l.inLines(l.typed(), start, false)
	}
	restore, err := t.Raw()
	if err != nil {
		return fmt.Errorf("terminal: %w", err)
	}
	return errors.Join(l.fullScreen(), restore())
}

// local is the reading at this process's terminal.
type local struct {
	cfg      Config
	terminal Terminal
	start    string
	pages    *render.Pages
	ctx      context.Context
	end      context.CancelCauseFunc
	lines    atomic.Pointer[io.PipeWriter] // where what is typed goes in linear mode
}

// fullScreen runs the program until the reader quits, or goes on in linear mode.
func (l *local) fullScreen() error {
	profile := colorsOf(l.term(), l.terminal.Environ)
	w := screen.Start(l.terminal.Out, profile, &screen.Memory{}, askTerminal, l.fail)
	options := l.options(l.start)
	options.Profile, options.NoColor = profile, l.environment("NO_COLOR") != ""
	options.Width, options.Height = l.terminal.Size()
	p := &program{
		model: tui.New(options), writer: w, size: l.size, compute: func(do func()) { do() }, fail: l.fail,
		msgs: make(chan tea.Msg, maxMessages),
	}
	p.ctx, p.end = context.WithCancel(l.ctx)
	defer p.end()
	in := newInput(DefaultLimits(), p.take, func() {}, w.Answered, l.fail)
	p.input = in
	go in.run(l.terminal.In, l.inputEnded) // it waits for the next key when all is over
	go l.watch(p.ctx, p.send)

	p.run()
	address := p.address() // with which the last key is answered: nothing is drawn after it
	w.AwaitAnswers(l.ctx, replyTime)
	w.Close("")
	if l.ctx.Err() != nil || !p.linear {
		return l.why()
	}
	typed, lines := in.toLines(l.ctx)
	l.lines.Store(lines)
	return l.inLines(typed, address, true)
}

// inLines is linear mode from an address on.
func (l *local) inLines(typed io.ReadCloser, start string, raw bool) error {
	defer typed.Close()
	_, err := tui.RunLinear(l.ctx, l.options(start), tui.Lines{In: typed, Out: l.terminal.Out, Raw: raw, Window: l.terminal.Size})
	if l.ctx.Err() != nil {
		return l.why()
	}
	return err
}

// typed is the input, whose reading ends with the context.
func (l *local) typed() io.ReadCloser {
	typed, lines := io.Pipe()
	context.AfterFunc(l.ctx, func() { _ = lines.CloseWithError(context.Cause(l.ctx)) })
	go func() {
		_, err := io.Copy(lines, l.terminal.In)
		_ = lines.CloseWithError(err) // nil: the end of the input
	}()
	return typed
}

func (l *local) options(start string) tui.Options {
	return tui.Options{
		Library: l.cfg.Library, Pages: l.pages, Search: l.cfg.Search, Start: start, Host: l.cfg.PublicHost, Port: l.cfg.PublicPort,
	}
}

func (l *local) size() size {
	columns, rows := l.terminal.Size()
	return size{columns: columns, rows: rows}
}

// watch tells of new window sizes until ctx is done.
func (l *local) watch(ctx context.Context, send func(tea.Msg)) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.terminal.Resized:
			send(tea.WindowSizeMsg{})
		}
	}
}

func (l *local) inputEnded() {
	if lines := l.lines.Load(); lines != nil {
		_ = lines.Close()
		return
	}
	l.end(errEndOfInput)
}

func (l *local) fail(value any, stack []byte) {
	l.end(fmt.Errorf("%w: %v\n%s", errPanic, value, stack))
}

// why returns the error for which the reading ended, if it is one.
func (l *local) why() error {
	cause := context.Cause(l.ctx)
	if errors.Is(cause, errPanic) {
		return cause
	}
	return nil
}

func (l *local) term() string { return l.environment("TERM") }

func (l *local) environment(name string) string {
	for _, variable := range l.terminal.Environ {
		if key, value, ok := strings.Cut(variable, "="); ok && key == name {
			return value
		}
	}
	return ""
}
