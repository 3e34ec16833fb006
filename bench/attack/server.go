package main

import (
	"bufio"
	"bytes"
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
	"syscall"
	"time"
)

// server is the server that is attacked: one that this program started, or one that runs already.
type server struct {
	addr    string
	metrics string // address of its metrics; empty: it has none
	pid     int    // 0: unknown, so that its memory and descriptors are not measured

	cmd    *exec.Cmd     // nil: it is not ours
	exited chan struct{} // closed when it is ours and has ended
	log    *os.File
	dir    string // of its blog, which goes with it
}

// Bounds of what is waited for.
const (
	startTime = 20 * time.Second
	stopTime  = 15 * time.Second
	asksTime  = 5 * time.Second // one question for metrics
)

var errNotStarted = errors.New("the server did not say that it is ready")

// startServer starts program on a free port of loopback, with a blog of its own.
func startServer(program string) (*server, error) {
	metrics, err := freePort()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "postern-attack-")
	if err != nil {
		return nil, err
	}
	if err := writeBlog(dir, metrics); err != nil {
		return nil, err
	}
	log, err := os.Create(filepath.Join(dir, "server.log"))
	if err != nil {
		return nil, err
	}
	s := &server{metrics: metrics, exited: make(chan struct{}), log: log, dir: dir}
	s.cmd = exec.Command(program, "serve", dir, "--listen", "127.0.0.1:0", "--keys", filepath.Join(dir, "keys"))
	s.cmd.Stderr = log
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	s.pid = s.cmd.Process.Pid
	ready := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if addr, ok := strings.CutPrefix(lines.Text(), "ready "); ok {
				ready <- addr
			}
		}
		_ = s.cmd.Wait() // how it ended is said where it is noticed
		close(s.exited)
	}()
	select {
	case s.addr = <-ready:
		return s, nil
	case <-s.exited:
	case <-time.After(startTime):
	}
	said, _ := os.ReadFile(log.Name())
	s.stop()
	return nil, fmt.Errorf("%w: %s", errNotStarted, bytes.TrimSpace(said))
}

// freePort returns an address of loopback on which nothing listens now.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// stop ends a server that is ours.
func (s *server) stop() {
	if s.cmd == nil {
		return
	}
	_ = s.cmd.Process.Signal(syscall.SIGTERM) // it may have ended
	select {
	case <-s.exited:
	case <-time.After(stopTime):
		_ = s.cmd.Process.Kill()
		<-s.exited
	}
	_ = s.log.Close()
	_ = os.RemoveAll(s.dir)
}

// alive reports whether the server accepts connections, and, if it is ours, runs.
func (s *server) alive() bool {
	if s.cmd != nil {
		select {
		case <-s.exited:
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
	Peak        int           `json:"peak_rss_kib"` // since forgetPeak
	Descriptors int           `json:"descriptors"`
	Goroutines  int           `json:"goroutines"`
	CPU         time.Duration `json:"-"`
}

// unknown stands for what cannot be measured.
const unknown = -1

// usage reads what the server takes now (proc_pid_status(5), proc_pid_stat(5)).
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
	status, _ := os.ReadFile(proc + "status")
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 {
			switch n, _ := strconv.Atoi(fields[1]); fields[0] {
			case "VmRSS:":
				u.RSS = n
			case "VmHWM:":
				u.Peak = n
			}
		}
	}
	stat, _ := os.ReadFile(proc + "stat")
	if end := bytes.LastIndexByte(stat, ')'); end >= 0 {
		fields := strings.Fields(string(stat[end+1:])) // the third field is the first here
		for _, ticks := range fields[11:13] {
			n, _ := strconv.Atoi(ticks)
			u.CPU += time.Duration(n) * time.Second / 100
		}
	}
	return u
}

// forgetPeak starts the measuring of peak memory again (proc_pid_clear_refs(5)).
func (s *server) forgetPeak() {
	if s.pid != 0 {
		_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.pid), []byte("5"), 0) // else the peak is of its whole life
	}
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
