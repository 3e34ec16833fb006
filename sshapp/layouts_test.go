package sshapp

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// While a long layout is under way, those of other sources go on, the short ones first, and each source has one at a time.
func TestLayoutsTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := newLayouts(func(time.Duration) {})
		all.most = 1
		greedy, other, innocent := newShare(), newShare(), newShare()
		var began []string
		held, release := make(chan struct{}), make(chan struct{})
		ask := func(s *share, name string, size int) {
			go func() {
				if err := s.layOut(t.Context(), all, size, func() { began = append(began, name) }); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}()
			synctest.Wait()
		}
		go func() { _ = greedy.layOut(t.Context(), all, 1<<20, func() { close(held); <-release }) }()
		<-held
		for range 3 {
			ask(greedy, "greedy", 1<<20)
		}
		ask(other, "other", 1<<20)
		ask(innocent, "innocent", 1000)
		if !slices.Equal(began, []string{"innocent"}) {
			t.Errorf("while a long layout is under way %v began, want the short one", began)
		}
		close(release)
		synctest.Wait()
		<-time.After(time.Minute) // until the source has paid
		synctest.Wait()
		if want := []string{"innocent", "other", "greedy", "greedy", "greedy"}; !slices.Equal(began, want) {
			t.Errorf("began %v, want %v", began, want)
		}
	})
}

func TestLayoutsThatWaitEndWithTheirSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := newLayouts(func(time.Duration) {})
		all.most = 1
		held, release := make(chan struct{}), make(chan struct{})
		go func() { _ = all.do(t.Context(), 1<<20, func() { close(held); <-release }) }()
		<-held
		s, left := newShare(), errors.New("left")
		ctx, leave := context.WithCancelCause(t.Context())
		ended := make(chan error, 2) // one waits among all, the other within its source
		for range cap(ended) {
			go func() { ended <- s.layOut(ctx, all, 1<<20, func() { t.Error("who has left lays out") }) }()
		}
		synctest.Wait()
		leave(left)
		for range cap(ended) {
			if err := <-ended; !errors.Is(err, left) {
				t.Errorf("the wait ended with %v", err)
			}
		}
		close(release)
		<-time.After(time.Second) // which pays for what waiting costs
		synctest.Wait()
		if all.all != 0 || len(all.queue) != 0 || !s.rested(time.Now()) {
			t.Errorf("%d under way, %d wait, rested: %v", all.all, len(all.queue), s.rested(time.Now()))
		}
	})
}
