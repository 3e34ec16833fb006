package main

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"postern/posts"
)

// maxWait bounds how long a change may be missed when the machine slept or its clock was set.
const maxWait = time.Minute

// shelf holds the snapshot that new sessions read. A reload exchanges it, and so does the time of a post that has come.
type shelf struct {
	current atomic.Pointer[posts.Library]
	logger  *slog.Logger

	exchange sync.Mutex             // so that none gets lost
	told     []func(*posts.Library) // guarded by exchange
	renewed  chan struct{}          // has an element after swap: other posts wait for other times
}

func newShelf(lib *posts.Library, logger *slog.Logger) *shelf {
	s := &shelf{logger: logger, renewed: make(chan struct{}, 1)}
	s.current.Store(lib)
	return s
}

// tell calls f with the snapshot, and with each that takes its place. f must not block.
func (s *shelf) tell(f func(*posts.Library)) {
	s.exchange.Lock()
	defer s.exchange.Unlock()
	s.told = append(s.told, f)
	f(s.library())
}

func (s *shelf) library() *posts.Library { return s.current.Load() }

// swap puts a snapshot on the shelf.
func (s *shelf) swap(lib *posts.Library) {
	s.exchange.Lock()
	s.put(lib)
	s.exchange.Unlock()
	select {
	case s.renewed <- struct{}{}:
	default:
	}
}

func (s *shelf) put(lib *posts.Library) {
	s.current.Store(lib)
	for _, f := range s.told {
		f(lib)
	}
}

// follow makes scheduled posts appear and expired ones vanish until ctx is done.
func (s *shelf) follow(ctx context.Context) {
	for {
		wait := maxWait
		if next := s.library().NextChange(); !next.IsZero() {
			wait = min(time.Until(next), maxWait)
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-s.renewed:
			timer.Stop()
		case <-timer.C:
			s.advance(time.Now())
		}
	}
}

// advance exchanges the snapshot if the time of one of its posts has come.
func (s *shelf) advance(now time.Time) {
	s.exchange.Lock()
	defer s.exchange.Unlock()
	lib := s.library()
	if next := lib.NextChange(); next.IsZero() || now.Before(next) {
		return
	}
	lib = lib.At(now)
	s.put(lib)
	s.logger.Info("posts changed with time", "listed", len(lib.Posts()))
}
