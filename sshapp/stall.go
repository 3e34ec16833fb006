package sshapp

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// stallGuard ends a session whose client does not take what is written to its channel. The network's own deadline does
// not see that: a client that stops reading closes the SSH window, not the TCP one.
//
// Only the channel is closed, so that the other sessions of a multiplexed connection go on. That ends the write when the
// client agrees (RFC 4254, 5.3), which OpenSSH does only once it got rid of what it has. Until then the session does
// not count as one that runs, so that the connection ends when it is not used for anything else.
type stallGuard struct {
	gossh.Channel
	conn    *guardedConn
	stop    context.CancelCauseFunc // of the session
	bytes   atomic.Int64            // written, for the log
	stalled atomic.Bool
}

// errStalled is why a session or a connection ended, for the log.
var errStalled = errors.New("stopped taking what it asked for")

func (s *stallGuard) Write(p []byte) (int, error) { return s.guarded(s.Channel, p) }

// Stderr returns the channel's stderr (RFC 4254, 5.2), whose writes are watched alike.
func (s *stallGuard) Stderr() io.ReadWriter { return stallGuardStderr{s, s.Channel.Stderr()} }

type stallGuardStderr struct {
	guard *stallGuard
	io.ReadWriter
}

func (s stallGuardStderr) Write(p []byte) (int, error) { return s.guard.guarded(s.ReadWriter, p) }

func (s *stallGuard) guarded(w io.Writer, p []byte) (int, error) {
	timer := time.AfterFunc(s.conn.gate.limits.StalledWrite, func() {
		s.stop(errStalled)
		if s.stalled.CompareAndSwap(false, true) {
			s.conn.stall(1)
		}
		_ = s.Close() // it may be closed by the other side
	})
	defer timer.Stop()
	n, err := w.Write(p)
	s.bytes.Add(int64(n))
	if s.stalled.CompareAndSwap(true, false) {
		s.conn.stall(-1)
	}
	return n, err
}
