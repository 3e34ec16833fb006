package sshapp

import (
	"bytes"
	"log/slog"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
)

// handed is a listener that has some connections; for nil the process has no descriptor.
type handed struct {
	net.Listener
	conns []net.Conn
}

func (h *handed) Accept() (net.Conn, error) {
	if h.conns[0] == nil {
		h.conns = h.conns[1:]
		return nil, &net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", syscall.EMFILE)}
	}
	next := h.conns[0]
	h.conns = h.conns[1:]
	return next, nil
}

// faulty is a connection that nothing may be asked of.
type faulty struct {
	net.Conn
	closed bool
}

func (*faulty) RemoteAddr() net.Addr { panic("boom") }

func (f *faulty) Close() error {
	f.closed = true
	return nil
}

func TestFaultWhileAdmittingRefusesOne(t *testing.T) {
	var log bytes.Buffer
	g := newGate(testLimits(), slog.New(slog.NewTextHandler(&log, nil)))
	bad := &faulty{}
	conn, err := g.listen(&handed{conns: []net.Conn{bad, from("192.0.2.1:1")}}).Accept()
	if err != nil || conn.RemoteAddr().String() != "192.0.2.1:1" || !bad.closed {
		t.Errorf("accepted %v, %v; the other is closed: %v", conn, err, bad.closed)
	}
	if !strings.Contains(log.String(), "panic while admitting a connection") {
		t.Errorf("the log is %q", &log)
	}
}

// A process that may have no more descriptors lets newcomers in as one whose places are taken.
func TestConnectionsGiveWayWhenDescriptorsRunOut(t *testing.T) {
	g := newGate(testLimits(), quiet)
	line := g.listen(&handed{conns: []net.Conn{from("192.0.2.1:1"), nil, from("192.0.2.2:1"), nil}})
	first, err := line.Accept()
	if err != nil {
		t.Fatal(err)
	}
	old, _ := first.(*guardedConn)
	g.authenticated(old)
	next, err := line.Accept()
	if err != nil || old.why.Load() == nil || len(g.conns) != 1 {
		t.Fatalf("accepted %v, %v; %d connections are held", next, err, len(g.conns))
	}
	busy, _ := next.(*guardedConn)
	g.authenticated(busy)
	defer busy.serving()()
	if conn, err := line.Accept(); err == nil || busy.why.Load() != nil {
		t.Errorf("with a session on each connection: %v, %v", conn, err)
	}
}
