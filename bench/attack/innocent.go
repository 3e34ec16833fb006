package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"slices"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

// Innocent readers come one after the other while the attack goes on, each from another address: they open the reader, wait
// for its first frame, press some keys, each when the one before was answered, and leave.
type innocents struct {
	addr  string
	shows string // what the first frame has

	visits   int
	first    []time.Duration // from the beginning of the connection to the first frame
	keys     []time.Duration // from a key to the answer on the screen
	failures []error
}

// What a reader does, and how long it would wait.
const (
	patience   = 10 * time.Second
	looksFor   = 50 * time.Millisecond // at the first frame
	comesEvery = 20 * time.Millisecond // after the one before has left
	pressed    = "jjjj"                // one way, so that each changes the screen also when two are drawn as one
)

// come lets readers come until ctx is done; the last one ends its visit.
func (in *innocents) come(ctx context.Context) {
	for ctx.Err() == nil {
		if err := in.visit(); err != nil {
			in.failures = append(in.failures, err)
		}
		in.visits++
		select {
		case <-ctx.Done():
		case <-time.After(comesEvery):
		}
	}
}

// visit is the visit of one reader.
func (in *innocents) visit() error {
	began := time.Now()
	raw, err := dialFrom(context.Background(), net.IPv4(127, 9, byte(in.visits/250), byte(1+in.visits%250)), in.addr)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer raw.Close()
	c, err := handshake(raw, ssh.Config{})
	if err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	_ = raw.SetDeadline(began.Add(patience + patience))
	s, err := c.reader(80, 24)
	if err != nil {
		return fmt.Errorf("open: %w", err)
	}
	p := &printed{changed: make(chan struct{}, 1), ended: make(chan struct{})}
	go p.follow(s)
	// What a terminal answers to the questions that come with the first bytes.
	if _, err := io.WriteString(s, "\x1b]11;rgb:0000/0000/0000\x1b\\\x1b[?62c"); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	if err := p.wait(began, func(text []byte) bool { return bytes.Contains(text, []byte(in.shows)) }); err != nil {
		return fmt.Errorf("first frame: %w", err)
	}
	in.first = append(in.first, time.Since(began))
	time.Sleep(looksFor)
	for _, key := range []byte(pressed) {
		shown, at := p.length(), time.Now()
		if _, err := s.Write([]byte{key}); err != nil {
			return fmt.Errorf("key: %w", err)
		}
		if err := p.wait(at, func(text []byte) bool { return len(text) > shown }); err != nil {
			return fmt.Errorf("key: %w", err)
		}
		in.keys = append(in.keys, time.Since(at))
	}
	return c.Close()
}

// printed is what a session has printed so far.
type printed struct {
	mu      sync.Mutex
	text    []byte
	changed chan struct{} // has an element when there is more
	ended   chan struct{} // closed when there will be no more
}

func (p *printed) follow(r io.Reader) {
	defer close(p.ended)
	buf := make([]byte, 32<<10)
	for {
		n, err := r.Read(buf)
		p.mu.Lock()
		p.text = append(p.text, buf[:n]...)
		p.mu.Unlock()
		select {
		case p.changed <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

func (p *printed) length() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.text)
}

// wait waits until what is printed is as wanted.
func (p *printed) wait(since time.Time, wanted func([]byte) bool) error {
	timer := time.NewTimer(time.Until(since.Add(patience)))
	defer timer.Stop()
	for over := false; ; {
		p.mu.Lock()
		ok, last := wanted(p.text), string(p.text[max(0, len(p.text)-80):])
		p.mu.Unlock()
		switch {
		case ok:
			return nil
		case over:
			return fmt.Errorf("the session ended after %q", last)
		}
		select {
		case <-p.changed:
		case <-p.ended:
			over = true // what came last is looked at once more
		case <-timer.C:
			return fmt.Errorf("nothing for %s", patience)
		}
	}
}

// latency sums durations up.
type latency struct {
	P50 float64 `json:"p50_ms"`
	P95 float64 `json:"p95_ms"`
	Max float64 `json:"max_ms"`
}

// latencyOf sums durations up in milliseconds; of none, all are zero.
func latencyOf(all []time.Duration) latency {
	if len(all) == 0 {
		return latency{}
	}
	sorted := slices.Sorted(slices.Values(all))
	at := func(share float64) float64 {
		return float64(sorted[int(share*float64(len(sorted)-1)+0.5)]) / float64(time.Millisecond)
	}
	return latency{at(0.5), at(0.95), at(1)}
}
