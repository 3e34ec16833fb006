package sshapp

import (
	"container/list"
	"log/slog"
	"maps"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// The gate stands between the network and the SSH library. It holds off, before a byte is parsed:
//
//   - floods of handshakes: a source gets a burst of connections, then a few a second; more are closed;
//   - crowds of one source: a bound on its connections, and a smaller one on unauthenticated ones;
//   - half-open connections: the places for unauthenticated connections are bounded, and when they run out
//     one of the source that holds most of them gives way: first one that has sent nothing for a while, then the
//     oldest. Newcomers are not refused, since refusing them (as sshd's MaxStartups does) locks innocent readers
//     out together with the attacker;
//   - idle crowds: when the places for all connections run out, a connection without a session gives way, else an
//     unauthenticated one; the same when descriptors run out.
//
// sources.go says what a source is.
type gate struct {
	limits  Limits
	logger  *slog.Logger
	journal *journal

	mu      sync.Mutex
	sources map[netip.Prefix]*source
	sweepAt int // how many sources there have to be until those that have rested are forgotten
	conns   map[*guardedConn]struct{}
	unauth  *list.List // of *guardedConn, the oldest first
	closed  bool       // nobody is admitted any more
}

// silentTime is how long an unauthenticated connection may send nothing before it counts as silent: an honest
// client's first words take a round trip.
const silentTime = 2 * time.Second

func newGate(limits Limits, logger *slog.Logger) *gate {
	return &gate{
		limits:  limits,
		logger:  logger,
		journal: newJournal(logger, nobody{}, NetworkAddress),
		sources: map[netip.Prefix]*source{},
		conns:   map[*guardedConn]struct{}{},
		unauth:  list.New(),
	}
}

// admit returns the connection guarded, or nil if its source may not have it now.
func (g *gate) admit(conn net.Conn, now time.Time) *guardedConn {
	guarded, evicted, reason := g.place(conn, sourceOf(conn.RemoteAddr()), now)
	for _, c := range evicted {
		giveWay(c)
	}
	if guarded == nil {
		g.journal.refused(reason)
	}
	return guarded
}

// place gives a connection its places, and says which others have lost theirs for it, or else in a word why there is none.
func (g *gate) place(conn net.Conn, prefix netip.Prefix, now time.Time) (guarded *guardedConn, evicted []*guardedConn, reason string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	src := g.sourceLocked(prefix, now)
	if reason := g.refusalLocked(src, now); reason != "" {
		return nil, nil, reason
	}
	src.conns++ // before any other goes, so that the source is not taken for one without connections, and forgotten
	if len(g.conns) >= g.limits.Connections {
		spare := g.spareLocked(now)
		if spare == nil {
			src.conns--
			return nil, nil, "full"
		}
		g.forgetConnLocked(spare)
		evicted = append(evicted, spare)
	}
	if src.unauth >= g.limits.SourceUnauth {
		evicted = append(evicted, g.evictLocked(now, func(c *guardedConn) bool { return c.prefix == prefix }))
	}
	if g.unauth.Len() >= g.limits.Unauthenticated {
		evicted = append(evicted, g.evictLocked(now, func(*guardedConn) bool { return true }))
	}
	guarded = newGuardedConn(conn, g, prefix, now)
	guarded.place = g.unauth.PushBack(guarded)
	src.unauth++
	g.conns[guarded] = struct{}{}
	g.journal.opened()
	return guarded, evicted, ""
}

// refusalLocked says in a word why a source may have no connection more; empty: it may.
func (g *gate) refusalLocked(src *source, now time.Time) string {
	switch {
	case g.closed:
		return "stopping"
	case src == nil:
		return "sources_full"
	case src.conns >= g.limits.SourceConns:
		return "source_full"
	case !src.limiter.AllowN(now, 1):
		return "source_rate"
	default:
		return ""
	}
}

// idlestLocked returns an authenticated connection on which no session runs, of the source that holds most
// connections; nil if there is none.
func (g *gate) idlestLocked() *guardedConn {
	var idlest *guardedConn
	for c := range g.conns {
		if c.place == nil && c.unused() && (idlest == nil || g.sources[c.prefix].conns > g.sources[idlest.prefix].conns) {
			idlest = c
		}
	}
	return idlest
}

// spareLocked returns the connection that gives way when all places are taken: one on which no session runs, else an
// unauthenticated one, which then has no place among those either; nil if a session runs on each.
func (g *gate) spareLocked(now time.Time) *guardedConn {
	if idle := g.idlestLocked(); idle != nil {
		return idle
	}
	if g.unauth.Len() == 0 {
		return nil
	}
	return g.evictLocked(now, func(*guardedConn) bool { return true })
}

// evictLocked takes one of the unauthenticated connections that are candidates out of its place: of those that
// are silent, else of all, the oldest of the source that holds most. There has to be a candidate.
func (g *gate) evictLocked(now time.Time, candidate func(*guardedConn) bool) *guardedConn {
	var silent, oldest *guardedConn
	for e := g.unauth.Front(); e != nil; e = e.Next() {
		c, _ := e.Value.(*guardedConn)
		if !candidate(c) {
			continue
		}
		if !c.heard.Load() && now.Sub(c.began) >= silentTime && g.holdsMoreLocked(c, silent) {
			silent = c
		}
		if g.holdsMoreLocked(c, oldest) {
			oldest = c
		}
	}
	if silent != nil {
		oldest = silent
	}
	g.leaveUnauthLocked(oldest)
	return oldest
}

// holdsMoreLocked reports whether the source of c holds more unauthenticated connections than that of other.
func (g *gate) holdsMoreLocked(c, other *guardedConn) bool {
	return other == nil || g.sources[c.prefix].unauth > g.sources[other.prefix].unauth
}

func (g *gate) leaveUnauthLocked(c *guardedConn) {
	if c.place == nil {
		return
	}
	g.unauth.Remove(c.place)
	c.place = nil
	g.sources[c.prefix].unauth--
}

// authenticated gives the connection's place among the unauthenticated ones back.
func (g *gate) authenticated(c *guardedConn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.leaveUnauthLocked(c)
}

// release gives back all that a closed connection held.
func (g *gate) release(c *guardedConn) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.leaveUnauthLocked(c)
	g.forgetConnLocked(c)
}

// forgetConnLocked gives the connection's place among all connections back, once.
func (g *gate) forgetConnLocked(c *guardedConn) {
	if _, ok := g.conns[c]; !ok {
		return
	}
	delete(g.conns, c)
	src := g.sources[c.prefix]
	src.conns--
	if src.rested(time.Now(), g.limits) {
		delete(g.sources, c.prefix)
	}
}

// closeAll admits nobody any more and closes every connection: those that are still shaking hands at once, the others
// after a moment in which clients leave by themselves, so that they do not tell their readers that the server hung up.
func (g *gate) closeAll() {
	g.mu.Lock()
	g.closed = true
	var half []*guardedConn
	for c := range g.conns {
		if c.place != nil {
			half = append(half, c)
		}
	}
	g.mu.Unlock()
	endAll(half)
	g.journal.settled(leaveTime)
	g.mu.Lock()
	conns := slices.Collect(maps.Keys(g.conns))
	g.mu.Unlock()
	endAll(conns)
	g.journal.close()
}

// leaveTime is a round trip on a usual link.
const leaveTime = 150 * time.Millisecond

func endAll(conns []*guardedConn) {
	for _, c := range conns {
		c.end("the server stops")
	}
}
