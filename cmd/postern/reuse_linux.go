package main

import (
	"errors"
	"net"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Two processes listen on one port while one takes over from the other: SO_REUSEPORT, socket(7). Alone it refuses some
// connections, since the kernel goes on giving half of them to the old process, and resets those that wait there when it
// closes its socket. So the new process makes the kernel give all of them to itself, and the old one, when it stops, takes in
// who still waits.

// reusePort is the Control of a net.ListenConfig.
func reusePort(_, _ string, conn syscall.RawConn) error {
	var set error
	err := conn.Control(func(fd uintptr) {
		set = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_REUSEPORT, 1)
	})
	return errors.Join(err, set)
}

// takeOver returns the listener as one that gets all new connections instead of the process that listened before.
func takeOver(l *net.TCPListener) (net.Listener, error) {
	conn, err := l.SyscallConn()
	if err != nil {
		return nil, err
	}
	// Sockets are numbered in the order in which they began to listen; when one is closed, the last one gets its number.
	// Of two, the second is ours. Where there is no second, the kernel falls back to the one that there is.
	second := unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: 1}
	var set error
	err = conn.Control(func(fd uintptr) {
		set = unix.SetsockoptSockFprog(int(fd), unix.SOL_SOCKET, unix.SO_ATTACH_REUSEPORT_CBPF,
			&unix.SockFprog{Len: 1, Filter: &second})
	})
	return shared{l}, errors.Join(err, set)
}

// shared is a listener whose port the next process has too.
type shared struct{ *net.TCPListener }

// lastWait is how long a listener that is closed still takes in who waits.
const lastWait = 20 * time.Millisecond

// Accept gives connections for a moment after the beginning of Close.
func (s shared) Accept() (net.Conn, error) {
	conn, err := s.TCPListener.Accept()
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = net.ErrClosed
	}
	return conn, err
}

// Close closes the listener when nobody waits any more.
func (s shared) Close() error {
	if err := s.SetDeadline(time.Now().Add(lastWait)); err != nil {
		return err
	}
	<-time.After(lastWait)
	return s.TCPListener.Close()
}
