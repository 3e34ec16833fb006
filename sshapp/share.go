package sshapp

import (
	"context"
	"time"

	"golang.org/x/time/rate"
)

// share is the part of the processor that the full-screen sessions of one source may take to compute what they show. One of
// them computes at a time, and in the long run together they take shareRate; when they want more, they wait, and nobody
// else does. The rates of keys and resizes bound a session; without a share, the sessions that one source may have are
// enough, in the largest window and with keys held, to make all readers wait.
type share struct {
	turn chan struct{} // has an element while nobody computes
	paid *rate.Limiter // of microseconds
}

// How much a source may compute: a reader who holds a key takes 15 ms a second, or 30 in the largest window.
const (
	shareRate  = 250_000 // microseconds a second
	shareBurst = 250_000 // microseconds at once, before shareRate counts
)

func newShare() *share {
	s := &share{turn: make(chan struct{}, 1), paid: rate.NewLimiter(shareRate, shareBurst)}
	s.turn <- struct{}{}
	return s
}

// rested reports whether nothing is to be paid for any more.
func (s *share) rested(now time.Time) bool { return s.paid.TokensAt(now) >= shareBurst }

// compute calls f when it is its turn and what was computed before is paid for; not at all if ctx is done before.
func (s *share) compute(ctx context.Context, f func()) {
	if s.paid.WaitN(ctx, 1) != nil {
		return
	}
	select {
	case <-ctx.Done():
		return
	case <-s.turn:
	}
	began := time.Now()
	defer func() {
		now := time.Now()
		used := min(now.Sub(began).Microseconds(), shareBurst)
		s.paid.ReserveN(now, int(used)) // whoever comes next waits for it
		s.turn <- struct{}{}
	}()
	f()
}
