package sshapp

import (
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// pipeFrom is one end of a connection that comes from an address.
type pipeFrom struct {
	net.Conn
	addr net.Addr
}

func (p pipeFrom) RemoteAddr() net.Addr { return p.addr }

func from(address string) net.Conn {
	server, _ := net.Pipe()
	return pipeFrom{Conn: server, addr: net.TCPAddrFromAddrPort(netip.MustParseAddrPort(address))}
}

var quiet = slog.New(slog.DiscardHandler)

func testLimits() Limits {
	limits := DefaultLimits()
	limits.Unauthenticated, limits.SourceUnauth, limits.SourceConns = 3, 2, 4
	limits.SourceRate, limits.SourceBurst = 1, 100
	return limits
}

func TestGateEvictsTheSilentThenTheOldest(t *testing.T) {
	g := newGate(testLimits(), quiet)
	now := time.Now()
	talking := g.admit(from("192.0.2.1:1"), now)
	silent := g.admit(from("192.0.2.2:1"), now)
	third := g.admit(from("192.0.2.3:1"), now)
	talking.heard.Store(true)
	third.heard.Store(true)

	now = now.Add(silentTime)
	fourth := g.admit(from("192.0.2.4:1"), now)
	if fourth == nil {
		t.Fatal("a newcomer was refused")
	}
	if silent.why.Load() == nil {
		t.Error("the silent connection did not give way")
	}
	g.admit(from("192.0.2.5:1"), now) // .4 has sent nothing yet, but is new
	if talking.why.Load() == nil || fourth.why.Load() != nil {
		t.Error("when none has been silent for a while, it is not the oldest that gives way")
	}
}

func TestGateEvictsFromTheSourceThatHoldsMost(t *testing.T) {
	g := newGate(testLimits(), quiet)
	now := time.Now()
	innocent := g.admit(from("192.0.2.1:1"), now)
	first := g.admit(from("192.0.2.2:1"), now)
	second := g.admit(from("192.0.2.2:2"), now)
	if g.admit(from("192.0.2.3:1"), now) == nil {
		t.Fatal("a newcomer was refused")
	}
	if innocent.why.Load() != nil || first.why.Load() == nil || second.why.Load() != nil {
		t.Error("it is not the oldest of the source with two that gave way")
	}
}

func TestGateEvictsIdleConnections(t *testing.T) {
	limits := testLimits()
	limits.Connections = 3
	g := newGate(limits, quiet)
	now := time.Now()
	var held []*guardedConn
	for _, address := range []string{"192.0.2.1:1", "192.0.2.1:2", "192.0.2.2:1"} {
		c := g.admit(from(address), now)
		g.authenticated(c)
		held = append(held, c)
	}
	defer held[1].serving()()
	defer held[2].serving()()
	third := g.admit(from("192.0.2.3:1"), now)
	if third == nil || held[0].why.Load() == nil {
		t.Fatal("a connection without a session did not give way")
	}
	fourth := g.admit(from("192.0.2.3:2"), now)
	if fourth == nil || third.why.Load() == nil || g.unauth.Len() != 1 {
		t.Fatal("an unauthenticated connection did not give way, or kept its place")
	}
	g.authenticated(fourth)
	defer fourth.serving()()
	if c := g.admit(from("192.0.2.4:1"), now); c != nil {
		t.Error("admitted although all places are in use")
	}
	if len(g.conns) != limits.Connections {
		t.Errorf("%d connections are held, want %d", len(g.conns), limits.Connections)
	}
}

// A source whose only connection gives way to its own next one is still known, however long the newcomer had to wait.
func TestGateKnowsTheSourceThatEvictsItself(t *testing.T) {
	limits := testLimits()
	limits.Connections = 1
	g := newGate(limits, quiet)
	g.authenticated(g.admit(from("192.0.2.1:1"), time.Now().Add(-2*time.Hour)))
	next := g.admit(from("192.0.2.1:2"), time.Now().Add(-time.Hour))
	if src := g.sources[next.prefix]; src == nil || src.conns != 1 || src.unauth != 1 {
		t.Fatalf("of the source is known: %+v", src)
	}
	_ = next.Close()
}

func TestGateMetersSessionsOfOneSource(t *testing.T) {
	limits := testLimits()
	limits.SessionBurst, limits.SessionRate = 2, 1e-9
	g := newGate(limits, quiet)
	c, other := g.admit(from("192.0.2.1:1"), time.Now()), g.admit(from("192.0.2.2:1"), time.Now())
	var allowed []bool
	for range 3 {
		allowed = append(allowed, g.maySession(c))
	}
	if !slices.Equal(allowed, []bool{true, true, false}) {
		t.Errorf("allowed: %v, want a burst of 2", allowed)
	}
	if !g.maySession(other) {
		t.Error("another source pays for it")
	}
}

func TestGateBoundsOneSource(t *testing.T) {
	g := newGate(testLimits(), quiet)
	now := time.Now()
	var admitted []*guardedConn
	for range 4 {
		c := g.admit(from("192.0.2.1:1"), now)
		if c == nil {
			t.Fatal("refused below the limit of a source")
		}
		g.authenticated(c)
		admitted = append(admitted, c)
	}
	if g.admit(from("192.0.2.1:1"), now) != nil {
		t.Error("a source got more connections than its limit")
	}
	if g.admit(from("192.0.2.2:1"), now) == nil {
		t.Error("another source was refused")
	}
	_ = admitted[0].Close()
	_ = admitted[0].Close() // closing twice gives back once
	if g.admit(from("192.0.2.1:1"), now) == nil {
		t.Error("a place that was given back was not given again")
	}
	if g.admit(from("192.0.2.1:1"), now) != nil {
		t.Error("closing twice gave back two places")
	}
}

func TestGateMetersConnectionsOfOneSource(t *testing.T) {
	limits := testLimits()
	limits.SourceBurst, limits.SourceRate = 3, 1
	limits.SourceConns, limits.SourceUnauth, limits.Unauthenticated = 100, 100, 100
	g := newGate(limits, quiet)
	now := time.Now()
	admitted := 0
	for range 10 {
		if g.admit(from("192.0.2.1:1"), now) != nil {
			admitted++
		}
	}
	if admitted != 3 {
		t.Errorf("%d connections at once, want the burst of 3", admitted)
	}
	if g.admit(from("192.0.2.1:1"), now.Add(time.Second)) == nil {
		t.Error("refused after the rate allows one more")
	}
}

func TestGateForgetsSources(t *testing.T) {
	g := newGate(testLimits(), quiet)
	c := g.admit(from("192.0.2.1:1"), time.Now())
	_ = c.Close()
	g.forgetLocked(time.Now().Add(time.Hour))
	if len(g.sources) != 0 || len(g.conns) != 0 || g.unauth.Len() != 0 {
		t.Errorf("left behind: %d sources, %d connections, %d unauthenticated", len(g.sources), len(g.conns), g.unauth.Len())
	}
}

func TestSourceIsAnAddressOrASixtyFour(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7:22":          "192.0.2.7/32",
		"[::ffff:192.0.2.7]:22": "192.0.2.7/32",
		"[2001:db8:1:2:3::4]:5": "2001:db8:1:2::/64",
		"[fe80::1%eth0]:5":      "fe80::/64",
	} {
		addr := net.TCPAddrFromAddrPort(netip.MustParseAddrPort(address))
		if got := sourceOf(addr).String(); got != want {
			t.Errorf("sourceOf(%s) = %s, want %s", address, got, want)
		}
	}
	if got := sourceOf(&net.UnixAddr{Name: "/run/x"}); got.IsValid() {
		t.Errorf("a socket's source is %s", got)
	}
}

