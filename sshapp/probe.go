package sshapp

import (
	"net"
	"time"
)

// A machine that vanishes sends nothing, not even a reset. The kernel finds that out without waking anything here: it asks
// clients of which it has not heard for a while (tcp(7), TCP_KEEPIDLE), and gives up on what nobody acknowledges
// (TCP_USER_TIMEOUT). What it cannot see are clients that hang while their machine goes on, and machines behind a proxy:
// these are asked by keepalives of SSH, see [guardedConn.watch].
const (
	probeAfter   = 30 * time.Second
	probeEvery   = 10 * time.Second
	probes       = int((vanishedTime - probeAfter) / probeEvery)
	vanishedTime = time.Minute
)

// probe makes the kernel watch for a vanished machine, and reports whether it does.
func probe(conn *net.TCPConn) bool {
	err := conn.SetKeepAliveConfig(net.KeepAliveConfig{Enable: true, Idle: probeAfter, Interval: probeEvery, Count: probes})
	return err == nil && setUserTimeout(conn, vanishedTime) == nil
}
