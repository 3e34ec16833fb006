package sshapp

import (
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// The filter stands between a session channel of golang.org/x/crypto/ssh and the session of charm.land/ssh, and
// lets through only what Postern serves (RFC 4254, 6): pty-req, env, shell, exec and the subsystem sftp, each checked. It holds off:
//
//   - absurd numbers: window sizes are clamped where they enter;
//   - blocked packet loops: a window-change is answered here at once and only the newest size is kept, since the library
//     hands them over through a channel of one place and then stops reading the connection;
//   - foreign environments: only variables with a meaning here pass, few and short, and TERM is a plain word;
//   - everything else a client may ask for: agent forwarding (which the library grants), X11, signals, other subsystems.
//
// It also ends the session's context with the channel, which the library ends only with the connection, and ends the
// session when a write to the channel stalls (stall.go).
type filter struct {
	conn *guardedConn
	ctx  context.Context // ends when the channel is closed by either side, or the connection is
	stop context.CancelCauseFunc

	channel *stallGuard
	place   *place // nil until the session has one

	mu      sync.Mutex
	window  size
	resized chan struct{} // has an element when window changed since it was last taken

	// What the client asked for. Written before the session starts, and only read then.
	pty         bool
	sftp        bool
	term        string
	sized       bool // the terminal said how large it is
	environment map[string]string
	variables   int
	started     bool
}

// subsystem is the one that Postern has.
const subsystem = "sftp"

// allowedEnvironment are the variables that mean something to a session, by name.
var allowedEnvironment = map[string]bool{
	"COLORTERM": true, "NO_COLOR": true, "TERM_PROGRAM": true, "TERM_PROGRAM_VERSION": true,
	"LANG": true, "LC_ALL": true, "LC_CTYPE": true,
}

// termName matches the names that terminals really have (term(7)).
var termName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9+._-]*$`)

// filteredChannel gives charm.land/ssh the filtered view of a channel that is about to be opened.
type filteredChannel struct {
	gossh.NewChannel
	filter *filter
}

// newFilter returns the filter of a session channel, and the channel to hand to the SSH library in its place.
func newFilter(conn *guardedConn, channel gossh.NewChannel) (*filter, gossh.NewChannel) {
	ctx, stop := context.WithCancelCause(conn.ctx)
	f := &filter{conn: conn, ctx: ctx, stop: stop, resized: make(chan struct{}, 1), environment: map[string]string{}}
	return f, &filteredChannel{NewChannel: channel, filter: f}
}

// Accept opens the channel and starts to filter its requests.
func (n *filteredChannel) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	channel, requests, err := n.NewChannel.Accept()
	if err != nil {
		n.filter.stop(nil)
		return nil, nil, err
	}
	guarded := &stallGuard{Channel: channel, conn: n.filter.conn, ctx: n.filter.ctx, stop: n.filter.stop}
	n.filter.channel = guarded
	allowed := make(chan *gossh.Request)
	unused := time.AfterFunc(n.filter.conn.gate.limits.StartTime, func() { _ = guarded.Close() })
	go n.filter.conn.contain(func() { discard(channel.Stderr()) }) // else the library keeps it
	go n.filter.conn.contain(func() {
		defer n.filter.stop(nil)
		defer close(allowed)
		n.filter.run(requests, allowed, unused)
	})
	return guarded, allowed, nil
}

// run passes the requests that are allowed on, as they should have been, and answers the rest. It returns
// when the channel is closed. unused is the timer that closes it when nothing is started.
func (f *filter) run(requests <-chan *gossh.Request, allowed chan<- *gossh.Request, unused *time.Timer) {
	defer unused.Stop()
	for req := range requests {
		switch {
		case req.Type == "window-change":
			_ = req.Reply(f.windowChange(req.Payload), nil)
		case f.started:
			_ = req.Reply(false, nil)
		case f.allow(req):
			if f.started {
				unused.Stop()
			}
			allowed <- req
		default:
			_ = req.Reply(false, nil)
		}
	}
}

// allow reports whether a request may reach the session, and corrects its payload.
func (f *filter) allow(req *gossh.Request) bool {
	switch req.Type {
	case "pty-req":
		return f.ptyRequest(req)
	case "env":
		return f.setVariable(req.Payload)
	case "shell":
		f.started = true
		return true
	case "subsystem": // RFC 4254, 6.5
		f.sftp = !f.pty && bytes.Equal(req.Payload, gossh.Marshal(struct{ Name string }{subsystem}))
		f.started = f.sftp
		return f.sftp
	case "exec":
		f.started = len(req.Payload) <= maxCommand
		return f.started
	default:
		return false
	}
}

// ptyPayload is RFC 4254, 6.2.
type ptyPayload struct {
	Term                         string
	Columns, Rows, Width, Height uint32
	Modes                        string
}

func (f *filter) ptyRequest(req *gossh.Request) bool {
	var p ptyPayload
	if f.pty || gossh.Unmarshal(req.Payload, &p) != nil {
		return false
	}
	f.pty = true
	if len(p.Term) <= maxTermName && termName.MatchString(p.Term) {
		f.term = p.Term
	}
	f.sized = p.Columns > 0 || p.Rows > 0
	window := clampSize(p.Columns, p.Rows)
	f.mu.Lock()
	f.window = window
	f.mu.Unlock()
	req.Payload = gossh.Marshal(ptyPayload{
		Term: f.term, Columns: uint32(window.columns), Rows: uint32(window.rows), Modes: "\x00",
	})
	return true
}

func (f *filter) setVariable(payload []byte) bool {
	var v struct{ Name, Value string }
	if len(payload) > maxEnvBytes || gossh.Unmarshal(payload, &v) != nil {
		return false
	}
	if !allowedEnvironment[v.Name] || f.variables >= f.conn.gate.limits.EnvironmentEntries {
		return false
	}
	f.variables++
	f.environment[v.Name] = v.Value
	return true
}

func (f *filter) windowChange(payload []byte) bool {
	var w struct{ Columns, Rows, Width, Height uint32 } // RFC 4254, 6.7
	if gossh.Unmarshal(payload, &w) != nil {
		return false
	}
	f.mu.Lock()
	f.window = clampSize(w.Columns, w.Rows)
	f.mu.Unlock()
	select {
	case f.resized <- struct{}{}:
	default: // the session is behind, and will find the newest size
	}
	return true
}

// size returns the window's size as it is now.
func (f *filter) size() size {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.window
}

// end ends the session for a reason: a program with a terminal says goodbye, a command is broken off.
func (f *filter) end(cause error) {
	f.stop(cause)
	if !f.pty {
		_ = f.channel.Close()
	}
}

// endAt ends the session when the server stops, after a time in which it may end by itself.
func (f *filter) endAt(stopping <-chan struct{}, grace time.Duration) {
	go f.conn.contain(func() {
		select {
		case <-f.ctx.Done():
			return
		case <-stopping:
		}
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-f.ctx.Done():
		case <-timer.C:
			f.end(errStopping)
		}
	})
}

// cause returns why the session was ended, if that was our doing.
func (f *filter) cause() error {
	if cause := context.Cause(f.ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// written returns how many bytes were written to the channel.
func (f *filter) written() int64 { return f.channel.bytes.Load() }

// messages returns where a person sees what is said: the terminal, else stderr.
func (f *filter) messages(sess ssh.Session) io.Writer {
	if f.pty {
		return f.channel
	}
	return sess.Stderr()
}

// noColor reports whether the reader asked for no colour (no-color.org).
func (f *filter) noColor() bool { return f.environment["NO_COLOR"] != "" }

// environ returns the session's environment as key=value strings.
func (f *filter) environ() []string {
	env := []string{"TERM=" + f.term}
	for name, value := range f.environment {
		env = append(env, name+"="+strings.ToValidUTF8(value, ""))
	}
	return env
}
