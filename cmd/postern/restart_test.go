package main

import (
	"net"
	"os"
	"syscall"
	"testing"

	"postern/sshapp/sshtest"
)

// socket listens as systemd does for a socket unit.
func socket(t *testing.T) (addr string, passed *os.File) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	tcp, _ := l.(*net.TCPListener)
	if passed, err = tcp.File(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = passed.Close() })
	return l.Addr().String(), passed
}

// Behind a socket of systemd a restart refuses nobody: readers are told to come back, and newcomers wait for the next
// process.
func TestRestartBehindASocketOfSystemd(t *testing.T) {
	dir := blogFolder(t)
	addr, passed := socket(t)
	other, alsoPassed := socket(t)
	sockets, environ := []*os.File{passed, alsoPassed}, []string{"LISTEN_FDS=2"}

	old := start(t, sockets, environ, dir)
	if len(old.ready) != 2 || old.ready[0] != addr || old.ready[1] != other {
		t.Fatalf("ready on %q, want %q and %q", old.ready, addr, other)
	}
	reader := old.Open(t, "", sshtest.Window{Command: "first"})
	reader.Sees("It was a dark night.")
	visitors := visit(t, addr)
	visitors.more(t)

	old.signal(t, syscall.SIGTERM)
	reader.Sees("The server restarts. Come back with: ssh")
	if status := reader.Ends(); status != 0 || reader.AltScreen() {
		t.Errorf("exit status %d, alternate screen %v", status, reader.AltScreen())
	}
	old.ends(t)
	renewed := start(t, sockets, environ, dir)
	visitors.more(t)
	visitors.allServed(t)
	renewed.Open(t, "first", sshtest.Window{}).Sees("It was a dark night.")
}

func TestSocketOfSystemdThatIsNoListener(t *testing.T) {
	file, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	_, passed := socket(t)
	t.Setenv("LISTEN_FDS", "2")
	failsWith(t, []*os.File{passed, file}, []string{"socket 4 that systemd passes does not listen on TCP", "hint: write ListenStream=PORT"}, blogFolder(t))
}
