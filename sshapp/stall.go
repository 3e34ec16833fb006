package sshapp

import (
	"context"
	"errors"
	"io"
	"slices"
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
	ctx     context.Context         // the session's
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

// guarded writes p in pieces of what one may keep the library busy with, each after the network has had the one before.
func (s *stallGuard) guarded(w io.Writer, p []byte) (n int, err error) {
	defer s.resume()
	timer := time.AfterFunc(s.conn.gate.limits.StalledWrite, func() {
		if s.stalled.CompareAndSwap(false, true) {
			s.conn.stall(1)
		}
		s.stop(errStalled)
		_ = s.Close() // it may be closed by the other side
	})
	defer timer.Stop()
	for piece := range slices.Chunk(p, outputBuffer) {
		before := s.conn.sent.taken()
		written, err := w.Write(piece)
		n += written
		s.bytes.Add(int64(written))
		if err != nil {
			return n, err
		}
		if !s.conn.sent.await(s.ctx, before+int64(written)) && s.stalled.Load() {
			s.conn.end(errStalled.Error()) // a key exchange that does not end: no channel can be closed either
		}
	}
	return n, nil
}

// resume takes back that the session has stalled.
func (s *stallGuard) resume() {
	if s.stalled.CompareAndSwap(true, false) {
		s.conn.stall(-1)
	}
}
