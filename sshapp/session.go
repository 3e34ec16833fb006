package sshapp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	gossh "golang.org/x/crypto/ssh"

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

// askTerminal are the questions to a terminal: its background colour (OSC 11), and the device attributes
// (DA1), which every terminal answers, and in order: with that answer nothing is outstanding.
const askTerminal = ansi.RequestBackgroundColor + ansi.RequestPrimaryDeviceAttributes

// replyTime is how long the end of a session waits for the terminal's answers, since a reply that comes
// after the end is typed into the reader's shell.
const replyTime = 300 * time.Millisecond

// reader is one session with a terminal: one Bubble Tea program, whose whole life is ours. It ends when the
// reader quits, when the channel or the connection ends, at the end of input, when the server stops, or when
// a limit is hit; and in every case the terminal is put back before the channel closes.
type reader struct {
	server *Server
	filter *filter
	start  string // the address that the reader asked for
	ctx    context.Context
	end    context.CancelCauseFunc
	active chan struct{} // has an element when something was typed
}

// serveTerminal runs the full-screen reader for a session and returns why it ended, nil if the reader quit.
func (s *Server) serveTerminal(f *filter, start string) error {
	ctx, end := context.WithCancelCause(f.ctx)
	defer end(nil)
	r := &reader{server: s, filter: f, start: start, ctx: ctx, end: end, active: make(chan struct{}, 1)}

	profile := colorprofile.Env(f.environ())
	w := screen.Start(f.channel, profile, askTerminal)
	model := &safeModel{model: r.newModel(profile), writer: w, size: f.size, fail: r.fail}
	window := f.size()
	program := tea.NewProgram(model,
		tea.WithContext(ctx),
		tea.WithInput(nil), // ours is fed by input
		tea.WithOutput(io.Discard),
		tea.WithoutRenderer(), // ours is package screen
		tea.WithFPS(1),        // the renderer's ticker has nothing to draw
		tea.WithoutSignalHandler(),
		tea.WithEnvironment(f.environ()),
		tea.WithColorProfile(profile),
		tea.WithWindowSize(window.columns, window.rows),
	)
	in := newInput(ctx, s.limits, program.Send, r.typed)
	model.input = in
	go func() {
		defer model.recovered()
		in.run(f.channel, func() { end(errEndOfInput) })
	}()
	go r.watch(program)

	_, err := program.Run()
	cause := context.Cause(ctx)
	if err == nil && cause == nil {
		in.awaitReplies(replyTime)
	}
	w.Close(r.goodbye(cause, model.address()))
	if errors.Is(cause, context.Canceled) {
		return errHangUp
	}
	return cause
}

func (r *reader) newModel(profile colorprofile.Profile) tui.Model {
	window := r.filter.size()
	host, port := r.server.publicAddress(r.filter.conn.LocalAddr())
	return tui.New(tui.Options{
		Library:      r.server.library,
		Pages:        r.server.pages,
		Search:       r.server.cfg.Search,
		Start:        r.start,
		Host:         host,
		Port:         port,
		Fingerprints: fingerprints(r.server.cfg.HostKeys),
		Profile:      profile,
		NoColor:      r.filter.noColor(),
		Width:        window.columns,
		Height:       window.rows,
	})
}

// fingerprints names host keys as ssh does when it asks whether to trust them.
func fingerprints(keys []gossh.Signer) []string {
	names := map[string]string{gossh.KeyAlgoED25519: "ED25519", gossh.KeyAlgoRSA: "RSA"}
	out := make([]string, len(keys))
	for i, key := range keys {
		public := key.PublicKey()
		out[i] = cmp.Or(names[public.Type()], "ECDSA") + " " + gossh.FingerprintSHA256(public)
	}
	return out
}

// fail ends the session because of a panic in its program.
func (r *reader) fail(value any, stack []byte) {
	r.server.logPanic(value, stack)
	r.end(errPanic)
}

func (r *reader) typed() {
	select {
	case r.active <- struct{}{}:
	default:
	}
}

// watch tells the program of new window sizes, at most at the rate that the limits allow, and ends the session
// when the server stops or time is up. It returns with the session.
func (r *reader) watch(program *tea.Program) {
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
		case <-noKey.C:
			r.end(errNoKey)
		case <-longest.C:
			r.end(errSessionMax)
		case <-r.active:
			noKey.Reset(limits.NoKeyTime)
		case <-r.filter.resized:
			program.Send(tea.WindowSizeMsg{}) // safeModel fills in the size of that moment
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
	case errors.Is(cause, errPanic):
		why = "Something went wrong here; the owner finds it in the log."
	default:
		return ""
	}
	host, port := r.server.publicAddress(r.filter.conn.LocalAddr())
	return why + " Come back with: " + tui.Command(host, port, address) + "\n"
}

// spell writes a round duration as people say it: "45 minutes".
func spell(d time.Duration) string {
	if hours := d.Hours(); hours >= 1 {
		return fmt.Sprintf("%g hours", hours)
	}
	if minutes := d.Minutes(); minutes >= 1 {
		return fmt.Sprintf("%g minutes", minutes)
	}
	return d.String()
}

// awaitReplies returns when the terminal has answered what it was asked, or after d.
func (in *input) awaitReplies(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-in.answered:
	case <-timer.C:
	case <-in.ctx.Done():
	}
}
