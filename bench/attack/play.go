package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"sync"
	"time"

	"postern/bench/process"
)

// server returns the server to attack: the one that is named, or a new one.
func (o options) server() (*server, error) {
	if o.addr != "" {
		return &server{addr: o.addr, metrics: o.metrics, pid: o.pid}, nil
	}
	return startServer(o.postern)
}

// playAgainst plays one attack against the server that is named, or against one of its own.
func (o options) playAgainst(ctx context.Context, a attack) (result, error) {
	r := result{Attack: a.name, Finding: a.finding, What: a.what}
	s, err := o.server()
	if err != nil {
		return r, fmt.Errorf("%s: %w", a.name, err)
	}
	defer s.stop()
	r.Before = o.warm(ctx, s)
	process.ForgetPeak(s.pid)

	lasts := max(o.lasts, a.least)
	if o.short {
		lasts = o.lasts
	}
	in := &innocents{addr: s.addr, shows: o.shows}
	began := time.Now()
	played, stop := context.WithTimeout(ctx, lasts)
	defer stop()
	var wrong bool
	said := make(chan string, 1)
	go func() {
		var text string
		text, wrong = o.inProcess(played, a, s.addr, lasts)
		said <- text
	}()
	in.come(played)
	r.CPU = float64(s.usage(ctx).CPU-r.Before.CPU) / float64(time.Since(began)) * 100
	r.Attacker = <-said

	after, took := s.calm(ctx, r.Before, o.bounds.settle)
	r.After, r.Settled = after, took.Seconds()
	r.Readers, r.Failures = in.visits, len(in.failures)
	r.FirstFrame, r.Key = latencyOf(in.first), latencyOf(in.keys)
	if len(in.failures) > 0 {
		r.Failure = in.failures[0].Error()
	}
	r.judge(s.alive(), o.bounds)
	if wrong {
		r.Wrong = append(r.Wrong, r.Attacker)
	}
	if more(r.Before.Goroutines, r.After.Goroutines) > 0 {
		r.Left = s.stacks()
	}
	return r, nil
}

// warm lets some readers come in each of the ways that there are, so that the server has all that it keeps, and returns what
// it takes when that does not change any more.
func (o options) warm(ctx context.Context, s *server) usage {
	const readers = 6 // of each kind, at the same time
	for _, way := range visits {
		var all sync.WaitGroup
		for i := range readers {
			all.Go(func() { _ = way.make(s.addr, o.shows, i) }) // if that fails, so will others that are counted
		}
		all.Wait()
	}
	return s.steady(ctx)
}

// inProcess plays an attack in a process of its own, which the server's readers do not share, and returns what it said, and whether
// that is something that the server may not do.
func (o options) inProcess(ctx context.Context, a attack, addr string, lasts time.Duration) (said string, wrong bool) {
	self, err := os.Executable()
	if err != nil {
		return err.Error(), true
	}
	cmd := exec.CommandContext(ctx, "nice", "-n", strconv.Itoa(niceness), self, "-play", "-addr", addr, "-for", lasts.String(), a.name)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = patience
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	_ = cmd.Run() // it was interrupted, most likely
	return string(bytes.TrimSpace(out.Bytes())), cmd.ProcessState != nil && cmd.ProcessState.ExitCode() == exitFailed
}

// playOne plays an attack and says how far it got.
func (o options) playOne(ctx context.Context, out io.Writer) error {
	a := o.attacks[0]
	// Its sources are its own, so that it does not pay for what others did to the same server.
	number := slices.IndexFunc(attacks, func(other attack) bool { return other.name == a.name })
	ctx, stop := context.WithTimeout(ctx, o.lasts)
	defer stop()
	player := &attacker{ctx: ctx, addr: o.addr, first: number * sourcesEach, lasts: o.lasts}
	a.play(player)
	_, err := fmt.Fprintf(out, "%d in, %d refused, %d sent\n", player.made.Load(), player.refused.Load(), player.sent.Load())
	if what := player.faults.Load(); what != nil {
		return errors.New(*what)
	}
	return err
}
