package main

import (
	"crypto/rand"
	"io"
	"net"
	"time"
)

// What clients do before they have logged in.

// greeting is how an SSH client begins (RFC 4253, 4.2).
const greeting = "SSH-2.0-client\r\n"

// many opens n connections, so many from a source and so long after each other, and lets each say something.
func (a *attacker) many(n, perSource int, every time.Duration, first string) {
	for i := 0; i < n && a.goes(); i++ {
		if conn, err := a.dial(i / perSource); err == nil {
			a.made.Add(1)
			_, _ = io.WriteString(conn, first)
		}
		a.rest(every)
	}
	a.hold()
}

func halfOpen(a *attacker) { a.many(400, 400, 5*time.Millisecond, greeting) }

func silent(a *attacker) { a.many(5000, 5, time.Millisecond, "") }

// oneByte keeps ten connections for each source, as many as one may have.
func oneByte(a *attacker) {
	a.each(125*10, func(i int) {
		for a.goes() {
			if conn, err := a.dial(i / 10); err == nil {
				a.made.Add(1)
				_, _ = io.WriteString(conn, "S")
				_, _ = io.Copy(io.Discard, conn) // until it is thrown out
			}
			a.rest(5 * time.Second)
		}
	})
}

func halfClosed(a *attacker) {
	for i := 0; i < 400 && a.goes(); i++ {
		conn, err := a.dial(i / 8)
		if err != nil {
			continue
		}
		switch i % 4 {
		case 0:
		case 1:
			_, _ = io.WriteString(conn, greeting)
		default:
			c, err := handshake(conn, cheap)
			if err != nil {
				continue
			}
			if i%4 == 3 {
				_, _ = c.reader(80, 24)
			}
		}
		a.made.Add(1)
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.CloseWrite()
		}
		a.rest(5 * time.Millisecond)
	}
	a.hold()
}

func portScan(a *attacker) {
	for i := 0; i < 4000 && a.goes(); i++ {
		if conn, err := a.dial(i / 20); err == nil {
			a.made.Add(1)
			_ = conn.Close()
		}
		a.rest(time.Millisecond)
	}
	a.hold()
}

func garbage(a *attacker) {
	for i := 0; i < 400 && a.goes(); i++ {
		conn, err := a.dial(i / 8)
		if err != nil {
			continue
		}
		a.made.Add(1)
		junk := make([]byte, 64<<10)
		_, _ = rand.Read(junk)
		if i%2 == 0 {
			_, _ = io.WriteString(conn, greeting)
		}
		go func() {
			n, _ := conn.Write(junk)
			a.sent.Add(int64(n))
		}()
		a.rest(10 * time.Millisecond)
	}
	a.hold()
}

// cutOff ends connections at each point of a whole session.
func cutOff(a *attacker) {
	for n := 0; n < 3000 && a.goes(); n += 20 {
		conn, err := a.dial(n / 20 / 8)
		if err != nil {
			continue
		}
		a.made.Add(1)
		if c, err := handshake(&shortConn{conn, n}, cheap); err == nil {
			if s, err := c.reader(80, 24); err == nil {
				_ = s.resize(10, 10)
			}
		}
		_ = conn.Close()
	}
	a.hold()
}

// shortConn closes the connection after so many bytes were written.
type shortConn struct {
	net.Conn
	left int
}

func (c *shortConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p[:min(len(p), c.left)])
	if c.left -= n; n < len(p) && err == nil {
		_ = c.Close()
		err = io.ErrClosedPipe
	}
	return n, err
}

// longPacket sends a length that a library may believe (RFC 4253, 6), and enough bytes that the memory is used.
func longPacket(a *attacker) {
	for i := 0; i < 300 && a.goes(); i++ {
		if conn, err := a.dial(i / 9); err == nil {
			a.made.Add(1)
			_, _ = io.WriteString(conn, greeting+"\x00\x03\xff\xfc\x04\x14")
			go func() { _, _ = conn.Write(make([]byte, 120<<10)) }()
		}
		a.rest(5 * time.Millisecond)
	}
	a.hold()
}

func handshakesOfOne(a *attacker)  { a.handshakes(1) }
func handshakesOfMany(a *attacker) { a.handshakes(1000) }

// handshakes logs in again and again, on eight connections at a time.
func (a *attacker) handshakes(sources int) {
	const workers = 8
	a.each(workers, func(worker int) {
		for i := worker; i < 20_000 && a.goes(); i += workers {
			if c, err := a.connect(i % sources); err == nil {
				_ = c.Close()
			}
		}
	})
	a.hold()
}
