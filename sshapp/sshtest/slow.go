package sshtest

import (
	"io"
	"net"
	"testing"
	"time"
)

// slowBuffer is how many bytes a slow link holds in each direction beside those that are on their way.
const slowBuffer = 64 << 10

// Slow returns the server as it is reached over a slow link: so many bytes a second in each direction, each of which takes
// delay. The link ends with the test.
func (s *Server) Slow(t testing.TB, rate int, delay time.Duration) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	done := t.Context().Done()
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", s.Addr)
			if err != nil {
				_ = near.Close()
				return
			}
			go carry(far, near, rate, delay, done)
			go carry(near, far, rate, delay, done)
		}
	}()
	slow := &Server{Addr: listener.Addr().String(), Host: s.Host, Port: s.Port, Log: s.Log, Fingerprint: s.Fingerprint}
	return slow
}

// until is when the link is done with what it carries, which is what makes it slow: it waits for a moment, or for done.
func until(moment time.Time, done <-chan struct{}) {
	timer := time.NewTimer(time.Until(moment))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-done:
	}
}

// carry copies bytes slowly until either side ends.
func carry(to, from net.Conn, rate int, delay time.Duration, done <-chan struct{}) {
	type packet struct {
		bytes []byte
		at    time.Time // when it arrives
	}
	const most = 1400 // bytes, as in an Ethernet frame
	packets := make(chan packet, slowBuffer/most)
	go func() {
		defer to.Close()
		for p := range packets {
			until(p.at, done)
			if _, err := to.Write(p.bytes); err != nil {
				_ = from.Close()
			}
		}
	}()
	defer close(packets)
	free := time.Now() // when the link has sent what it was given
	for {
		buf := make([]byte, most)
		n, err := io.ReadAtLeast(from, buf, 1)
		if err != nil {
			return
		}
		if now := time.Now(); free.Before(now) {
			free = now
		}
		free = free.Add(time.Duration(n) * time.Second / time.Duration(rate))
		packets <- packet{buf[:n], free.Add(delay)}
		until(free, done)
	}
}
