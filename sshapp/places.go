package sshapp

import (
	"errors"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"
)

// The places bound the sessions that run at once, in all and of one source, so that one source cannot hold what
// others need. When all are taken, a newcomer gets the place of the session that has been without a key for the
// longest, of the source that holds most places, if that holds more than the newcomer's own.
type places struct {
	limits Limits

	mu      sync.Mutex
	taken   map[*place]struct{}
	sources map[netip.Prefix]int
	closed  bool
	running sync.WaitGroup // sessions; those that lost their place run until they have said goodbye
}

// place is the place of one session.
type place struct {
	source netip.Prefix
	end    func(error)  // ends the session
	active atomic.Int64 // when the last key came, in Unix nanoseconds
}

// Why a session gets no place, or loses it.
var (
	errAllTaken    = errors.New("all places are taken")
	errSourceTaken = errors.New("its source has too many sessions")
	errGaveWay     = errors.New("gave its place to a newcomer")
)

func newPlaces(limits Limits) *places {
	return &places{
		limits:  limits,
		taken:   map[*place]struct{}{},
		sources: map[netip.Prefix]int{},
	}
}

// take returns a place for a session of a source, which end can end.
func (p *places) take(source netip.Prefix, end func(error)) (*place, error) {
	p.mu.Lock()
	var evicted *place
	switch {
	case p.closed:
		p.mu.Unlock()
		return nil, errStopping
	case p.sources[source] >= p.limits.SourceSessions:
		p.mu.Unlock()
		return nil, errSourceTaken
	case len(p.taken) >= p.limits.Sessions:
		evicted = p.idlestLocked()
		if evicted == nil || p.sources[evicted.source] <= p.sources[source] {
			p.mu.Unlock()
			return nil, errAllTaken
		}
		p.forgetLocked(evicted)
	}
	taken := &place{source: source, end: end}
	taken.typed()
	p.taken[taken] = struct{}{}
	p.sources[source]++
	p.running.Add(1)
	p.mu.Unlock()

	if evicted != nil {
		evicted.end(errGaveWay)
	}
	return taken, nil
}

// idlestLocked returns the place that has been without a key for the longest, of the source that holds most.
func (p *places) idlestLocked() *place {
	var idlest *place
	for c := range p.taken {
		if idlest == nil {
			idlest = c
			continue
		}
		held, most := p.sources[c.source], p.sources[idlest.source]
		if held > most || held == most && c.active.Load() < idlest.active.Load() {
			idlest = c
		}
	}
	return idlest
}

// typed notes that a key came.
func (c *place) typed() { c.active.Store(time.Now().UnixNano()) }

// still returns how long no key has come.
func (c *place) still() time.Duration { return time.Since(time.Unix(0, c.active.Load())) }

// leave ends the life of a session. Its place may have been given to a newcomer before.
func (p *places) leave(c *place) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forgetLocked(c)
	p.running.Done()
}

func (p *places) forgetLocked(c *place) {
	if _, ok := p.taken[c]; !ok {
		return
	}
	delete(p.taken, c)
	if p.sources[c.source]--; p.sources[c.source] == 0 {
		delete(p.sources, c.source)
	}
}

// close gives no more places and returns a channel that is closed when the last session has left.
func (p *places) close() <-chan struct{} {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	left := make(chan struct{})
	go func() {
		p.running.Wait()
		close(left)
	}()
	return left
}
