package main

import (
	"fmt"
	"net"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"

	"postern/sshapp"
)

// Clients that are there, as far as the server can see, and do not go on.

// untilProbed is how long it takes until a server's kernel has asked for a client that vanished, and learned that it is gone.
const untilProbed = 50 * time.Second

// newEvery is how often a source gets one connection more after its first ones.
const newEvery = 250 * time.Millisecond

// vanished leaves without a word of SSH or TCP, or, where the system does not let it and while there is no time to see that
// noticed, stays and is frozen: all that a source may have, and more.
func vanished(a *attacker) {
	limit := int64(sshapp.DefaultLimits().SourceConns)
	silently := a.lasts >= untilProbed
	for range 2 * limit {
		raw, err := a.dial(0)
		if err != nil {
			a.rest(newEvery)
			continue
		}
		c, err := handshake(raw, cheap)
		if err != nil {
			a.refused.Add(1)
			a.rest(newEvery)
			continue
		}
		a.made.Add(1)
		_, _ = c.reader(80, 24) // the source may have fewer of them; nothing is read
		if silently {
			forget(raw)
		}
	}
	// Of those who vanished the server may have heard, when it sent them something.
	if made := a.made.Load(); !silently && made > limit {
		a.wrong(fmt.Sprintf("%d connections of one source were served, at most %d are allowed", made, limit))
	}
	a.hold()
}

// deafConn is a connection of which a client hears nothing any more once it is deaf, though it takes what comes.
type deafConn struct {
	net.Conn
	deaf atomic.Bool
}

func (c *deafConn) Read(p []byte) (int, error) {
	for {
		n, err := c.Conn.Read(p)
		if err != nil || !c.deaf.Load() {
			return n, err
		}
	}
}

// unfinishedKex asks for the whole blog and then for a key exchange, which it does not go on with.
func unfinishedKex(a *attacker) {
	const (
		sources, each = 20, 15
		threshold     = 32 << 10 // bytes, after which the client begins a key exchange
	)
	rarely := cheap
	rarely.RekeyThreshold = threshold
	a.each(sources*each, func(i int) {
		raw, err := a.dial(i / each)
		if err != nil {
			return
		}
		line := &deafConn{Conn: raw}
		c, err := handshake(line, rarely)
		if err != nil {
			a.refused.Add(1)
			return
		}
		s, err := c.open()
		if err != nil {
			a.refused.Add(1)
			return
		}
		a.made.Add(1)
		line.deaf.Store(true)
		for range 2 {
			_, _, _ = c.SendRequest("nothing", false, make([]byte, threshold/2))
		}
		_, _ = s.SendRequest("exec", false, ssh.Marshal(struct{ C string }{"tar"}))
	})
	a.hold()
}
