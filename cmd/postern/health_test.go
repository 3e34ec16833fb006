package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
)

// answering listens and sends what a server says first to whoever connects.
func answering(t *testing.T, greeting string) (addr string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(conn, greeting)
			conn.Close()
		}
	}()
	return l.Addr().String()
}

func TestHealth(t *testing.T) {
	for _, tt := range []struct {
		greeting, says string
		status         int
	}{
		{"SSH-2.0-Go\r\n", "", exitDone},
		{"SSH-1.5-old\r\n", `it answers "SSH-1.5-", not "SSH-2.0-"`, exitFailed},
		{"HTTP/1.1 400 Bad Request\r\n", `answers "HTTP/1.1"`, exitFailed},
		{"SSH", "it does not answer", exitFailed},
	} {
		addr := answering(t, tt.greeting)
		_, port, _ := net.SplitHostPort(addr)
		// With ADDR, and with what serve would listen on.
		for _, p := range []struct {
			environ []string
			args    []string
		}{
			{nil, []string{"health", addr}},
			{[]string{"POSTERN_LISTEN=:" + port}, []string{"health"}},
		} {
			status, _, stderr := execute(t.Context(), p.environ, p.args...)
			if status != tt.status || !strings.Contains(stderr, tt.says) {
				t.Errorf("%q: status %d, %q; want %d, %q", tt.greeting, status, stderr, tt.status, tt.says)
			}
		}
	}
}

func TestHealthOfASilentServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ours, theirs := net.Pipe()
		defer theirs.Close()
		ctx, cancel := context.WithTimeout(t.Context(), healthTimeout)
		defer cancel()
		if err := greeting(ctx, ours); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the time limit", err)
		}
	})
}

func TestPortTaken(t *testing.T) {
	addr := answering(t, "")
	blog := t.TempDir()
	status, stdout, stderr := execute(t.Context(), nil, "serve", blog, "--listen", "127.0.0.1:0", "--listen", addr)
	if _, err := os.Stat(filepath.Join(blog, "keys")); err == nil {
		t.Error("a key was made, and nobody was told")
	}
	if status != exitFailed || stdout != "" {
		t.Errorf("status %d, stdout %q; want %d and nothing", status, stdout, exitFailed)
	}
	for _, want := range []string{addr, "address already in use", "\nhint: another program listens there already"} {
		if !strings.Contains(stderr, want) {
			t.Errorf("stderr %q, want %q in it", stderr, want)
		}
	}
}

func execute(ctx context.Context, environ []string, args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	p := program{environ: environ, stdout: &out, stderr: &errs}
	status = p.execute(ctx, args)
	return status, out.String(), errs.String()
}
