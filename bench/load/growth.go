package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func growthFigures() []figureKind {
	return []figureKind{
		{"first start", "ms"},
		{"memory then", "MiB"},
		{"start with an index", "ms"},
		{"reload of a post", "ms"},
		{"memory then, index and all", "MiB"},
	}
}

// growth measures what n posts cost: the start to "ready", memory then and once the search index is built, a start with
// that index, and the reload of one post that has changed.
func growth(n int) taker {
	return func(ctx context.Context, p plan, _, dir string) ([]float64, error) {
		if err := writeBlog(dir, p.of(n)); err != nil {
			return nil, err
		}
		first, err := p.startPostern(ctx, dir)
		if err != nil {
			return nil, err
		}
		ready, err := first.usage()
		if err == nil {
			err = first.logged(ctx, "search index is up to date")
		}
		if err := errors.Join(err, first.stop()); err != nil {
			return nil, err
		}
		again, err := p.startPostern(ctx, dir)
		if err != nil {
			return nil, err
		}
		values := []float64{milliseconds(first.ready), float64(ready.resident) / (1 << 20), milliseconds(again.ready)}
		err = again.logged(ctx, "search index is up to date")
		reload, failed := again.reload(ctx, dir)
		after, unread := again.usage()
		values = append(values, milliseconds(reload), float64(after.resident)/(1<<20))
		return values, errors.Join(err, failed, unread, again.stop())
	}
}

// reload changes the newest post, tells the server (SIGHUP), and returns how long it took until readers see it.
func (s *server) reload(ctx context.Context, dir string) (time.Duration, error) {
	const title = "A title that has just been changed"
	file := filepath.Join(dir, "posts", "post-0.md")
	if err := os.WriteFile(file, []byte(writtenPost(0, title)), 0o600); err != nil {
		return 0, err
	}
	began := time.Now()
	if err := s.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		return 0, err
	}
	for n := 0; time.Since(began) < answerTime; n++ {
		list, err := command(ctx, s.addr, n, "list --limit 1")
		if err != nil {
			return 0, err
		}
		if strings.Contains(list, title) {
			return time.Since(began), nil
		}
	}
	return 0, fmt.Errorf("the changed post was not shown in %s", answerTime)
}

// logged returns when the server has logged a message.
func (s *server) logged(ctx context.Context, message string) error {
	for began := time.Now(); time.Since(began) < readyTime; {
		log, err := os.ReadFile(s.lines.Name())
		if err != nil || bytes.Contains(log, []byte(message)) {
			return err
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
	return fmt.Errorf("the server did not log %q in %s", message, readyTime)
}
