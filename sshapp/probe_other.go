//go:build !linux

package sshapp

import (
	"errors"
	"net"
	"time"
)

// setUserTimeout does nothing: only Linux has the option under this name and with this meaning.
func setUserTimeout(*net.TCPConn, time.Duration) error { return errors.ErrUnsupported }
