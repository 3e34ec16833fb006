package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestNetworks(t *testing.T) {
	for _, tt := range []struct{ values, want string }{
		{"10.0.0.0/8 fd00::/8", "[10.0.0.0/8 fd00::/8]"},
		{"10.1.2.3/8", "[10.0.0.0/8]"},
		{"192.0.2.1", "[192.0.2.1/32]"},
		{"10.0.0.0/33", `"10.0.0.0/33" is no network; write it as 10.0.0.0/8 or fd00::/8`},
		{"proxy.example.com", `"proxy.example.com" is no network`},
		{"::/0", `"::/0" is everybody, who then could claim any address`},
	} {
		found, err := networks(strings.Fields(tt.values))
		got := fmt.Sprint(found)
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, tt.want) {
			t.Errorf("%s: %s, want %s", tt.values, got, tt.want)
		}
	}
}

// Behind a proxy the server wants a header of whoever comes from there, also of the health check.
func TestHealthBehindAProxy(t *testing.T) {
	p := start(t, nil, nil, blogFolder(t), "--listen", "127.0.0.1:0", "--proxy-from", "127.0.0.0/8")
	if err := visitOnce(p.Addr); err == nil {
		t.Error("served without a header")
	}
	status, _, stderr := execute(t.Context(), []string{"POSTERN_LISTEN=" + p.Addr, "POSTERN_PROXY_FROM=127.0.0.1"}, "health")
	if status != exitDone {
		t.Errorf("status %d: %s", status, stderr)
	}
	if status, _, _ := execute(t.Context(), []string{"POSTERN_LISTEN=" + p.Addr}, "health"); status == exitDone {
		t.Error("healthy without a header")
	}
}
