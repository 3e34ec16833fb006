package sshapp_test

import (
	"context"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"postern/posts"
	"postern/sshapp"
	"postern/sshapp/sshtest"
)

// deafConn is a connection of which a client hears nothing any more from a moment on, though it takes what comes.
type deafConn struct {
	net.Conn
	deaf    atomic.Bool
	spoken  sync.Once
	ignores chan struct{} // closed when something came that the client did not hear
}

func (c *deafConn) Read(p []byte) (int, error) {
	for {
		n, err := c.Conn.Read(p)
		if err != nil || !c.deaf.Load() {
			return n, err
		}
		c.spoken.Do(func() { close(c.ignores) })
	}
}

// A client that begins a key exchange and does not end it has what it asked for kept for it, and nobody is told: a little of it at
// most, and then it is gone.
func TestUnfinishedKeyExchangeEndsTheConnection(t *testing.T) {
	lib := blog(t)
	asked, answer := make(chan struct{}), make(chan struct{})
	server := sshtest.Serve(t, lib, sshtest.Config{
		Limits: func(l *sshapp.Limits) { l.StalledWrite = 300 * time.Millisecond },
		Search: func(context.Context, string, int) ([]posts.Hit, error) {
			close(asked)
			<-answer
			hits := make([]posts.Hit, 20) // 1 MB: less than the library keeps
			for i := range hits {
				hits[i] = posts.Hit{Post: lib.Posts()[0], Snippet: []posts.Fragment{{Text: strings.Repeat("all of it ", 5_000)}}}
			}
			return hits, nil
		},
	})
	raw, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	line := &deafConn{Conn: raw, ignores: make(chan struct{})}
	conn, channels, requests, err := gossh.NewClientConn(line, server.Addr, &gossh.ClientConfig{
		Config: gossh.Config{RekeyThreshold: 256}, User: "reader",
		HostKeyCallback: gossh.InsecureIgnoreHostKey(), //nolint:gosec // the key was made for this test
	})
	if err != nil {
		t.Fatal(err)
	}
	go gossh.DiscardRequests(requests)
	go func() {
		for channel := range channels {
			_ = channel.Reject(gossh.Prohibited, "")
		}
	}()
	channel, replies, err := conn.OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	go gossh.DiscardRequests(replies)
	if ok, err := channel.SendRequest("exec", true, gossh.Marshal(struct{ Command string }{"search all"})); !ok || err != nil {
		t.Fatal(ok, err)
	}
	<-asked
	line.deaf.Store(true)
	for range 2 { // the first pays for the key exchange that the second begins
		if _, _, err := conn.SendRequest("nothing", false, make([]byte, 300)); err != nil {
			t.Fatal(err)
		}
	}
	<-line.ignores // the server's part of the key exchange
	close(answer)
	server.Log.Waits(t, "stopped taking what it asked for")
	server.Log.Waits(t, "connection ended")
	if log := server.Log.String(); !strings.Contains(log, "bytes=32768 ") {
		t.Errorf("more than one piece was kept:\n%s", log)
	}
}

// Key exchanges that a client ends, however often it begins one, break nothing off and change nothing.
func TestKeyExchangesWhileMuchIsSent(t *testing.T) {
	server := sshtest.Serve(t, sshtest.Blog(t, "-- postern.toml --\n-- posts/long.md --\n---\ntitle: Long\ndate: 2026-01-01\n---\n"+
		strings.Repeat("word ", 100_000)), sshtest.Config{})
	fetched := func(threshold uint64) string {
		client, err := gossh.Dial("tcp", server.Addr, &gossh.ClientConfig{
			Config: gossh.Config{RekeyThreshold: threshold}, User: "reader",
			HostKeyCallback: gossh.InsecureIgnoreHostKey(), //nolint:gosec // the key was made for this test
		})
		if err != nil {
			t.Fatal(err)
		}
		defer client.Close()
		session, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		out, err := session.Output("tar")
		if err != nil {
			t.Fatal(err)
		}
		return string(out)
	}
	if often, never := fetched(4<<10), fetched(0); often != never || len(never) < 500_000 {
		t.Errorf("%d bytes with key exchanges, %d without", len(often), len(never))
	}
}
