package sshapp

import (
	"errors"
	"net"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestTheKernelWatchesClients looks at the options of the socket of an admitted connection, and at how often the client is
// asked besides.
func TestTheKernelWatchesClients(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	accepted, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	limits := testLimits()
	conn := newGate(limits, quiet).admit(accepted, time.Now())
	defer conn.Close()
	if conn.every != limits.KeepaliveEvery {
		t.Errorf("a client that the kernel watches is asked every %s", conn.every)
	}
	behind := newGate(limits, quiet).admit(&proxiedConn{Conn: accepted, remote: client.LocalAddr()}, time.Now())
	if behind.every != limits.ProxiedEvery {
		t.Errorf("a client behind a proxy is asked every %s", behind.every)
	}
	raw, err := accepted.(*net.TCPConn).SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	for option, want := range map[int]int{
		unix.TCP_USER_TIMEOUT: 60_000, unix.TCP_KEEPIDLE: 30, unix.TCP_KEEPINTVL: 10, unix.TCP_KEEPCNT: 3,
	} {
		var got int
		var failed error
		err := raw.Control(func(fd uintptr) { got, failed = unix.GetsockoptInt(int(fd), unix.IPPROTO_TCP, option) })
		if err := errors.Join(err, failed); err != nil || got != want {
			t.Errorf("option %d is %d, want %d: %v", option, got, want, err)
		}
	}
}
