package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"postern/bench/process"
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

// readyTime is how long a server may take to start.
const readyTime = 2 * time.Minute

// subjects are the servers in the order in which they are told.
func subjects() []string { return []string{"bare", "usual", "postern"} }

// start starts the server of a name, Postern with a blog in dir.
func (p plan) start(ctx context.Context, name, dir string) (*process.Process, error) {
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
	return launch(exec.CommandContext(ctx, self, "-serve", name), dir)
}

// startPostern serves the blog in dir.
func (p plan) startPostern(ctx context.Context, dir string) (*process.Process, error) {
	program, err := filepath.Abs(p.postern)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(program); err != nil {
		return nil, fmt.Errorf("%w (make build makes it)", err)
	}
	return launch(exec.CommandContext(ctx, program, "serve", dir, "--listen", "127.0.0.1:0", "--log-format", "json"), dir)
}

// launch starts a server whose standard error goes to a file in dir.
func launch(cmd *exec.Cmd, dir string) (*process.Process, error) {
	log, err := os.CreateTemp(dir, "stderr-*.log")
	if err != nil {
		return nil, err
	}
	if err := log.Close(); err != nil {
		return nil, err
	}
	return process.Start(cmd, log.Name(), readyTime)
}
