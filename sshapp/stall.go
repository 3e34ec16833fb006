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
// The channel is closed first, so that the other sessions of a multiplexed connection go on. That ends the write only
// when the client agrees to it (RFC 4254, 5.3); if it does not within the same time again, the connection ends.
type stallGuard struct {
	gossh.Channel
	conn  *guardedConn
	stop  context.CancelCauseFunc // of the session
	bytes atomic.Int64            // written, for the log
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
	limit := s.conn.gate.limits.StalledWrite
	closing := time.AfterFunc(limit, func() {
		s.stop(errStalled)
		_ = s.Close() // it may be closed by the other side
	})
	defer closing.Stop()
	ending := time.AfterFunc(2*limit, func() { s.conn.end(errStalled.Error()) })
	defer ending.Stop()
	n, err := w.Write(p)
	s.bytes.Add(int64(n))
	return n, err
}
