package main

import (
	"net"
	"syscall"
	"testing"

	"postern/sshapp/sshtest"
)

// With reuse_port the next process listens beside the old one, takes all newcomers, and nobody is refused.
func TestRestartOnASharedPort(t *testing.T) {
	dir := blogFolder(t)
	// A port that is free: it is given up before it is used, so that only a process of this test has it afterwards.
	l, err := (&net.ListenConfig{Control: reusePort}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	args := []string{dir, "--reuse-port", "--listen", addr}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	old := start(t, nil, nil, args...)
	visitors := visit(t, addr)
	for range 3 {
		reader := old.Open(t, "", sshtest.Window{Command: "first"})
		reader.Sees("It was a dark night.")
		visitors.more(t)
		next := start(t, nil, nil, args...)
		old.signal(t, syscall.SIGTERM)
		reader.Sees("The server restarts. Come back with: ssh")
		old.ends(t)
		visitors.more(t)
		old = next
	}
	visitors.allServed(t)
}
