package main

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/crypto/ssh"
)

// standIn is a server that Postern is compared with.
type standIn func(net.Listener, ssh.Signer) error

func standInTable() map[string]standIn {
	return map[string]standIn{"bare": serveBare, "usual": serveUsual}
}

func standIns() []string { return slices.Sorted(maps.Keys(standInTable())) }

// serveStandIn is what a child process of this program does: it serves until it is killed, on an address that it
// prints as Postern does.
func serveStandIn(ctx context.Context, name string, stdout io.Writer) error {
	serve := standInTable()[name]
	if serve == nil {
		return fmt.Errorf("-serve %q: there are %s", name, strings.Join(standIns(), " and "))
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	key, err := ssh.NewSignerFromSigner(private)
	if err != nil {
		return err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	context.AfterFunc(ctx, func() { _ = l.Close() })
	fmt.Fprintf(stdout, "ready %s\n", l.Addr())
	if err := serve(l, key); ctx.Err() == nil {
		return err
	}
	return nil
}

// server is a server under measure: a process of its own, so that its memory and CPU are its own.
type server struct {
	name  string
	addr  string
	ready time.Duration // from the start of the process
	cmd   *exec.Cmd
	lines *os.File // its standard error
}

// readyTime is how long a server may take to start.
const readyTime = 2 * time.Minute

// subjects are the servers in the order in which they are told.
func subjects() []string { return []string{"bare", "usual", "postern"} }

// start starts the server of a name, Postern with a blog in dir.
func (p plan) start(ctx context.Context, name, dir string) (*server, error) {
	if name == "postern" {
		if err := writeArticle(dir); err != nil {
			return nil, err
		}
		return p.startPostern(ctx, dir)
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return launch(ctx, name, dir, exec.CommandContext(ctx, self, "-serve", name))
}

// startPostern serves the blog in dir.
func (p plan) startPostern(ctx context.Context, dir string) (*server, error) {
	program, err := filepath.Abs(p.postern)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(program); err != nil {
		return nil, fmt.Errorf("%w (make build makes it)", err)
	}
	return launch(ctx, "postern", dir, exec.CommandContext(ctx, program, "serve", dir, "--listen", "127.0.0.1:0", "--log-format", "json"))
}

func launch(ctx context.Context, name, dir string, cmd *exec.Cmd) (*server, error) {
	began := time.Now()
	logFile, err := os.CreateTemp(dir, "stderr-*.log")
	if err != nil {
		return nil, err
	}
	cmd.Stderr = logFile
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 10 * time.Second
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{name: name, cmd: cmd, lines: logFile}
	address := make(chan string, 1)
	go func() {
		defer close(address)
		for scanner := bufio.NewScanner(stdout); scanner.Scan(); {
			if addr, ok := strings.CutPrefix(scanner.Text(), "ready "); ok {
				address <- addr
			}
		}
	}()
	timer := time.NewTimer(readyTime)
	defer timer.Stop()
	var ok bool
	select {
	case s.addr, ok = <-address:
	case <-timer.C:
	case <-ctx.Done():
	}
	if !ok {
		log, _ := os.ReadFile(logFile.Name())
		return nil, errors.Join(fmt.Errorf("%s did not become ready: %s", name, log), s.stop())
	}
	s.ready = time.Since(began)
	return s, nil
}

// stop ends the server.
func (s *server) stop() error {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	timer := time.AfterFunc(10*time.Second, func() { _ = s.cmd.Process.Kill() })
	defer timer.Stop()
	_ = s.cmd.Wait() // a server that is told to stop may say so by its status
	return s.lines.Close()
}
