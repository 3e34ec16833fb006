package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

// The soak: honest readers come and go, each in one of the ways that there are, and what the server takes is looked at again
// and again. After a while it may not grow any more.

// visits are the ways in which honest readers come.
var visits = []struct {
	name string
	make func(addr, shows string, number int) error
}{
	{"reader", func(addr, shows string, n int) error {
		return (&innocents{addr: addr, shows: shows, visits: n}).visit()
	}},
	{"list", commandVisit("list --json")},
	{"search", commandVisit(heavySearch)},
	{"post", commandVisit("read what-attackers-look-at")},
	{"feed", commandVisit("feed")},
	{"sftp", fileVisit},
}

const (
	soakReaders = 20 // at the same time
	soakSamples = 60
	soakPause   = 200 * time.Millisecond // between a reader's visits
)

func (o options) soakServer(ctx context.Context, out io.Writer) error {
	s, err := o.server()
	if err != nil {
		return err
	}
	defer s.stop()
	before := o.warm(ctx, s)
	during, stop := context.WithTimeout(ctx, o.soak)
	defer stop()
	tally := &tally{failures: map[string]int{}, visits: map[string]int{}}
	var readers sync.WaitGroup
	for i := range soakReaders {
		readers.Go(func() { tally.come(during, s.addr, o.shows, i) })
	}
	samples := o.watch(ctx, during, s, out)
	readers.Wait()
	after, took := s.calm(ctx, before, o.bounds.settle)
	fmt.Fprintf(out, "visits %v, of which failed %v\n", tally.visits, tally.failures)
	if tally.first != nil {
		fmt.Fprintf(out, "the first that failed: %v\n", tally.first)
	}
	fmt.Fprintf(out, "at the end, after %.1fs: RSS %d MiB, goroutines %+d, descriptors %+d\n",
		took.Seconds(), after.RSS>>10, after.Goroutines-before.Goroutines, after.Descriptors-before.Descriptors)
	r := result{Attack: "soak", Before: before, After: after}
	r.judge(s.alive(), o.bounds)
	if o.json != "" {
		if err := writeJSON(o.json, samples); err != nil {
			return err
		}
	}
	if len(r.Wrong) > 0 {
		return fmt.Errorf("soak: %s", r.Wrong)
	}
	return nil
}

// watch takes samples of what the server takes, and prints them and what they come to.
func (o options) watch(ctx, during context.Context, s *server, out io.Writer) []sample {
	var samples []sample
	ticker := time.NewTicker(max(o.soak/soakSamples, time.Second))
	defer ticker.Stop()
	began := time.Now()
	for {
		select {
		case <-during.Done():
			printTrend(out, samples)
			return samples
		case <-ticker.C:
		}
		now := sample{time.Since(began).Seconds(), s.usage(ctx)}
		samples = append(samples, now)
		fmt.Fprintf(out, "%6.0fs  RSS %4d MiB  goroutines %4d  descriptors %4d\n", now.Seconds, now.RSS>>10, now.Goroutines, now.Descriptors)
	}
}

// sample is what the server took at a moment.
type sample struct {
	Seconds float64 `json:"seconds"`
	usage
}

// printTrend compares the first third of the samples with the last, and says how fast each figure grows in the last two.
func printTrend(out io.Writer, samples []sample) {
	third := len(samples) / 3
	if third == 0 {
		return
	}
	for _, figure := range []struct {
		name string
		of   func(sample) float64
	}{
		{"RSS MiB", func(s sample) float64 { return float64(s.RSS) / 1024 }},
		{"goroutines", func(s sample) float64 { return float64(s.Goroutines) }},
		{"descriptors", func(s sample) float64 { return float64(s.Descriptors) }},
	} {
		fmt.Fprintf(out, "%-12s first third %7.1f, last third %7.1f, slope %+.2f an hour\n", figure.name,
			mean(samples[:third], figure.of), mean(samples[len(samples)-third:], figure.of), 3600*slope(samples[third:], figure.of))
	}
}

func mean(samples []sample, of func(sample) float64) float64 {
	var sum float64
	for _, s := range samples {
		sum += of(s)
	}
	return sum / float64(len(samples))
}

// slope is that of the straight line through the samples by least squares, a second.
func slope(samples []sample, of func(sample) float64) float64 {
	at := mean(samples, func(s sample) float64 { return s.Seconds })
	level := mean(samples, of)
	var up, across float64
	for _, s := range samples {
		up += (s.Seconds - at) * (of(s) - level)
		across += (s.Seconds - at) * (s.Seconds - at)
	}
	if across == 0 {
		return 0
	}
	return up / across
}

// tally counts visits.
type tally struct {
	mu               sync.Mutex
	visits, failures map[string]int
	first            error
}

// come lets the i-th reader come again and again, each time in another way.
func (t *tally) come(ctx context.Context, addr, shows string, i int) {
	for n := i; ctx.Err() == nil; n++ {
		way := visits[n%len(visits)]
		err := way.make(addr, shows, n*soakReaders+i)
		t.mu.Lock()
		t.visits[way.name]++
		if err != nil {
			t.failures[way.name]++
			if t.first == nil {
				t.first = fmt.Errorf("%s: %w", way.name, err)
			}
		}
		t.mu.Unlock()
		select {
		case <-ctx.Done():
		case <-time.After(soakPause):
		}
	}
}
