package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"unicode"
)

// addresses takes what can be listened on together.
func addresses(values []string) ([]string, error) {
	for i, v := range values {
		host, port, err := net.SplitHostPort(v)
		if err != nil {
			return nil, fmt.Errorf("%q is no address; write HOST:PORT or :PORT", v)
		}
		if n, err := strconv.Atoi(port); err != nil || n < 0 || n > maxPort {
			return nil, fmt.Errorf("%q: the port is not a number from 0 to %d", v, maxPort)
		}
		if strings.ContainsFunc(host, unicode.IsSpace) {
			return nil, fmt.Errorf("%q: the host has a blank in it", v)
		}
		for _, before := range values[:i] {
			if err := apart(before, v); err != nil {
				return nil, err
			}
		}
	}
	return values, nil
}

// apart says what is wrong if two addresses cannot be listened on at the same time. Without a host it is all
// addresses of the machine; 0.0.0.0 stands for those of IPv4 and [::] for those of IPv6, as in sshd_config(5).
func apart(a, b string) error {
	hostA, portA, _ := net.SplitHostPort(a)
	hostB, portB, _ := net.SplitHostPort(b)
	switch {
	case atoi(portA) != atoi(portB) || atoi(portA) == 0: // the system gives each 0 a port of its own
		return nil
	case hostA == hostB:
		return fmt.Errorf("%q is there twice", b)
	case covers(hostA, hostB):
		return fmt.Errorf("%q includes %q; name only one of them", a, b)
	case covers(hostB, hostA):
		return fmt.Errorf("%q includes %q; name only one of them", b, a)
	}
	return nil
}

// covers reports whether listening on one host includes the other.
func covers(wide, host string) bool {
	if wide == "" {
		return true
	}
	w, err := netip.ParseAddr(wide)
	if err != nil {
		return false
	}
	h, err := netip.ParseAddr(host)
	return err == nil && (w == h || w.IsUnspecified() && w.Is4() == h.Unmap().Is4())
}

func atoi(port string) int {
	n, _ := strconv.Atoi(port) // it was judged before
	return n
}

// listen returns the sockets that systemd has opened or, where it has none, opens all addresses or none.
func listen(ctx context.Context, addresses []string, reuse bool) ([]net.Listener, error) {
	listeners, err := passedSockets()
	if err != nil || len(listeners) > 0 {
		return listeners, err
	}
	for _, address := range addresses {
		l, err := listenOn(ctx, address, reuse)
		if err != nil {
			return nil, errors.Join(withListenHint(err), closeAll(listeners))
		}
		listeners = append(listeners, l)
	}
	return listeners, nil
}

func listenOn(ctx context.Context, address string, reuse bool) (net.Listener, error) {
	config := net.ListenConfig{}
	if reuse {
		config.Control = reusePort
		config.SetMultipathTCP(false) // its sockets do not take what takeOver sets
	}
	l, err := config.Listen(ctx, networkOf(address), address)
	if tcp, ok := l.(*net.TCPListener); ok && reuse {
		return takeOver(tcp)
	}
	return l, err
}

// networkOf keeps 0.0.0.0 and [::] to their own family, so that both can be named.
func networkOf(address string) string {
	host, _, _ := net.SplitHostPort(address)
	ip, err := netip.ParseAddr(host)
	switch {
	case err != nil:
		return "tcp"
	case ip.Unmap().Is4():
		return "tcp4"
	default:
		return "tcp6"
	}
}

func closeAll(listeners []net.Listener) error {
	var errs []error
	for _, l := range listeners {
		errs = append(errs, l.Close())
	}
	return errors.Join(errs...)
}

func withListenHint(err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return &hintError{err, "another program listens there already; choose another port, such as --listen :2223"}
	case errors.Is(err, fs.ErrPermission):
		return &hintError{err, "ports below 1024 need a privilege; listen on :2222 and forward port 22 to it"}
	default:
		return err
	}
}
