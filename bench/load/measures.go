package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"postern/bench/process"
)

// measure is a row of what is measured.
type measure struct {
	name    string
	figures []figureKind
	servers []string // which of them are measured
	rounds  int      // at most this many, 0: as many as the run has
	take    taker
}

// taker measures the server of a name in an empty folder and returns a value for each figure.
type taker func(ctx context.Context, p plan, name, dir string) ([]float64, error)

// running makes a taker of what is measured on a server that has just started.
func running(take func(ctx context.Context, p plan, s *process.Process) ([]float64, error)) taker {
	return func(ctx context.Context, p plan, name, dir string) ([]float64, error) {
		s, err := p.start(ctx, name, dir)
		if err != nil {
			return nil, err
		}
		values, err := take(ctx, p, s)
		s.Stop()
		return values, err
	}
}

// figureKind is one figure of a measure.
type figureKind struct {
	name string
	unit string
}

// How much is measured at scale 1.
const (
	oneAfterAnother = 200                   // connections
	atOnce          = 200                   // connections
	side            = 8                     // connections side by side
	sideTime        = 5 * time.Second       // how long
	repeatEvery     = 25 * time.Millisecond // as a held key repeats
	keysOfOne       = 300                   // keys of one reader
	scrolling       = 500                   // readers
	scrollingEvery  = 500 * time.Millisecond
	scrollingTime   = 10 * time.Second
	someIdle        = 1000             // sessions
	manyIdle        = 4000             // sessions
	idleTime        = 20 * time.Second // over which the CPU at rest is taken
)

func measures() []measure {
	return []measure{
		{
			"one client after another",
			[]figureKind{{"first frame p50", "ms"}, {"first frame p95", "ms"}, {"CPU a connection", "ms"}},
			subjects(), 0, running(takeOneAfterAnother),
		},
		{
			"8 clients side by side",
			[]figureKind{{"connections a second", ""}},
			subjects(), 0, running(takeSideBySide),
		},
		{
			"200 clients at once",
			[]figureKind{{"first frame p50", "ms"}, {"first frame p99", "ms"}},
			subjects(), 0, running(takeAtOnce),
		},
		{
			"keys of one reader",
			[]figureKind{{"answer p50", "ms"}, {"answer p99", "ms"}, {"bytes a key", "B"}},
			subjects(), 0, running(takeKeys),
		},
		{
			"500 readers who scroll",
			[]figureKind{{"answer p50", "ms"}, {"answer p99", "ms"}, {"CPU a key", "ms"}},
			subjects(), 0, running(takeScrolling),
		},
		{
			"1000 sessions at rest",
			[]figureKind{{"memory a session", "KiB"}, {"CPU", "% of a core"}},
			subjects(), 1, running(idle(someIdle)),
		},
		{
			"4000 sessions at rest",
			[]figureKind{{"memory a session", "KiB"}, {"CPU", "% of a core"}},
			[]string{"bare", "postern"},
			1, running(idle(manyIdle)),
		},
		{
			"1000 posts of 5 KB", growthFigures(), []string{"postern"}, 0, growth(1000),
		},
		{
			"10000 posts of 5 KB", growthFigures(), []string{"postern"}, 0, growth(10_000),
		},
	}
}

func takeOneAfterAnother(ctx context.Context, p plan, s *process.Process) ([]float64, error) {
	before, err := s.Usage()
	if err != nil {
		return nil, err
	}
	count := p.of(oneAfterAnother)
	var firsts []time.Duration
	for n := range count {
		r, err := open(ctx, s.Addr, n)
		if err != nil {
			return nil, err
		}
		firsts = append(firsts, r.first)
		_ = r.close() // the server may be quicker
	}
	after, err := s.Usage()
	return []float64{
		milliseconds(percentile(firsts, 50)), milliseconds(percentile(firsts, 95)),
		milliseconds(after.CPU-before.CPU) / float64(count),
	}, err
}

func takeSideBySide(ctx context.Context, p plan, s *process.Process) ([]float64, error) {
	began := time.Now()
	until := began.Add(p.lasting(sideTime))
	counts := make([]int, side)
	err := together(side, func(i int) error {
		for n := i; time.Now().Before(until); n += side {
			r, err := open(ctx, s.Addr, n)
			if err != nil {
				return err
			}
			_ = r.close() // the server may be quicker
			counts[i]++
		}
		return nil
	})
	total := 0
	for _, n := range counts {
		total += n
	}
	return []float64{float64(total) / time.Since(began).Seconds()}, err
}

