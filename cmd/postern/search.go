package main

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"postern/posts"
)

// stateFolder is where a running blog keeps what it can make again, below the blog's folder unless set otherwise.
const stateFolder = "state"

// search is the full-text index of the blog that is served.
type search struct {
	index   *posts.Index
	logger  *slog.Logger
	updates sync.WaitGroup
}

// newSearch opens the index in a folder of its own.
func newSearch(ctx context.Context, folder string, logger *slog.Logger) *search {
	index, err := posts.NewIndex(folder)
	if err != nil {
		logger.WarnContext(ctx, "search index is not kept", "reason", posts.CleanLine(err.Error()))
	}
	return &search{index: index, logger: logger}
}

// show lets the posts of a library be found. What the index lacks of it is added in the background.
func (s *search) show(ctx context.Context, lib *posts.Library) {
	s.index.Show(lib)
	s.updates.Go(func() {
		began := time.Now()
		spareMemory()
		err := s.index.Update(ctx)
		settleMemory()
		switch {
		case errors.Is(err, posts.ErrClosed), ctx.Err() != nil: // the server stops
		case err != nil:
			s.logger.ErrorContext(ctx, "search index is not up to date", "error", posts.CleanLine(err.Error()))
		default:
			s.logger.InfoContext(ctx, "search index is up to date", "posts", len(lib.Posts()),
				"duration", time.Since(began).Round(time.Millisecond).String())
		}
	})
}

// close ends updates that run and gives the folder free.
func (s *search) close(ctx context.Context) {
	if err := s.index.Close(); err != nil {
		s.logger.WarnContext(ctx, "search index is not closed", "error", posts.CleanLine(err.Error()))
	}
	s.updates.Wait()
}
