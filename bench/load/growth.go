package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"postern/bench/process"
)

func growthFigures() []figureKind {
	return []figureKind{
		{"first start", "ms"},
		{"memory then, the index being built", "MiB"},
		{"start with an index", "ms"},
		{"reload of a post", "ms"},
		{"memory at rest", "MiB"},
		{"memory at its height", "MiB"},
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
		ready, err := first.Usage()
		if err == nil {
			err = logged(ctx, first, indexed, 1)
		}
		built, usageErr := first.Usage()
		first.Stop()
		err = cmp.Or(err, usageErr)
		if err != nil {
			return nil, err
		}
		again, err := p.startPostern(ctx, dir)
		if err != nil {
			return nil, err
		}
		defer again.Stop()
		if err := logged(ctx, again, indexed, 1); err != nil {
			return nil, err
		}
		reload, err := reloadOne(ctx, again, dir)
		if err != nil {
			return nil, err
		}
		if err := logged(ctx, again, indexed, 2); err != nil {
			return nil, err
		}
		if err := pause(ctx, restTime); err != nil {
			return nil, err
		}
		after, err := again.Usage()
		return []float64{
			milliseconds(first.Ready), mebibytes(ready.Resident), milliseconds(again.Ready), milliseconds(reload), mebibytes(after.Resident),
			mebibytes(max(built.Peak, after.Peak)),
		}, err
	}
}

// restTime is until memory that is free has gone back to the system.
const restTime = 5 * time.Second

func mebibytes(n int64) float64 { return float64(n) / (1 << 20) }

// indexed is what Postern logs when all posts can be searched.
const indexed = "search index is up to date"

// reloadOne changes the newest post, tells the server (SIGHUP), and returns how long it took until readers see it.
func reloadOne(ctx context.Context, s *process.Process, dir string) (time.Duration, error) {
	const title = "A title that has just been changed"
	file := filepath.Join(dir, "posts", "post-0.md")
	if err := os.WriteFile(file, []byte(writtenPost(0, title)), 0o600); err != nil {
		return 0, err
	}
	began := time.Now()
	s.Signal(syscall.SIGHUP)
	for n := 0; time.Since(began) < answerTime; n++ {
		list, err := command(ctx, s.Addr, n, "list --limit 1")
		if err != nil {
			return 0, err
		}
		if strings.Contains(list, title) {
			return time.Since(began), nil
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return 0, err
		}
	}
	return 0, fmt.Errorf("the changed post was not shown in %s", answerTime)
}

// logged returns when the server has logged a message so many times.
func logged(ctx context.Context, s *process.Process, message string, times int) error {
	for began := time.Now(); time.Since(began) < readyTime; {
		said, err := s.Said()
		if err != nil || strings.Count(said, message) >= times {
			return err
		}
		if err := pause(ctx, 20*time.Millisecond); err != nil {
			return err
		}
	}
	return fmt.Errorf("the server did not log %q in %s", message, readyTime)
}
