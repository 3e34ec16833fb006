package sshapp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	gossh "golang.org/x/crypto/ssh"

	"postern/keys/publish"
	"postern/posts"
	"postern/sshapp/screen"
	"postern/tui"
)

// Why a session ended, for the log.
var (
	errStopping   = errors.New("the server stops")
	errNoKey      = errors.New("no key for a long time")
	errSessionMax = errors.New("open for too long")
	errPanic      = errors.New("panic")
	errEndOfInput = errors.New("end of input")
	errHangUp     = errors.New("the reader hung up")
)

// replyTime is how long the end of a session waits for the terminal's answers, since a reply that comes
// after the end is typed into the reader's shell.
const replyTime = 300 * time.Millisecond

// reader is one session with a terminal: one program (program.go) or, in linear mode (linear.go), none; its whole
// life is ours. It ends when the reader quits, when the channel or the connection ends, at the end of input, when the
// server stops, or when a limit is hit; and in every case the terminal is put back before the channel closes.
type reader struct {
	server *Server
	filter *filter
	start  string // the address that the reader asked for
	ctx    context.Context
	end    context.CancelCauseFunc
	place  *place

	login string                        // before the host in the command that brings the reader back, with its @
	lines atomic.Pointer[io.PipeWriter] // where what is typed goes in linear mode, nil in any other
}

// serveTerminal runs the full-screen reader for a session and returns why it ended, nil if the reader quit.
func (s *Server) serveTerminal(f *filter, place *place, start string) error {
	defer s.counted(kindReader)()
	began := time.Now()
	r, done := s.newReader(f, place, start)
	defer done()

	profile := f.colors()
	w := screen.Start(f.channel, profile, &s.screens, askTerminal, f.conn.fault)
	w.OnFirstFrame(func() { s.observer.FrameShown(time.Since(began)) })
	share := s.gate.shareOf(f.conn)
	compute := func(do func()) { share.compute(r.ctx, do) }
	w.InTurn(compute)
	p := &program{
		model: r.newModel(profile), writer: w, size: f.size, compute: compute, fail: r.fail, msgs: make(chan tea.Msg, maxMessages),
	}
	p.ctx, p.end = context.WithCancel(r.ctx)
	defer p.end()
	in := newInput(s.limits, p.take, r.place.typed, w.Answered, f.conn.fault)
	p.input = in
	r.listen(in)
	r.watch(func() { p.send(tea.WindowSizeMsg{}) })

	p.run()
	cause := context.Cause(r.ctx)
	address := p.address() // with which the last key is answered: nothing is drawn after it
	w.AwaitAnswers(f.ctx, replyTime)
	w.Close(r.goodbye(cause, address))
	if cause == nil && p.linear {
		return r.readLines(r.toLines(in), address)
	}
	return why(cause)
}

// why returns the cause of a session's end as it is logged.
func why(cause error) error {
	if errors.Is(cause, context.Canceled) {
		return errHangUp
	}
	return cause
}

// newReader begins a session; done ends it.
func (s *Server) newReader(f *filter, place *place, start string) (r *reader, done func()) {
	ctx, end := context.WithCancelCause(f.ctx)
	r = &reader{
		server: s, filter: f, start: start, ctx: ctx, end: end, place: place,
	}
	return r, func() { end(nil) }
}

// listen takes in what is typed until the client ends it, or the channel is closed.
func (r *reader) listen(in *input) {
	go r.filter.conn.contain(func() { in.run(r.filter.channel, r.inputEnded) })
}

func (r *reader) newModel(profile colorprofile.Profile) tui.Model {
	window := r.filter.size()
	options := r.options()
	options.Profile, options.NoColor = profile, r.filter.noColor()
	options.Width, options.Height = window.columns, window.rows
	return tui.New(options)
}

// options are what a session is read with, in whatever mode.
func (r *reader) options() tui.Options {
	host, port := r.server.publicAddress(r.filter.conn.LocalAddr())
	return tui.Options{
		Library: r.server.library,
		Pages:   r.server.pagesFor(r.ctx, r.filter.conn),
		Search:  r.server.cfg.Search,
		Start:   r.start,
		Opened:  func(post *posts.Post) { r.filter.conn.visit.reads(post.Slug) },

		Host:         host,
		Port:         port,
		Fingerprints: fingerprints(plain(r.server.hostKeys.Load().InUse)),
	}
}

// fingerprints names host keys as ssh does when it asks whether to trust them.
func fingerprints(keys []gossh.Signer) []string {
	out := make([]string, len(keys))
	for i, key := range keys {
		public := key.PublicKey()
		out[i] = publish.Name(public) + " " + publish.Fingerprint(public)
	}
	return out
}

// fail ends the session because of a panic in its program.
func (r *reader) fail(value any, stack []byte) {
	r.server.logPanic(inSession, value, stack)
	r.end(errPanic)
}

// watch tells of new window sizes, at most at the rate that the limits allow, and ends the session when the server
// stops or time is up, in the background.
func (r *reader) watch(resized func()) {
	go r.filter.conn.contain(func() { r.watching(resized) })
}

func (r *reader) watching(resized func()) {
	limits := r.server.limits
	noKey := time.NewTimer(limits.NoKeyTime)
	defer noKey.Stop()
	longest := time.NewTimer(limits.SessionTime)
	defer longest.Stop()
	for {
		select {
		case <-r.ctx.Done():
			return
		case <-r.server.stopping:
			r.end(errStopping)
		case <-noKey.C: // keys do not set it anew, which would wake this goroutine for each
			if rest := limits.NoKeyTime - r.place.still(); rest > 0 {
				noKey.Reset(rest)
			} else {
				r.end(errNoKey)
			}
		case <-longest.C:
			r.end(errSessionMax)
		case <-r.filter.resized:
			resized()
			r.pause(limits.ResizeEvery)
		}
	}
}

func (r *reader) pause(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.ctx.Done():
	case <-r.server.stopping:
	}
}

// goodbye returns what is printed on the reader's terminal after a session that ended for cause.
func (r *reader) goodbye(cause error, address string) string {
	var why string
	switch {
	case errors.Is(cause, errStopping):
		why = "The server restarts."
	case errors.Is(cause, errNoKey):
		why = fmt.Sprintf("No key was pressed for %s.", spell(r.server.limits.NoKeyTime))
	case errors.Is(cause, errSessionMax):
		why = fmt.Sprintf("This session was open for %s.", spell(r.server.limits.SessionTime))
	case errors.Is(cause, errGaveWay):
		why = "All places were taken, and this session had been still for the longest."
	case errors.Is(cause, errPanic):
		why = "Something went wrong here; the owner finds it in the log."
	default:
		return ""
	}
	host, port := r.server.publicAddress(r.filter.conn.LocalAddr())
	return why + " Come back with: " + tui.Command(r.login+host, port, address) + "\n"
}

// spell writes a round duration as people say it: "45 minutes".
func spell(d time.Duration) string {
	switch hours, minutes := d.Hours(), d.Minutes(); {
	case hours == 1:
		return "an hour"
	case hours > 1:
		return fmt.Sprintf("%g hours", hours)
	case minutes == 1:
		return "a minute"
	case minutes > 1:
		return fmt.Sprintf("%g minutes", minutes)
	}
	return d.String()
}
