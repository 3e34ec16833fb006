package sshapp

import (
	"container/list"
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
)

// guardedConn is an admitted connection. It meters what the client sends, gives each write to the network a
// deadline and watches it (outbound.go), and counts the sessions that run on it. Key exchanges, requests and garbage all pay from
// the same inbound budget, so no message of the protocol can be used as a hammer.
type guardedConn struct {
	net.Conn
	gate   *gate
	prefix netip.Prefix
	place  *list.Element // among the unauthenticated connections; guarded by the gate's lock

	began   time.Time
	heard   atomic.Bool // the client has sent something
	arrived atomic.Bool // it has had a session
	inbound *rate.Limiter
	sent    *outbound

	ctx   context.Context // ends when the connection is closed
	close context.CancelFunc
	once  sync.Once
	why   atomic.Pointer[string] // why the connection was ended, if it was our doing

	visit visit     // what is logged of it
	told  sync.Once // it is

	every    time.Duration          // how often the client is asked whether it is there
	ask      atomic.Pointer[func()] // sends a keepalive and waits for the answer; nil before there is a session
	channels atomic.Int32           // session channels that are open
	running  atomic.Int32           // sessions that run
	stalled  atomic.Int32           // those of them that wait for a client to take what it asked for
	used     atomic.Int64           // when the last session ended, in Unix nanoseconds; at first, when the connection began
}

func newGuardedConn(conn net.Conn, g *gate, prefix netip.Prefix, now time.Time) *guardedConn {
	tcp, isTCP := tcpOf(conn)
	if isTCP {
		_ = tcp.SetReadBuffer(readBuffer)
	}
	_, isProxied := conn.(*proxiedConn)
	every := g.limits.ProxiedEvery
	if isTCP && probe(tcp) && !isProxied {
		every = g.limits.KeepaliveEvery
	}
	ctx, cancel := context.WithCancel(context.Background())
	c := &guardedConn{
		Conn:    conn,
		gate:    g,
		prefix:  prefix,
		began:   now,
		inbound: rate.NewLimiter(rate.Limit(g.limits.InboundRate), g.limits.InboundBurst),
		sent:    newOutbound(g.limits),
		every:   every,
		ctx:     ctx,
		close:   cancel,
	}
	c.used.Store(now.UnixNano())
	return c
}

// serving marks that a session runs on the connection, until the function that it returns is called.
func (c *guardedConn) serving() (done func()) {
	c.running.Add(1)
	return func() {
		c.used.Store(time.Now().UnixNano())
		c.running.Add(-1)
		c.settle()
	}
}

// settle logs the connection once it is closed and no session of it runs any more.
func (c *guardedConn) settle() {
	if c.ctx.Err() != nil && c.running.Load() == 0 {
		c.told.Do(func() { c.gate.journal.ended(c) })
	}
}

// stall marks that a session has stalled, or that one that had goes on.
func (c *guardedConn) stall(more int32) {
	c.used.Store(time.Now().UnixNano())
	c.stalled.Add(more)
}

// unused reports whether no session runs on the connection, besides such as have stalled.
func (c *guardedConn) unused() bool { return c.running.Load() <= c.stalled.Load() }

// Read waits until the connection's budget allows what it then returns.
func (c *guardedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p[:min(len(p), c.gate.limits.InboundBurst)])
	if n > 0 {
		c.heard.Store(true)
		if werr := c.inbound.WaitN(c.ctx, n); werr != nil {
			return 0, net.ErrClosed
		}
	}
	return n, err
}

// Write gives the network a bounded time to take p.
func (c *guardedConn) Write(p []byte) (int, error) {
	if c.sent.pace(c.ctx, len(p)) != nil {
		return 0, net.ErrClosed
	}
	if err := c.SetWriteDeadline(time.Now().Add(c.gate.limits.StalledWrite)); err != nil {
		return 0, err
	}
	n, err := c.Conn.Write(p)
	c.sent.took(n)
	if err != nil && os.IsTimeout(err) {
		c.end(errStalled.Error())
	}
	return n, err
}

// SetDeadline sets the deadline of reads only. The SSH library calls it for the handshake and then to clear
// it; writes keep the deadline that Write gives them.
func (c *guardedConn) SetDeadline(t time.Time) error { return c.SetReadDeadline(t) }

// Close closes the connection and gives its places at the gate back.
func (c *guardedConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() {
		c.close()
		c.gate.release(c)
		c.gate.journal.observer.ConnectionClosed()
		c.settle()
	})
	return err
}

// end closes the connection for a reason of ours.
func (c *guardedConn) end(why string) {
	c.why.CompareAndSwap(nil, &why)
	_ = c.Close()
}

// watch ends an authenticated connection when no session has run on it for a while, or when the client does not
// answer keepalives any more. The machine that it runs on is watched by the kernel (probe.go). It returns when the
// connection is closed.
func (c *guardedConn) watch() {
	limits := c.gate.limits
	// All connections look at whole seconds: timers that end together wake the process up once.
	start := time.NewTimer(time.Until(time.Now().Add(time.Second - 1).Truncate(time.Second)))
	defer start.Stop()
	select {
	case <-c.ctx.Done():
		return
	case <-start.C:
	}
	ticker := time.NewTicker(min(limits.ProxiedEvery, limits.UnusedTime))
	defer ticker.Stop()
	var (
		answered = make(chan struct{}, 1)
		asked    time.Time // zero: no question is open
		next     = time.Now().Add(c.every)
	)
	for {
		select {
		case <-c.ctx.Done():
			return
		case <-answered:
			asked = time.Time{}
		case now := <-ticker.C:
			idle := now.Sub(time.Unix(0, c.used.Load()))
			ask := c.ask.Load()
			switch {
			case c.unused() && idle >= limits.UnusedTime:
				c.end(fmt.Sprintf("no session for %s", limits.UnusedTime))
			case !asked.IsZero() && now.Sub(asked) >= limits.KeepaliveTime:
				c.end(fmt.Sprintf("no answer for %s", limits.KeepaliveTime))
			case ask != nil && asked.IsZero() && !now.Before(next):
				asked, next = now, now.Add(c.every)
				go c.contain(func() {
					(*ask)()
					answered <- struct{}{}
				})
			}
		}
	}
}

// contain calls f and, if it panics, logs that and ends the connection: nobody else's. Every goroutine that
// serves a client runs within it, since a panic that reaches the top of a goroutine ends the process.
func (c *guardedConn) contain(f func()) {
	defer func() {
		if value := recover(); value != nil {
			c.fault(value, debug.Stack())
		}
	}()
	f()
}

// fault logs what a recover returned and ends the connection.
func (c *guardedConn) fault(value any, stack []byte) {
	c.gate.journal.observer.Panicked()
	c.gate.logger.Error("panic while serving a connection", "panic", fmt.Sprint(value), "stack", string(stack))
	c.end("a fault of the server")
}