func TestInboundBytesAreMetered(t *testing.T) {
	limits := testLimits()
	limits.InboundRate, limits.InboundBurst = 1000, 2000
	synctest.Test(t, func(t *testing.T) {
		server, client := net.Pipe()
		g := newGate(limits, quiet)
		conn := g.admit(pipeFrom{Conn: server, addr: net.TCPAddrFromAddrPort(netip.MustParseAddrPort("192.0.2.1:1"))}, time.Now())
		go func() { _, _ = client.Write(make([]byte, 5000)) }()
		began, read := time.Now(), 0
		buf := make([]byte, 4096)
		for read < 5000 {
			n, err := conn.Read(buf)
			if err != nil {
				t.Fatal(err)
			}
			read += n
		}
		if took := time.Since(began); took < 2900*time.Millisecond || took > 3100*time.Millisecond {
			t.Errorf("5000 bytes passed in %s of the bubble's time, want 3 s", took)
		}
		_, _ = conn.Close(), client.Close()
	})
}

func TestWatchEndsConnections(t *testing.T) {
	for _, tt := range []struct {
		name    string
		running int32
		watched bool               // by the kernel
		ask     func(*guardedConn) // nil: there was never a session
		want    string
		after   time.Duration
	}{
		{"never used", 0, true, nil, "no session for 1m0s", 60 * time.Second},
		{"unused", 0, false, func(*guardedConn) {}, "no session for 1m0s", 60 * time.Second},
		{"hangs", 1, true, func(c *guardedConn) { <-c.ctx.Done() }, "no answer for 1m0s", 180 * time.Second},
		{"vanished", 1, false, func(c *guardedConn) { <-c.ctx.Done() }, "no answer for 1m0s", 90 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				server, client := net.Pipe()
				g := newGate(testLimits(), quiet)
				conn := g.admit(pipeFrom{Conn: server, addr: net.TCPAddrFromAddrPort(netip.MustParseAddrPort("192.0.2.1:1"))}, time.Now())
				conn.running.Store(tt.running)
				if tt.watched {
					conn.every = conn.gate.limits.KeepaliveEvery
				}
				began := time.Now()
				if tt.ask != nil {
					conn.ask.Store(new(func() { tt.ask(conn) }))
				}
				conn.watch()
				if why := conn.why.Load(); why == nil || *why != tt.want {
					t.Errorf("ended for %v, want %q", why, tt.want)
				}
				if took := time.Since(began); took != tt.after {
					t.Errorf("ended after %s, want %s", took, tt.after)
				}
				_ = client.Close()
			})
		})
	}
}
