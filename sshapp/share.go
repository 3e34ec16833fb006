package sshapp

import (
	"cmp"
	"context"
	"time"

	"golang.org/x/time/rate"
)

// share is the part of the processor that the sessions of one source may take: the full-screen ones to compute what they show,
// and all of them to lay posts out. One computes at a time and one lays out, and in the long run together they take shareRate
// and layoutRate; when they want more, they wait, and nobody else does. The rates of keys and resizes bound a session; without a share, the sessions that one source may have are
// enough, in the largest window and with keys held, to make all readers wait.
type share struct {
	turn chan struct{} // has an element while nobody computes
	paid *rate.Limiter // of microseconds

	layout chan struct{} // has an element while none of the source's layouts waits or is under way
	laid   *rate.Limiter // of microseconds of layouts
}

// How much a source may compute: a reader who holds a key takes 15 ms a second, or 30 in the largest window.
const (
	shareRate  = 250_000 // microseconds a second
	shareBurst = 250_000 // microseconds at once, before shareRate counts

	// Layouts are paid for by themselves: who opens a long post still scrolls at once, and two of the longest are free.
	layoutRate  = shareRate
	layoutBurst = 2_000_000
)

func newShare() *share {
	s := &share{
		turn: make(chan struct{}, 1), paid: rate.NewLimiter(shareRate, shareBurst),
		layout: make(chan struct{}, 1), laid: rate.NewLimiter(layoutRate, layoutBurst),
	}
	s.turn <- struct{}{}
	s.layout <- struct{}{}
	return s
}

// rested reports whether nothing is to be paid for any more.
func (s *share) rested(now time.Time) bool {
	return s.paid.TokensAt(now) >= shareBurst && len(s.layout) == 1 && s.laid.TokensAt(now) >= layoutBurst
}

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
	defer func() { s.turn <- struct{}{} }()
	timed(s.paid, f)
}

// layOut calls f, which lays out size bytes, when it is the turn of the source and what was laid out before is paid
// for, and returns nil; or why ctx was done before. The wait takes nothing from the source but this turn.
func (s *share) layOut(ctx context.Context, all *layouts, size int, f func()) error {
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-s.layout:
	}
	defer func() { s.layout <- struct{}{} }()
	if err := s.laid.WaitN(ctx, 1); err != nil {
		return cmp.Or(context.Cause(ctx), err)
	}
	return all.do(ctx, size, func() { timed(s.laid, f) })
}

// timed calls f and has the time that it takes paid for by whoever comes next.
func timed(paid *rate.Limiter, f func()) {
	began := time.Now()
	defer func() {
		now := time.Now()
		used := min(now.Sub(began).Microseconds(), int64(paid.Burst()))
		paid.ReserveN(now, int(used))
	}()
	f()
}
