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
	logger  *slog.Logger
}

func newShelf(lib *posts.Library, logger *slog.Logger) *shelf {
	s := &shelf{logger: logger}
	s.current.Store(lib)
	return s
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
			s.current.Store(lib)
			s.logger.Info("posts changed with time", "listed", len(lib.Posts()))
		}
	}
}
