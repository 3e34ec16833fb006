package main

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"
)

// Bounds of what one client waits for.
const (
	dialTime      = 5 * time.Second
	handshakeTime = 10 * time.Second
)

// attacker plays one attack. Its loops end with ctx, and so do its connections.
type attacker struct {
	ctx   context.Context
	addr  string
	first int // number of the first source address, so that attacks do not pay for each other
	lasts time.Duration

	made    atomic.Int64 // connections or sessions that the server gave
	refused atomic.Int64 // those that it did not give
	sent    atomic.Int64 // bytes, keys, requests: whatever the attack is made of

	faults atomic.Pointer[string] // what the server did and may not do
}

// sourcesEach is how many source addresses an attack has.
const sourcesEach = 1000

// source returns one of a million addresses, all of this machine. The innocent readers have 127.9.0.0/16.
func source(n int) net.IP {
	return net.IPv4(127, byte(16+n>>16&15), byte(n>>8), byte(n))
}

// wrong says what the server did and may not do.
func (a *attacker) wrong(what string) { a.faults.Store(&what) }

// goes reports whether the attack goes on.
func (a *attacker) goes() bool { return a.ctx.Err() == nil }

// rest waits, at most until the attack ends.
func (a *attacker) rest(d time.Duration) {
	select {
	case <-a.ctx.Done():
	case <-time.After(d):
	}
}

// each calls f in n goroutines, with their numbers, and waits for them.
func (a *attacker) each(n int, f func(i int)) {
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { f(i) })
	}
	all.Wait()
}

// hold keeps what there is until the attack ends.
func (a *attacker) hold() { <-a.ctx.Done() }

// dial opens a connection from one of the attack's source addresses.
func (a *attacker) dial(from int) (net.Conn, error) {
	conn, err := dialFrom(a.ctx, source(a.first+from), a.addr)
	if err != nil {
		a.refused.Add(1)
		return nil, err
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetWriteBuffer(sendBuffer)
	}
	context.AfterFunc(a.ctx, func() { _ = conn.Close() })
	return conn, nil
}

// sendBuffer is how much of what a client has sent the kernel keeps: it goes on sending that after the client has closed the
// connection, and the end of an attack shall be the end of what it sends.
const sendBuffer = 32 << 10

func dialFrom(ctx context.Context, from net.IP, addr string) (net.Conn, error) {
	d := net.Dialer{Timeout: dialTime, LocalAddr: &net.TCPAddr{IP: from}}
	return d.DialContext(ctx, "tcp", addr)
}

// cheap is what costs a client least, so that attacks are as fast as they can.
var cheap = ssh.Config{KeyExchanges: []string{ssh.KeyExchangeCurve25519}}

// client is an SSH connection.
type client struct {
	ssh.Conn
	raw net.Conn
}

// connect opens an SSH connection from one of the attack's source addresses.
func (a *attacker) connect(from int) (*client, error) {
	raw, err := a.dial(from)
	if err != nil {
		return nil, err
	}
	c, err := handshake(raw, cheap)
	if err != nil {
		a.refused.Add(1)
		return nil, err
	}
	a.made.Add(1)
	return c, nil
}

// connected opens up to n connections, so many from each source.
func (a *attacker) connected(n, perSource int) []*client {
	var all []*client
	for i := range n {
		if !a.goes() {
			break
		}
		if c, err := a.connect(i / perSource); err == nil {
			all = append(all, c)
		}
	}
	return all
}

func handshake(raw net.Conn, config ssh.Config) (*client, error) {
	_ = raw.SetDeadline(time.Now().Add(handshakeTime))
	conn, channels, requests, err := ssh.NewClientConn(raw, raw.RemoteAddr().String(), &ssh.ClientConfig{
		Config:          config,
		User:            "someone",
		HostKeyCallback: ssh.InsecureIgnoreHostKey(), //nolint:gosec // nothing secret is said
	})
	if err != nil {
		_ = raw.Close()
		return nil, err
	}
	_ = raw.SetDeadline(time.Time{})
	go ssh.DiscardRequests(requests)
	go func() {
		for c := range channels {
			_ = c.Reject(ssh.Prohibited, "")
		}
	}()
	return &client{conn, raw}, nil
}

// hangUp ends the connection as a network does: without a word of SSH.
func (c *client) hangUp() { _ = c.raw.Close() }

// session is a session channel.
type session struct {
	ssh.Channel
}

var errRefused = errors.New("the server refused")

// open opens a session channel that asks for nothing yet.
func (c *client) open() (*session, error) {
	channel, requests, err := c.OpenChannel("session", nil)
	if err != nil {
		return nil, err
	}
	go ssh.DiscardRequests(requests)
	return &session{Channel: channel}, nil
}

// ask sends a request with a payload of SSH's own types, and reports whether the server granted it.
func (s *session) ask(kind string, payload any) bool {
	ok, err := s.SendRequest(kind, true, ssh.Marshal(payload))
	return ok && err == nil
}

// pty asks for a terminal (RFC 4254, 6.2).
func (s *session) pty(term string, columns, rows uint32) bool {
	return s.ask("pty-req", struct {
		Term                         string
		Columns, Rows, Width, Height uint32
		Modes                        string
	}{term, columns, rows, 0, 0, "\x00"})
}

// resize tells of a new window size (RFC 4254, 6.7).
func (s *session) resize(columns, rows uint32) error {
	_, err := s.SendRequest("window-change", false, ssh.Marshal(struct{ C, R, W, H uint32 }{columns, rows, 0, 0}))
	return err
}

func (s *session) shell() bool {
	ok, err := s.SendRequest("shell", true, nil)
	return ok && err == nil
}

func (s *session) run(command string) bool { return s.ask("exec", struct{ C string }{command}) }

func (s *session) sftp() bool { return s.ask("subsystem", struct{ N string }{"sftp"}) }

// take reads what the server sends, until it ends.
func (s *session) take() { _, _ = io.Copy(io.Discard, s) }

// reader opens the full-screen reader. Nothing is read of it yet.
func (c *client) reader(columns, rows uint32) (*session, error) {
	s, err := c.open()
	if err != nil {
		return nil, err
	}
	if !s.pty("xterm-256color", columns, rows) || !s.shell() {
		_ = s.Close()
		return nil, errRefused
	}
	return s, nil
}

// readers opens up to n readers, so many on a connection and connections from a source, which do as they are told by f until the
// attack ends.
func (a *attacker) readers(n, perConn, perSource int, f func(i int, s *session)) {
	conns := a.connected(n/perConn, perSource)
	a.each(len(conns)*perConn, func(i int) {
		s, err := conns[i/perConn].reader(500, 200)
		if err != nil {
			a.refused.Add(1)
			return
		}
		f(i, s)
	})
	a.hold()
}

// type sends keys, and reports whether the attack goes on.
func (a *attacker) types(s *session, keys string) bool {
	if _, err := io.WriteString(s, keys); err != nil {
		return false
	}
	a.sent.Add(int64(len(keys)))
	return a.goes()
}
