package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"postern/sshapp/sshtest"
)

// process is the real program, serving.
type process struct {
	*sshtest.Server
	cmd   *exec.Cmd
	ready []string // the addresses that it is ready on
	ended chan error
}

// many lets all clients of a test come from one address.
const many = "[limits]\nsource_rate = 1000\nsource_burst = 65536\nsource_connections = 1000\nsource_unauthenticated = 1000\n" +
	"session_rate = 1000\nsession_burst = 65536\nsource_sessions = 300\n"

// blogFolder writes a blog with one post, whose words are not in the list.
func blogFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, fileName, many)
	write(t, dir, "posts/first.md", "---\ntitle: The first post\ndate: 2026-01-01\ndescription: It begins.\n---\nIt was a dark night.\n")
	return dir
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// start runs postern serve and returns when it is ready. Sockets are passed to it as systemd does.
func start(t *testing.T, sockets []*os.File, environ []string, args ...string) *process {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	t.Cleanup(cancel)
	p := &process{Server: &sshtest.Server{Host: "127.0.0.1", Log: &sshtest.Log{}}, ended: make(chan error, 1)}
	p.cmd = exec.CommandContext(ctx, "sh", append([]string{"-c", `LISTEN_PID=$$ exec postern serve "$@"`, "sh"}, args...)...)
	p.cmd.Env = append(os.Environ(), "GORACE="+noRaceSleep)
	p.cmd.Env = append(p.cmd.Env, environ...)
	p.cmd.ExtraFiles, p.cmd.Stderr = sockets, p.Log
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make(chan []string, 1)
	go func() {
		ready <- addressesIn(stdout)
		_, _ = io.Copy(io.Discard, stdout)
		p.ended <- p.cmd.Wait()
	}()
	if p.ready = <-ready; len(p.ready) == 0 {
		t.Fatalf("not ready: %v\n%s", <-p.ended, p.Log)
	}
	p.Addr = p.ready[0]
	return p
}

// failsWith wants postern serve to exit with status 1 and to say something.
func failsWith(t *testing.T, sockets []*os.File, says []string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), startLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "sh", append([]string{"-c", `LISTEN_PID=$$ exec postern serve "$@"`, "sh"}, args...)...)
	cmd.ExtraFiles = sockets
	out, _ := cmd.CombinedOutput() // the status says it
	if status := cmd.ProcessState.ExitCode(); status != exitFailed {
		t.Errorf("status %d, want %d", status, exitFailed)
	}
	for _, want := range says {
		if !strings.Contains(string(out), want) {
			t.Errorf("%q is not said: %s", want, out)
		}
	}
}

// addressesIn returns what follows the word ready in what a start prints, up to the last of them.
func addressesIn(stdout io.Reader) []string {
	var all []byte
	buf := make([]byte, 4<<10)
	for {
		n, err := stdout.Read(buf) // all is printed at once
		all = append(all, buf[:n]...)
		var found []string
		for lines := bufio.NewScanner(bytes.NewReader(all)); lines.Scan(); {
			if address, ok := strings.CutPrefix(lines.Text(), "ready "); ok {
				found = append(found, address)
			}
		}
		if len(found) > 0 || err != nil {
			return found
		}
	}
}

// signal sends a signal to the program.
func (p *process) signal(t *testing.T, s syscall.Signal) {
	t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// ends waits until the program has ended by itself, with status 0.
func (p *process) ends(t *testing.T) {
	t.Helper()
	if err := <-p.ended; err != nil {
		t.Errorf("ended with %v\n%s", err, p.Log)
	}
}

// visitors run a command on a new connection each, over and over, until they are stopped.
type visitors struct {
	stop    context.CancelFunc
	running sync.WaitGroup

	mu     sync.Mutex
	served int
	failed []string
}

func visit(t *testing.T, addr string) *visitors {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	v := &visitors{stop: cancel}
	t.Cleanup(cancel)
	for range 3 {
		v.running.Go(func() {
			for ctx.Err() == nil {
				v.note(visitOnce(addr))
			}
		})
	}
	return v
}

func (v *visitors) note(err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.served++
	if err != nil {
		v.failed = append(v.failed, err.Error())
	}
}

func (v *visitors) count() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.served
}

// more waits until some more have been served.
func (v *visitors) more(t *testing.T) {
	t.Helper()
	before := v.count()
	sshtest.Eventually(t, "more visitors", func() bool { return v.count() >= before+10 })
}

// allServed ends the visits and fails the test if one was refused.
func (v *visitors) allServed(t *testing.T) {
	t.Helper()
	v.stop()
	v.running.Wait()
	if len(v.failed) > 0 {
		t.Errorf("%d of %d visitors were refused: %s", len(v.failed), v.served, v.failed[0])
	}
	t.Logf("%d visitors", v.served)
}

func visitOnce(addr string) error {
	client, err := gossh.Dial("tcp", addr, &gossh.ClientConfig{
		User: "reader", HostKeyCallback: gossh.InsecureIgnoreHostKey(), //nolint:gosec // the key was made for this test
		Timeout: sshtest.Patience,
	})
	if err != nil {
		return err
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return err
	}
	return session.Run("version")
}
