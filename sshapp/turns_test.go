package sshapp_test

import (
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"postern/sshapp/sshtest"
)

// dialAs connects as a reader at another address does, which the proxy that it comes by tells.
func dialAs(t *testing.T, server *sshtest.Server, address string) *gossh.Client {
	t.Helper()
	raw, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = raw.Close() })
	if _, err := fmt.Fprintf(raw, "PROXY TCP4 %s 127.0.0.1 40000 22\r\n", address); err != nil {
		t.Fatal(err)
	}
	conn, channels, requests, err := gossh.NewClientConn(raw, server.Addr, &gossh.ClientConfig{
		User: "reader", HostKeyCallback: gossh.InsecureIgnoreHostKey(), //nolint:gosec // the key was made for this test
	})
	if err != nil {
		t.Fatal(err)
	}
	return gossh.NewClient(conn, channels, requests)
}

// asksFor begins a command and returns a channel that is closed when all of its output is there.
func asksFor(t *testing.T, client *gossh.Client, command string) <-chan struct{} {
	t.Helper()
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out, err := session.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Start(command); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, out)
		close(ended)
	}()
	return ended
}

// One source asks for many long posts that nobody has laid out yet. Another reader's is not behind all of them.
func TestLongPostsAreServedInTurn(t *testing.T) {
	const many = 10
	post := func(title string) string {
		return "---\ntitle: " + title + "\ndate: 2026-01-01\n---\n" + strings.Repeat("Some *words* of a `very` long post. ", 4_000)
	}
	lib := sshtest.Blog(t, "-- postern.toml --\n-- posts/greedy.md --\n"+post("Greedy")+"\n-- posts/modest.md --\n"+post("Modest")+"\n")
	server := sshtest.Serve(t, lib, sshtest.Config{ProxyFrom: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	modest := dialAs(t, server, "192.0.2.2")
	var served atomic.Int64
	for i := range many {
		ended := asksFor(t, dialAs(t, server, "192.0.2.1"), fmt.Sprintf("read greedy --width %d", 40+i))
		go func() {
			<-ended
			served.Add(1)
		}()
	}
	before := served.Load()
	<-asksFor(t, modest, "read modest --width 50")
	// The layout that was under way, one that came before, and what had not arrived here yet.
	if first := served.Load() - before; first > many/2 {
		t.Errorf("%d of %d others were served first", first, many)
	}
}
