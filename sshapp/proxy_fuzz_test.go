package sshapp

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"testing"
	"time"
)

// sentConn is the connection of a client that has sent all that it sends.
type sentConn struct {
	net.Conn
	sent *bytes.Reader
}

func (c sentConn) Read(p []byte) (int, error)      { return c.sent.Read(p) }
func (c sentConn) SetReadDeadline(time.Time) error { return nil }
func (c sentConn) RemoteAddr() net.Addr            { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1} }

func (c sentConn) LocalAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 22} }

// Whatever a proxy sends first, the connection then has a source, and the SSH library gets exactly what follows the header.
func FuzzProxyHeader(f *testing.F) {
	const v2 = "\r\n\r\n\x00\r\nQUIT\n"
	for _, seed := range []string{
		"", "SSH-2.0-x\r\n", "PROXY", "PROXY UNKNOWN\r\nSSH-2.0-x\r\n", "PROXY TCP4 203.0.113.66 192.0.2.1 51234 22\r\nSSH-2.0-x\r\n",
		"PROXY TCP6 2001:db8::3 ::ffff:192.0.2.1 0 65535\r\n", "PROXY TCP4 203.0.113.66 192.0.2.1 51234 65536\r\n", "PROXY TCP4 a b c d\r\n",
		v2, v2 + "\x20\x00\x00\x00SSH", v2 + "\x21\x11\x00\x0c\xcb\x00\x71\x42\xc0\x00\x02\x01\xc8\x22\x00\x16SSH",
		v2 + "\x21\x13\x00\x0c\xcb\x00\x71\x42\xc0\x00\x02\x01\xc8\x22\x00\x16", v2 + "\x21\x31\xff\xff", v2 + "\x21\x21\x00\x24",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, sent []byte) {
		c, err := readProxyHeader(sentConn{sent: bytes.NewReader(sent)}, time.Second)
		if err != nil {
			return
		}
		if !sourceOf(c.RemoteAddr()).IsValid() || c.LocalAddr() == nil {
			t.Errorf("source %v", c.RemoteAddr())
		}
		rest, err := io.ReadAll(c)
		if err != nil || !bytes.Equal(rest, sent[headerLength(sent):]) {
			t.Errorf("%q follows %q, %v", rest, sent, err)
		}
	})
}

// headerLength measures a valid header by its specification.
func headerLength(sent []byte) int {
	if sent[0] == 'P' {
		return bytes.IndexByte(sent, '\n') + 1
	}
	return 16 + int(binary.BigEndian.Uint16(sent[14:]))
}
