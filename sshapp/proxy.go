package sshapp

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"github.com/pires/go-proxyproto"
)

// A proxy of the owner's connects for its readers and says first, in a header, where they come from: the PROXY protocol,
// versions 1 and 2 (haproxy.org, doc/proxy-protocol.txt). The header is read before the gate, which so counts the
// readers themselves, and only on connections from trusted networks, which have to begin with it. What others send is the
// SSH library's: they are who they are, whatever they claim.
//
// A header is read beside Accept, within Limits.ProxyTime, on at most Limits.Unauthenticated connections at once.
type proxied struct {
	net.Listener
	trusted []netip.Prefix
	limits  Limits
	journal *journal

	places  chan struct{}  // has an element for each header that is read
	pending sync.WaitGroup // these, and run
	next    chan acceptance
	closed  chan struct{}
	once    sync.Once
}

type acceptance struct {
	conn net.Conn
	err  error
}

// behindProxies returns a listener whose connections have the address of the reader. It is read from until it is closed.
func behindProxies(l net.Listener, trusted []netip.Prefix, limits Limits, journal *journal) net.Listener {
	if len(trusted) == 0 {
		return l
	}
	p := &proxied{
		Listener: l, trusted: trusted, limits: limits, journal: journal,
		places: make(chan struct{}, limits.Unauthenticated), next: make(chan acceptance), closed: make(chan struct{}),
	}
	p.pending.Go(p.run)
	return p
}

func (p *proxied) run() {
	for {
		conn, err := p.Listener.Accept()
		switch {
		case errors.Is(err, net.ErrClosed):
			return
		case err != nil:
			p.hand(acceptance{err: err})
		case !trusts(p.trusted, conn.RemoteAddr()):
			p.hand(acceptance{conn: conn})
		default:
			p.identify(conn)
		}
	}
}

// CheckHeader returns what a connection from an address has to begin with, at a server that trusts the proxies of some
// networks, to see whether it answers: the header of a proxy that looks for itself, and nothing from elsewhere.
func CheckHeader(proxies []netip.Prefix, from net.Addr) string {
	if !trusts(proxies, from) {
		return ""
	}
	return "PROXY UNKNOWN\r\n"
}

// trusts reports whether what comes from an address begins with a header.
func trusts(proxies []netip.Prefix, addr net.Addr) bool {
	ap, err := netip.ParseAddrPort(addr.String())
	return err == nil && slices.ContainsFunc(proxies, func(network netip.Prefix) bool {
		return network.Contains(ap.Addr().Unmap().WithZone(""))
	})
}

// hand gives a connection to Accept.
func (p *proxied) hand(a acceptance) {
	select {
	case p.next <- a:
	case <-p.closed:
		if a.conn != nil {
			refuse(a.conn)
		}
	}
}

// identify reads a header in the background.
func (p *proxied) identify(conn net.Conn) {
	select {
	case p.places <- struct{}{}:
	default:
		refuse(conn)
		return
	}
	p.pending.Go(func() {
		defer func() { <-p.places }()
		defer func() {
			if value := recover(); value != nil {
				p.journal.clients.Error("panic in a header of a proxy", "panic", fmt.Sprint(value), "stack", string(debug.Stack()))
				refuse(conn)
			}
		}()
		reader, err := readProxyHeader(conn, p.limits.ProxyTime)
		if errors.Is(err, io.EOF) { // the proxy looks whether we are there
			_ = conn.Close()
			return
		}
		if err != nil {
			p.journal.headerless(conn.RemoteAddr(), err)
			refuse(conn)
			return
		}
		p.hand(acceptance{conn: reader})
	})
}

// Accept returns the next connection whose source is known.
func (p *proxied) Accept() (net.Conn, error) {
	select {
	case a := <-p.next:
		return a.conn, a.err
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close closes the listener. Whose header is on the way is still handed out.
func (p *proxied) Close() error {
	err := p.Listener.Close()
	p.once.Do(func() {
		identified := make(chan struct{})
		go func() {
			p.pending.Wait()
			close(identified)
		}()
		select {
		case <-identified:
		case <-time.After(firstWords):
		}
		close(p.closed)
	})
	return err
}

// headerBuffer holds any header of version 1, in bytes; the library refuses one that comes in two parts.
const headerBuffer = 256

// readProxyHeader reads the header that a connection begins with.
func readProxyHeader(conn net.Conn, limit time.Duration) (*proxiedConn, error) {
	if err := conn.SetReadDeadline(time.Now().Add(limit)); err != nil {
		return nil, err
	}
	c := &proxiedConn{Conn: conn, early: bufio.NewReaderSize(conn, headerBuffer), remote: conn.RemoteAddr(), local: conn.LocalAddr()}
	if _, err := c.early.Peek(1); err != nil {
		return nil, err
	}
	header, err := proxyproto.Read(c.early)
	if err != nil {
		return nil, err
	}
	source, fromTCP := header.SourceAddr.(*net.TCPAddr)
	target, toTCP := header.DestinationAddr.(*net.TCPAddr)
	// Without addresses (LOCAL, UNKNOWN) it is the proxy itself, which looks whether we are there.
	if !header.Command.IsLocal() && fromTCP && toTCP {
		c.remote, c.local = source, target
	}
	return c, conn.SetReadDeadline(time.Time{})
}

// proxiedConn is a connection that a proxy made for a reader.
type proxiedConn struct {
	net.Conn
	early         *bufio.Reader // what came with the header
	remote, local net.Addr
}

// RemoteAddr returns the reader's address.
func (c *proxiedConn) RemoteAddr() net.Addr { return c.remote }

// LocalAddr returns the address that the reader connected to.
func (c *proxiedConn) LocalAddr() net.Addr { return c.local }

func (c *proxiedConn) Read(p []byte) (int, error) {
	if n := c.early.Buffered(); n > 0 {
		return c.early.Read(p[:min(n, len(p))])
	}
	return c.Conn.Read(p)
}

// tcpOf returns the TCP connection under an accepted one, if there is one.
func tcpOf(conn net.Conn) (tcp *net.TCPConn, ok bool) {
	if c, proxied := conn.(*proxiedConn); proxied {
		conn = c.Conn
	}
	tcp, ok = conn.(*net.TCPConn)
	return tcp, ok
}
