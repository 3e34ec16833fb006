package sshapp_test

import (
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"postern/sshapp"
	"postern/sshapp/sshtest"
)

// Headers as proxies send them.
const (
	v1       = "PROXY TCP4 203.0.113.66 192.0.2.1 51234 22\r\n"
	v1IPv6   = "PROXY TCP6 2001:db8:1:2::3 2001:db8::1 51234 22\r\n"
	v1Local  = "PROXY UNKNOWN\r\n"
	v2begins = "\r\n\r\n\x00\r\nQUIT\n"
)

// v2 is the header of version 2 for an IPv4 connection, with a TLV behind the addresses.
func v2(source string) string {
	from := netip.MustParseAddrPort(source)
	block := append(from.Addr().AsSlice(), 192, 0, 2, 1)
	block = binary.BigEndian.AppendUint16(block, from.Port())
	block = binary.BigEndian.AppendUint16(block, 22)
	block = append(block, 0x04, 0, 1, 0) // PP2_TYPE_NOOP, one byte
	return string(binary.BigEndian.AppendUint16([]byte(v2begins+"\x21\x11"), uint16(len(block)))) + string(block)
}

const v2Local = v2begins + "\x20\x00\x00\x00"

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

// via connects as a proxy that sends a header first.
func via(t *testing.T, server *sshtest.Server, header string) net.Conn {
	t.Helper()
	conn := server.HalfOpen(t)
	if _, err := io.WriteString(conn, header); err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestReadersBehindAProxy(t *testing.T) {
	for _, tt := range []struct{ name, header, network string }{
		{"version 1", v1, "203.0.113.0/24"},
		{"version 1, IPv6", v1IPv6, "2001:db8:1::/48"},
		{"version 2", v2("198.51.100.7:51234"), "198.51.100.0/24"},
		{"a check in version 1", v1Local, "127.0.0.0/24"},
		{"a check in version 2", v2Local, "127.0.0.0/24"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			server := sshtest.Serve(t, blog(t), sshtest.Config{Version: "v1", ProxyFrom: loopback})
			out, err := versionOver(via(t, server, tt.header))
			if err != nil || !strings.Contains(out, "v1") {
				t.Errorf("%q, %v", out, err)
			}
			server.Log.Waits(t, "address="+tt.network)
		})
	}
}

// Readers behind one proxy have a share each, and a proxy that is looked through has none.
func TestSourcesBehindAProxy(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{
		Version: "v1", ProxyFrom: loopback, Limits: func(l *sshapp.Limits) { l.SourceConns = 1 },
	})
	first := via(t, server, v1)
	greeted(t, first)
	if _, err := io.ReadAll(via(t, server, v1)); err == nil {
		t.Error("a source has two connections") // the second is reset
	}
	greeted(t, via(t, server, v2("203.0.113.67:1000")))
}

func greeted(t *testing.T, conn net.Conn) {
	t.Helper()
	begin := make([]byte, 8)
	if _, err := io.ReadFull(conn, begin); err != nil || string(begin) != "SSH-2.0-" {
		t.Errorf("got %q, %v", begin, err)
	}
}

// A header from elsewhere is not believed.
func TestHeaderFromElsewhere(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{ProxyFrom: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}})
	for _, header := range []string{v1, v2("203.0.113.66:1000")} {
		_, _ = versionOver(via(t, server, header)) // what the library makes of such a beginning is its own
	}
	if out, err := versionOver(server.HalfOpen(t)); err != nil {
		t.Errorf("without a header: %q, %v", out, err)
	}
	server.Log.Waits(t, "address=127.0.0.0/24")
	if strings.Contains(server.Log.String(), "203.0.113") {
		t.Errorf("the header was believed:\n%s", server.Log)
	}
}

// What comes from a proxy has to begin with a header, and holds nobody up until then.
func TestProxyWithoutAHeader(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{
		Version: "v1", ProxyFrom: loopback, Limits: func(l *sshapp.Limits) { l.ProxyTime = time.Hour; l.Unauthenticated = 2 },
	})
	if got, err := io.ReadAll(via(t, server, "SSH-2.0-OpenSSH_9.2\r\n")); len(got) > 0 {
		t.Errorf("got %q, %v", got, err)
	}
	silent := via(t, server, "PROXY")
	if out, err := versionOver(via(t, server, v1)); err != nil || !strings.Contains(out, "v1") {
		t.Errorf("%q, %v", out, err)
	}
	// With the silent one there is place for one more, and so on: none is kept.
	for range 3 {
		greeted(t, via(t, server, v1Local))
	}
	_ = silent.Close()
	server.Log.Waits(t, `"no header of a proxy from a trusted network" address=127.0.0.1 error=`)
}

func TestProxyThatStopsInAHeader(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{
		ProxyFrom: loopback, Limits: func(l *sshapp.Limits) { l.ProxyTime = time.Second },
	})
	if got, _ := io.ReadAll(via(t, server, v2begins)); len(got) > 0 { // ends, by a reset or not
		t.Errorf("got %q", got)
	}
}
