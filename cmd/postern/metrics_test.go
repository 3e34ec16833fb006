package main

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"postern/sshapp/sshtest"
)

// shows waits until the server's HTTP address answers a path with a status and a line.
func (p *process) shows(t *testing.T, path string, status int, line string) {
	t.Helper()
	p.Log.Waits(t, "metrics are served")
	address := regexp.MustCompile(`"metrics are served","address":"([^"]+)"`).FindStringSubmatch(p.Log.String())[1]
	sshtest.Eventually(t, line+" at "+path, func() bool {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return false
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		return err == nil && resp.StatusCode == status && strings.Contains("\n"+string(body), "\n"+line+"\n")
	})
}

// What the real program does is seen from outside: readers, reloads that worked or did not, and that it is there.
func TestMetricsOfTheProgram(t *testing.T) {
	dir := blogFolder(t)
	p := start(t, nil, []string{"POSTERN_LISTEN=127.0.0.1:0", "POSTERN_METRICS_LISTEN=127.0.0.1:0"}, dir)
	p.shows(t, "/readyz", http.StatusOK, "ok")
	p.shows(t, "/metrics", http.StatusOK, "postern_posts 1")
	p.Open(t, "", sshtest.Window{}).Sees("The first post")
	p.shows(t, "/metrics", http.StatusOK, `postern_sessions_open{kind="reader"} 1`)
	p.shows(t, "/metrics", http.StatusOK, "postern_first_frame_seconds_count 1")

	write(t, dir, "posts/second.md", "---\ntitle: Second\ndate: 2026-01-02\n---\nText.\n")
	p.reload(t)
	p.shows(t, "/metrics", http.StatusOK, `postern_reloads_total{result="ok"} 1`)
	p.shows(t, "/metrics", http.StatusOK, "postern_posts 2")
	write(t, dir, fileName, many+"titel = \"x\"\n")
	p.reload(t)
	p.shows(t, "/metrics", http.StatusOK, `postern_reloads_total{result="failed"} 1`)
	p.shows(t, "/livez", http.StatusOK, "ok")
	p.signal(t, syscall.SIGTERM)
	p.ends(t)
	if log := p.Log.String(); !strings.Contains(log, `"msg":"connection ended"`) {
		t.Errorf("the end of the connection is not in the log:\n%s", log)
	}
}
