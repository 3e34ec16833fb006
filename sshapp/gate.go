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

	"golang.org/x/time/rate"
)

// The gate stands between the network and the SSH library. It holds off, before a byte is parsed:
//
//   - floods of handshakes: a source gets a burst of connections, then a few a second; more are closed;
//   - crowds of one source: a bound on its connections, and a smaller one on unauthenticated ones;
//   - half-open connections: the places for unauthenticated connections are bounded, and when they run out
//     one of the source that holds most of them gives way: first one that has sent nothing for a while, then the
//     oldest. Newcomers are not refused, since refusing them (as sshd's MaxStartups does) locks innocent readers
//     out together with the attacker;
//   - idle crowds: when the places for all connections run out, a connection without a session gives way.
//
// A source is an IPv4 address or an IPv6 /64, which is what one customer is given.
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

type source struct {
	conns    int
	unauth   int
	limiter  *rate.Limiter // of connections
	sessions *rate.Limiter
	share    *share
}

// silentTime is how long an unauthenticated connection may send nothing before it counts as silent: an honest
// client's first words take a round trip.
const silentTime = 2 * time.Second

// leastSweep is how many sources are not worth looking for those that have rested.
const leastSweep = 1024

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

// listen returns a listener whose Accept gives only the connections that the gate admits, each as a *guardedConn.
func (g *gate) listen(l net.Listener) net.Listener { return &gatedListener{Listener: l, gate: g} }

type gatedListener struct {
	net.Listener
	gate *gate
}

func (l *gatedListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if guarded := l.gate.admit(conn, time.Now()); guarded != nil {
			return guarded, nil
		}
		refuse(conn)
	}
}

// refuse closes a connection by a reset, so that the kernel keeps nothing of it.
func refuse(conn net.Conn) {
	resetOnClose(conn)
	_ = conn.Close()
}

func resetOnClose(conn net.Conn) {
	if tcp, ok := tcpOf(conn); ok {
		_ = tcp.SetLinger(0)
	}
}

// admit returns the connection guarded, or nil if its source may not have it now.
func (g *gate) admit(conn net.Conn, now time.Time) *guardedConn {
	prefix := sourceOf(conn.RemoteAddr())
	g.mu.Lock()
	src := g.sourceLocked(prefix, now)
	if reason := g.refusalLocked(src, now); reason != "" {
		g.mu.Unlock()
		g.journal.refused(reason)
		return nil
	}
	var evicted []*guardedConn
	if len(g.conns) >= g.limits.Connections {
		idle := g.idlestLocked()
		if idle == nil {
			g.mu.Unlock()
			g.journal.refused("full")
			return nil
		}
		g.forgetConnLocked(idle)
		evicted = append(evicted, idle)
	}
	if src.unauth >= g.limits.SourceUnauth {
		evicted = append(evicted, g.evictLocked(now, func(c *guardedConn) bool { return c.prefix == prefix }))
	}
	if g.unauth.Len() >= g.limits.Unauthenticated {
		evicted = append(evicted, g.evictLocked(now, func(*guardedConn) bool { return true }))
	}
	guarded := newGuardedConn(conn, g, prefix, now)
	guarded.place = g.unauth.PushBack(guarded)
	src.unauth++
	src.conns++
	g.conns[guarded] = struct{}{}
	g.journal.opened()
	g.mu.Unlock()

	for _, c := range evicted {
		resetOnClose(c.Conn)
		c.end("gave way to a newcomer")
	}
	return guarded
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

// sourceLocked returns what is known of a source, or nil if too many are remembered.
func (g *gate) sourceLocked(prefix netip.Prefix, now time.Time) *source {
	if src := g.sources[prefix]; src != nil {
		return src
	}
	if len(g.sources) >= min(max(g.sweepAt, leastSweep), maxSources) {
		g.forgetLocked(now)
		g.sweepAt = 2 * len(g.sources)
		if len(g.sources) >= maxSources {
			return nil
		}
	}
	src := &source{
		limiter:  rate.NewLimiter(rate.Limit(g.limits.SourceRate), g.limits.SourceBurst),
		sessions: rate.NewLimiter(rate.Limit(g.limits.SessionRate), g.limits.SessionBurst),
		share:    newShare(),
	}
	g.sources[prefix] = src
	return src
}

// forgetLocked drops the sources that have no connection and all their bursts again.
func (g *gate) forgetLocked(now time.Time) {
	for prefix, src := range g.sources {
		if src.rested(now, g.limits) {
			delete(g.sources, prefix)
		}
	}
}

// rested reports whether forgetting the source changes nothing.
func (s *source) rested(now time.Time, limits Limits) bool {
	return s.conns == 0 && s.limiter.TokensAt(now) >= float64(limits.SourceBurst) &&
		s.sessions.TokensAt(now) >= float64(limits.SessionBurst) && s.share.rested(now)
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

// maySession reports whether the connection's source may open one more session now.
func (g *gate) maySession(c *guardedConn) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	src := g.sources[c.prefix]
	return src != nil && src.sessions.Allow()
}

// shareOf returns what the sessions of the connection's source share.
func (g *gate) shareOf(c *guardedConn) *share {
	g.mu.Lock()
	defer g.mu.Unlock()
	if src := g.sources[c.prefix]; src != nil {
		return src.share
	}
	return newShare() // the connection is closed already
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

// sourceOf returns the network that counts as one source: a whole IPv4 address, an IPv6 /64. Addresses that
// are not IP share one source.
func sourceOf(addr net.Addr) netip.Prefix {
	ap, err := netip.ParseAddrPort(addr.String())
	if err != nil {
		return netip.Prefix{}
	}
	ip := ap.Addr().Unmap().WithZone("")
	bits := ip.BitLen()
	if ip.Is6() {
		bits = 64
	}
	prefix, _ := ip.Prefix(bits) // bits is within the address's length
	return prefix
}