func takeAtOnce(ctx context.Context, p plan, s *process.Process) ([]float64, error) {
	readers, err := openAll(ctx, s, p.of(atOnce), p.of(atOnce))
	defer closeAll(readers)
	if err != nil {
		return nil, err
	}
	var firsts []time.Duration
	for _, r := range readers {
		firsts = append(firsts, r.first)
	}
	return []float64{milliseconds(percentile(firsts, 50)), milliseconds(percentile(firsts, 99))}, nil
}

func takeKeys(ctx context.Context, p plan, s *process.Process) ([]float64, error) {
	r, err := open(ctx, s.Addr, 0)
	if err != nil {
		return nil, err
	}
	defer r.close()
	if err := r.settle(); err != nil {
		return nil, err
	}
	before := r.bytes.Load()
	count := p.of(keysOfOne)
	answers, err := r.hold(ctx, repeatEvery, func(pressed int) bool { return pressed < count })
	if err != nil {
		return nil, err
	}
	return []float64{
		milliseconds(percentile(answers, 50)), milliseconds(percentile(answers, 99)),
		float64(r.bytes.Load()-before) / float64(count),
	}, nil
}

func takeScrolling(ctx context.Context, p plan, s *process.Process) ([]float64, error) {
	readers, err := openAll(ctx, s, p.of(scrolling), side)
	defer closeAll(readers)
	if err != nil {
		return nil, err
	}
	before, err := s.Usage()
	if err != nil {
		return nil, err
	}
	until := time.Now().Add(p.lasting(scrollingTime))
	all := make([][]time.Duration, len(readers))
	err = together(len(readers), func(i int) error {
		answers, err := readers[i].scroll(ctx, until, time.Duration(i)*scrollingEvery/time.Duration(len(readers)))
		all[i] = answers
		return err
	})
	if err != nil {
		return nil, err
	}
	after, err := s.Usage()
	answers := slices.Concat(all...)
	return []float64{
		milliseconds(percentile(answers, 50)), milliseconds(percentile(answers, 99)),
		milliseconds(after.CPU-before.CPU) / float64(len(answers)),
	}, err
}

// idle measures n sessions that do nothing.
func idle(n int) func(context.Context, plan, *process.Process) ([]float64, error) {
	return func(ctx context.Context, p plan, s *process.Process) ([]float64, error) {
		empty, err := s.Usage()
		if err != nil {
			return nil, err
		}
		readers, err := openAll(ctx, s, p.of(n), side)
		defer closeAll(readers)
		if err != nil {
			return nil, err
		}
		// What opening them cost is over after a moment.
		if err := pause(ctx, p.lasting(idleTime)/2); err != nil {
			return nil, err
		}
		before, err := s.Usage()
		if err != nil {
			return nil, err
		}
		began := time.Now()
		if err := pause(ctx, p.lasting(idleTime)); err != nil {
			return nil, err
		}
		after, err := s.Usage()
		for _, r := range readers {
			if r.ended() {
				return nil, fmt.Errorf("a session at rest ended")
			}
		}
		return []float64{
			float64(after.Resident-empty.Resident) / 1024 / float64(len(readers)),
			100 * float64(after.CPU-before.CPU) / float64(time.Since(began)),
		}, err
	}
}

// openAll opens n readers, so many of them at once.
func openAll(ctx context.Context, s *process.Process, n, atOnce int) ([]*reader, error) {
	readers := make([]*reader, n)
	next := make(chan int)
	go func() {
		defer close(next)
		for i := range n {
			next <- i
		}
	}()
	err := together(atOnce, func(int) (failed error) {
		for i := range next {
			if failed != nil {
				continue // next has to be emptied
			}
			readers[i], failed = open(ctx, s.Addr, i)
		}
		return failed
	})
	return slices.DeleteFunc(readers, func(r *reader) bool { return r == nil }), err
}

func closeAll(readers []*reader) {
	for _, r := range readers {
		_ = r.close()
	}
}

// together calls f(0) to f(n-1) at once and returns what failed, when all have returned.
func together(n int, f func(int) error) error {
	errs := make(chan error, n)
	for i := range n {
		go func() { errs <- f(i) }()
	}
	var failed []error
	for range n {
		failed = append(failed, <-errs)
	}
	return errors.Join(failed...)
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// percentile returns the value below which p percent of the times lie.
func percentile(times []time.Duration, p int) time.Duration {
	if len(times) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(times))
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
