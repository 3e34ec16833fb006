package sshapp

import (
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"syscall"
	"time"
)

// listen returns a listener whose Accept gives only the connections that the gate admits, each as a *guardedConn.
func (g *gate) listen(l net.Listener) net.Listener { return &gatedListener{Listener: l, gate: g} }

type gatedListener struct {
	net.Listener
	gate *gate
}

func (l *gatedListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if errors.Is(err, syscall.EMFILE) && l.gate.makeRoom(time.Now()) {
			continue // the newcomer is still waiting
		}
		if err != nil {
			return nil, err
		}
		if guarded := l.gate.admitted(conn); guarded != nil {
			return guarded, nil
		}
		refuse(conn)
	}
}

// makeRoom closes a connection when the process may have no more descriptors, which is as if all places were taken; false:
// there is none to close.
func (g *gate) makeRoom(now time.Time) bool {
	g.mu.Lock()
	spare := g.spareLocked(now)
	if spare != nil {
		g.forgetConnLocked(spare)
	}
	g.mu.Unlock()
	if spare == nil {
		return false
	}
	giveWay(spare)
	return true
}

func giveWay(c *guardedConn) {
	resetOnClose(c.Conn)
	c.end("gave way to a newcomer")
}

// admitted is admit under a recover, without which a fault would end the process: a connection that causes one is refused. At
// worst its source has a place less from then on.
func (g *gate) admitted(conn net.Conn) (guarded *guardedConn) {
	defer func() {
		if value := recover(); value != nil {
			g.journal.observer.Panicked()
			g.logger.Error("panic while admitting a connection", "panic", fmt.Sprint(value), "stack", string(debug.Stack()))
			guarded = nil
		}
	}()
	return g.admit(conn, time.Now())
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
