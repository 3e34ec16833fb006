package sshapp

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestShareBoundsWhatOneSourceComputes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		s := newShare()
		var computing, computed atomic.Int64 // computed in microseconds
		const sessions, each, lasts = 16, 5 * time.Millisecond, 20 * time.Second
		for range sessions {
			go func() {
				for ctx.Err() == nil {
					s.compute(ctx, func() {
						if computing.Add(1) > 1 {
							t.Error("two sessions of a source compute at once")
						}
						<-time.After(each) // of the bubble's time
						computed.Add(each.Microseconds())
						computing.Add(-1)
					})
				}
			}()
		}
		<-time.After(lasts)
		most := int64(shareBurst + shareRate*lasts.Seconds() + sessions*float64(each.Microseconds()))
		if got := computed.Load(); got > most || got < most*9/10 {
			t.Errorf("computed for %d µs in %s, want nearly %d", got, lasts, most)
		}
		if s.rested(time.Now()) {
			t.Error("all is paid for at once")
		}
		other, began := newShare(), time.Now()
		other.compute(ctx, func() {})
		if waited := time.Since(began); waited > 0 {
			t.Errorf("another source waited %s", waited)
		}
		stop()
		s.compute(ctx, func() { t.Error("a session that has ended computes") })
		synctest.Wait()
		<-time.After(2 * time.Second)
		if !s.rested(time.Now()) {
			t.Error("after a rest something is still to be paid for")
		}
	})
}

func TestSharePassesTheTurnOnAfterAPanic(t *testing.T) {
	s := newShare()
	func() {
		defer func() { _ = recover() }()
		s.compute(t.Context(), func() { panic("boom") })
	}()
	called := false
	s.compute(t.Context(), func() { called = true })
	if !called {
		t.Error("nobody computes any more")
	}
}

func TestSharesAreThoseOfSources(t *testing.T) {
	g := newGate(testLimits(), quiet)
	now := time.Now()
	one, same, other := g.admit(from("192.0.2.1:1"), now), g.admit(from("192.0.2.1:2"), now), g.admit(from("192.0.2.2:1"), now)
	if g.shareOf(one) != g.shareOf(same) || g.shareOf(one) == g.shareOf(other) {
		t.Error("connections share what they should not, or do not what they should")
	}
	g.shareOf(one).paid.ReserveN(time.Now(), shareBurst)
	spent := g.shareOf(one)
	g.release(one)
	g.release(same)
	if again := g.admit(from("192.0.2.1:3"), now); g.shareOf(again) != spent {
		t.Error("who comes again has all of a share again")
	}
}

// Readers who came once do not fill the memory until there are as many as may be remembered.
func TestRestedSourcesAreForgotten(t *testing.T) {
	g := newGate(testLimits(), quiet)
	now := time.Now()
	for i := range 4 * leastSweep {
		conn := g.admit(from(fmt.Sprintf("10.0.%d.%d:1", i/256, i%256)), now)
		if conn == nil {
			t.Fatalf("visitor %d is refused", i)
		}
		g.release(conn)
		now = now.Add(time.Second)
	}
	if n := len(g.sources); n > leastSweep {
		t.Errorf("%d sources are remembered", n)
	}
}
