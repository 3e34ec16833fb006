package sshapp

import (
	"container/list"
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
//     those that have sent nothing give way, then the oldest. Newcomers are not refused, since refusing them
//     (as sshd's MaxStartups does) locks innocent readers out together with the attacker.
//
// A source is an IPv4 address or an IPv6 /64, which is what one customer is given.
type gate struct {
	limits Limits

	mu      sync.Mutex
	sources map[netip.Prefix]*source
	conns   map[*guardedConn]struct{}
	unauth  *list.List // of *guardedConn, the oldest first
}

type source struct {
	conns   int
	unauth  int
	limiter *rate.Limiter
}

func newGate(limits Limits) *gate {
	return &gate{
		limits:  limits,
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
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// admit returns the connection guarded, or nil if its source may not have it now.
func (g *gate) admit(conn net.Conn, now time.Time) *guardedConn {
	prefix := sourceOf(conn.RemoteAddr())
	g.mu.Lock()
	src := g.sourceLocked(prefix, now)
	if src == nil || len(g.conns) >= g.limits.Connections || src.conns >= g.limits.SourceConns || !src.limiter.AllowN(now, 1) {
		g.mu.Unlock()
		return nil
	}
	var evicted []*guardedConn
	if src.unauth >= g.limits.SourceUnauth {
		evicted = append(evicted, g.evictLocked(func(c *guardedConn) bool { return c.prefix == prefix }))
	}
	if g.unauth.Len() >= g.limits.Unauthenticated {
		evicted = append(evicted, g.evictLocked(func(*guardedConn) bool { return true }))
	}
	guarded := newGuardedConn(conn, g, prefix)
	guarded.place = g.unauth.PushBack(guarded)
	src.unauth++
	src.conns++
	g.conns[guarded] = struct{}{}
	g.mu.Unlock()

	for _, c := range evicted {
		if c != nil {
			c.why.CompareAndSwap(nil, new("gave way to a newcomer"))
			refuse(c.Conn)
		}
	}
	return guarded
}

// sourceLocked returns what is known of a source, or nil if too many are remembered.
func (g *gate) sourceLocked(prefix netip.Prefix, now time.Time) *source {
	if src := g.sources[prefix]; src != nil {
		return src
	}
	if len(g.sources) >= maxSources {
		g.forgetLocked(now)
		if len(g.sources) >= maxSources {
			return nil
		}
	}
	src := &source{limiter: rate.NewLimiter(rate.Limit(g.limits.SourceRate), g.limits.SourceBurst)}
	g.sources[prefix] = src
	return src
}

// forgetLocked drops the sources that have no connection and their whole burst again.
func (g *gate) forgetLocked(now time.Time) {
	for prefix, src := range g.sources {
		if src.conns == 0 && src.limiter.TokensAt(now) >= float64(g.limits.SourceBurst) {
			delete(g.sources, prefix)
		}
	}
}

// evictLocked takes an unauthenticated connection out of its place: the oldest of those that have sent
// nothing, else the oldest.
func (g *gate) evictLocked(candidate func(*guardedConn) bool) *guardedConn {
	var oldest *guardedConn
	for e := g.unauth.Front(); e != nil; e = e.Next() {
		c, _ := e.Value.(*guardedConn)
		if !candidate(c) {
			continue
		}
		if !c.heard.Load() {
			g.leaveUnauthLocked(c)
			return c
		}
		if oldest == nil {
			oldest = c
		}
	}
	if oldest != nil {
		g.leaveUnauthLocked(oldest)
	}
	return oldest
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
	src := g.sources[c.prefix]
	src.conns--
	delete(g.conns, c)
	if src.conns == 0 && src.limiter.Tokens() >= float64(g.limits.SourceBurst) {
		delete(g.sources, c.prefix)
	}
}

// closeAll closes every connection, also those that are still shaking hands.
func (g *gate) closeAll() {
	g.mu.Lock()
	conns := slices.Collect(maps.Keys(g.conns))
	g.mu.Unlock()
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
