package sshapp

import (
	"net"
	"net/netip"
	"time"

	"golang.org/x/time/rate"
)

// source is what the gate knows of one place that connections come from: an IPv4 address or an IPv6 /64, which is what
// one customer is given. It is remembered for as long as it has connections or its bursts are not full again.
type source struct {
	conns    int
	unauth   int
	limiter  *rate.Limiter // of connections
	sessions *rate.Limiter
	share    *share
}

// leastSweep is how many sources are not worth looking for those that have rested.
const leastSweep = 1024

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
