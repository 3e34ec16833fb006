package main

import (
	"fmt"
	"os"
	"os/exec"
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

// Behind a proxy the server wants a header of whoever comes from there, also of the health check, which finds that out from
// the same settings, for an address that it is given too.
func TestHealthBehindAProxy(t *testing.T) {
	blog := blogFolder(t)
	write(t, blog, fileName, "proxy_from = [\"127.0.0.1\"]\n"+many)
	p := start(t, nil, nil, blog, "--listen", "127.0.0.1:0")
	if err := visitOnce(p.Addr); err == nil {
		t.Error("served without a header")
	}
	for _, tt := range []struct {
		environ, args []string
		status        int
	}{
		{[]string{"POSTERN_DIR=" + blog, "POSTERN_LISTEN=" + p.Addr}, nil, exitDone},
		{[]string{"POSTERN_DIR=" + blog}, []string{p.Addr}, exitDone},
		{[]string{"POSTERN_PROXY_FROM=127.0.0.0/8"}, []string{p.Addr}, exitDone},
		{nil, []string{p.Addr, "--proxy-from", "127.0.0.1"}, exitDone},
		{nil, []string{p.Addr}, exitFailed},
		{nil, []string{p.Addr, "--proxy-from", "192.0.2.1"}, exitFailed}, // that is not where we come from
	} {
		if status, stderr := healthOf(t, tt.environ, tt.args...); status != tt.status {
			t.Errorf("%q %q: status %d, want %d: %s", tt.environ, tt.args, status, tt.status, stderr)
		}
	}
}

// healthOf runs the real program in a folder without a blog.
func healthOf(t *testing.T, environ []string, args ...string) (status int, stderr string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "postern", append([]string{"health"}, args...)...)
	cmd.Dir = t.TempDir()
	cmd.Env = append(append(os.Environ(), "GORACE="+noRaceSleep), environ...)
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}
