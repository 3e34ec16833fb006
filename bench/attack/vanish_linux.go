package main

import (
	"net"

	"golang.org/x/sys/unix"
)

// forget lets the kernel forget a connection without a packet to its other end (TCP_REPAIR, tcp(7)), as if the machine had lost its
// power, and reports whether it did: it takes CAP_NET_ADMIN.
func forget(conn net.Conn) bool {
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return false
	}
	raw, err := tcp.SyscallConn()
	if err != nil {
		return false
	}
	var failed error
	err = raw.Control(func(fd uintptr) { failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_REPAIR, 1) })
	return err == nil && failed == nil && conn.Close() == nil
}
