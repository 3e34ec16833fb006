package main

import (
	"net"
	"strings"
	"testing"
)

func TestAddresses(t *testing.T) {
	for _, tt := range []struct{ addresses, says string }{
		{":22 [::]:2222", ""},
		{"0.0.0.0:22 [::]:22", ""},
		{"192.0.2.1:22 192.0.2.2:22 [2001:db8::1]:22", ""},
		{"127.0.0.1:0 127.0.0.1:0", ""},
		{"blog.example.com:22 localhost:22", ""},
		{":22 :22", `":22" is there twice`},
		{"[::1]:22 [0::1]:22", `"[::1]:22" includes "[0::1]:22"; name only one of them`},
		{":22 0.0.0.0:22", `":22" includes "0.0.0.0:22"`},
		{"[::]:22 :0022", `":0022" includes "[::]:22"`},
		{"127.0.0.1:22 0.0.0.0:22", `"0.0.0.0:22" includes "127.0.0.1:22"`},
		{"[::]:22 [::1%lo]:22", `"[::]:22" includes "[::1%lo]:22"`},
		{"22", `"22" is no address`},
		{":65536", "not a number from 0 to 65535"},
	} {
		_, err := addresses(strings.Fields(tt.addresses))
		if (err == nil) != (tt.says == "") || err != nil && !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: %v, want %q", tt.addresses, err, tt.says)
		}
	}
}

// IPv4 and IPv6 have the same port side by side.
func TestListenOnBothFamilies(t *testing.T) {
	four, err := listen(t.Context(), []string{"0.0.0.0:0"}, false)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = closeAll(four) })
	_, port, _ := net.SplitHostPort(four[0].Addr().String())
	six, err := listen(t.Context(), []string{"[::]:" + port}, false)
	if err != nil && strings.Contains(err.Error(), "in use") {
		t.Fatal(err)
	}
	if err != nil {
		t.Skipf("no IPv6 here: %v", err)
	}
	t.Cleanup(func() { _ = closeAll(six) })
	for _, address := range []string{"127.0.0.1:" + port, "[::1]:" + port} {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		conn.Close()
	}
}
