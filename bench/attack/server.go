package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"postern/bench/process"
)

// server is the server that is attacked: one that this program started, or one that runs already.
type server struct {
	addr    string
	metrics string // address of its metrics; empty: it has none
	pid     int    // 0: unknown, so that its memory and descriptors are not measured

	own *process.Process // nil: it is not ours
	dir string           // of its blog, which goes with it
}

// Bounds of what is waited for.
const (
	startTime = 20 * time.Second
	asksTime  = 5 * time.Second       // one question for metrics
	logEvery  = 20 * time.Millisecond // looks at the log
)

// startServer starts program on a free port of loopback, with a blog of its own.
func startServer(program string) (*server, error) {
	dir, err := os.MkdirTemp("", "postern-attack-")
	if err != nil {
		return nil, err
	}
	if err := writeBlog(dir); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	cmd := exec.Command(program, "serve", dir, "--listen", "127.0.0.1:0", "--keys", filepath.Join(dir, "keys"))
	own, err := process.Start(cmd, filepath.Join(dir, "server.log"), startTime)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s := &server{addr: own.Addr, pid: own.PID(), own: own, dir: dir}
	if s.metrics, err = metricsOf(own); err != nil {
		s.stop()
		return nil, err
	}
	return s, nil
}

// metricsOf waits until a server has logged where its metrics are.
func metricsOf(own *process.Process) (string, error) {
	for began := time.Now(); ; time.Sleep(logEvery) {
		said, err := own.Said()
		if addr := metricsIn(said); err != nil || addr != "" {
			return addr, err
		}
		if time.Since(began) > startTime {
			return "", fmt.Errorf("the server did not say in %s where its metrics are: %s", startTime, said)
		}
	}
}

// metricsIn finds the address of the metrics in a server's log.
func metricsIn(log string) string {
	_, rest, _ := strings.Cut(log, `"msg":"metrics are served","address":"`)
	addr, _, whole := strings.Cut(rest, `"`)
	if !whole {
		return ""
	}
	return addr
}

// stop ends a server that is ours.
func (s *server) stop() {
	if s.own != nil {
		s.own.Stop()
		_ = os.RemoveAll(s.dir)
	}
}

// alive reports whether the server accepts connections, and, if it is ours, runs.
func (s *server) alive() bool {
	if s.own != nil {
		select {
		case <-s.own.Exited:
			return false
		default:
			return true
		}
	}
	conn, err := net.DialTimeout("tcp", s.addr, asksTime)
	if err == nil {
		_ = conn.Close()
	}
	return err == nil
}

// usage is what a server takes of its machine.
type usage struct {
	RSS         int           `json:"rss_kib"`
	Peak        int           `json:"peak_rss_kib"` // since process.ForgetPeak
	Descriptors int           `json:"descriptors"`
	Goroutines  int           `json:"goroutines"`
	CPU         time.Duration `json:"-"`
}

// unknown stands for what cannot be measured.
const unknown = -1

// usage reads what the server takes now.
func (s *server) usage(ctx context.Context) usage {
	u := usage{RSS: unknown, Peak: unknown, Descriptors: unknown, Goroutines: s.goroutines(ctx)}
	if s.pid == 0 {
		return u
	}
	proc := fmt.Sprintf("/proc/%d/", s.pid)
	if entries, err := os.ReadDir(proc + "fd"); err == nil {
		u.Descriptors = 0
		for _, e := range entries {
			// The search index opens its files again when searches overlap, three times at most, and keeps them.
			if file, _ := os.Readlink(proc + "fd/" + e.Name()); !strings.Contains(file, "/search.db") {
				u.Descriptors++
			}
		}
	}
	if taken, err := process.UsageOf(s.pid); err == nil {
		u.RSS, u.Peak, u.CPU = int(taken.Resident>>10), int(taken.Peak>>10), taken.CPU
	}
	return u
}

// goroutines asks the server's metrics, in the text format of Prometheus, for the number of its goroutines.
func (s *server) goroutines(ctx context.Context) int {
	if s.metrics == "" {
		return unknown
	}
	ctx, cancel := context.WithTimeout(ctx, asksTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.metrics+"/metrics", http.NoBody)
	if err != nil {
		return unknown
	}
	// A connection that is kept is a goroutine of the server's, and a descriptor.
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(request)
	if err != nil {
		return unknown
	}
	defer answer.Body.Close()
	text, _ := io.ReadAll(answer.Body)
	return goroutinesIn(string(text))
}

// goroutinesIn finds the number of goroutines in the text format of Prometheus.
func goroutinesIn(text string) int {
	for line := range strings.Lines(text) {
		if value, ok := strings.CutPrefix(line, "go_goroutines "); ok {
			if n, err := strconv.ParseFloat(strings.TrimSpace(value), 64); err == nil {
				return int(n)
			}
		}
	}
	return unknown
}
