package main

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"postern/posts"
)

// maxWait bounds how long a change may be missed when the machine slept or its clock was set.
const maxWait = time.Minute

// shelf holds the snapshot that new sessions read, and exchanges it when a post's time has come.
type shelf struct {
	current atomic.Pointer[posts.Library]
	swapped func(*posts.Library) // is told of each snapshot, the first one too
	logger  *slog.Logger
}

func newShelf(lib *posts.Library, swapped func(*posts.Library), logger *slog.Logger) *shelf {
	s := &shelf{swapped: swapped, logger: logger}
	s.swap(lib)
	return s
}

// swap puts a snapshot on the shelf.
func (s *shelf) swap(lib *posts.Library) {
	s.current.Store(lib)
	s.swapped(lib)
}

func (s *shelf) library() *posts.Library { return s.current.Load() }

// follow makes scheduled posts appear and expired ones vanish until ctx is done.
func (s *shelf) follow(ctx context.Context) {
	for {
		next := s.library().NextChange()
		if next.IsZero() {
			return
		}
		timer := time.NewTimer(min(time.Until(next), maxWait))
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		if now := time.Now(); !now.Before(next) {
			lib := s.library().At(now)
			s.swap(lib)
			s.logger.Info("posts changed with time", "listed", len(lib.Posts()))
		}
	}
}
