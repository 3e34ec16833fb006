package sshapp

import (
	"bytes"
	"log/slog"
	"net"
	"strings"
	"testing"
)

// handed is a listener that has some connections.
type handed struct {
	net.Listener
	conns []net.Conn
}

func (h *handed) Accept() (net.Conn, error) {
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
