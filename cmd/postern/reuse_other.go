//go:build !linux

package main

import (
	"errors"
	"net"
	"syscall"
)

var errNoReuse = errors.New("reuse_port works on Linux only")

func reusePort(_, _ string, _ syscall.RawConn) error { return errNoReuse }

func takeOver(*net.TCPListener) (net.Listener, error) { return nil, errNoReuse }
