package sshapp

import "time"

// When the server stops, connections that it has accepted are not cut off on their way to their first session: whoever
// runs a command then gets its answer, and whoever wants to read is told to come back. So a restart behind a socket that stays
// open refuses nobody.

const (
	firstWords = 250 * time.Millisecond // a client speaks as soon as it is connected
	checkEvery = 5 * time.Millisecond   // how often is looked whether what is waited for has come
)

// arriving reports whether a connection is on its way to its first session.
func (c *guardedConn) arriving(now time.Time) bool {
	age := now.Sub(c.began)
	return !c.arrived.Load() && (age < firstWords || c.heard.Load() && age < c.gate.limits.ArrivalTime)
}

// awaitNone returns when there is no connection of a kind any more.
func (g *gate) awaitNone(kind func(c *guardedConn, now time.Time) bool) {
	ticker := time.NewTicker(checkEvery)
	defer ticker.Stop()
	for now := time.Now(); g.has(kind, now); now = <-ticker.C {
	}
}

func (g *gate) has(kind func(c *guardedConn, now time.Time) bool, now time.Time) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for c := range g.conns {
		if kind(c, now) {
			return true
		}
	}
	return false
}
