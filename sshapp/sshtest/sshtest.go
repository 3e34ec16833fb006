// Package sshtest starts a Postern server on loopback and reads from it as a person does: it connects, presses
// keys, resizes the window, and waits until the screen shows what it should. It is to sshapp what
// net/http/httptest is to net/http.
//
// Nothing here sleeps: each check waits for the screen until it is as wanted, and fails with the screen as
// it is when [Patience] is over.
package sshtest

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/tools/txtar"

	"postern/posts"
	"postern/sshapp"
)

// Patience is how long a check waits before it fails.
const Patience = 15 * time.Second

// Server is a running server.
type Server struct {
	Addr string // host:port on loopback
	Host string
	Port int
	Log  *Log

	Fingerprint string // of the first host key, "SHA256:…"

	app     *sshapp.Server
	stop    context.CancelFunc
	stopped chan error
}

// Config changes what Serve starts. The zero value serves with the server's own defaults, but for the limits on
// one source, since all clients of a test have one address.
type Config struct {
	PublicHost string
	PublicPort int
	Version    string
	HostKeys   sshapp.HostKeys // default: a new ed25519 key
	Limits     func(*sshapp.Limits)
	ProxyFrom  []netip.Prefix
	Library    func() *posts.Library // default: what Serve loaded
	Observer   sshapp.Observer
	Search     func(ctx context.Context, query string, limit int) ([]posts.Hit, error)
}

// Blog writes the files of a txtar archive into a folder and loads it.
func Blog(t testing.TB, archive string) *posts.Library {
	t.Helper()
	dir := t.TempDir()
	for _, file := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := posts.Load(dir, posts.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// Serve starts a server for a library. It is stopped at the end of the test.
func Serve(t testing.TB, lib *posts.Library, cfg Config) *Server {
	t.Helper()
	if len(cfg.HostKeys.InUse) == 0 {
		cfg.HostKeys.InUse = []gossh.Signer{NewHostKey(t)}
	}
	limits := sshapp.DefaultLimits()
	limits.SourceRate, limits.SourceBurst, limits.SourceConns, limits.SourceUnauth = 1e6, 1e6, 1000, 1000
	limits.SessionRate, limits.SessionBurst, limits.SourceSessions = 1e6, 1e6, limits.Sessions
	if cfg.Limits != nil {
		cfg.Limits(&limits)
	}
	if cfg.Library == nil {
		cfg.Library = func() *posts.Library { return lib }
	}
	log := &Log{}
	server, err := sshapp.New(sshapp.Config{
		HostKeys:   cfg.HostKeys,
		Library:    cfg.Library,
		Observer:   cfg.Observer,
		Search:     cfg.Search,
		Logger:     slog.New(slog.NewTextHandler(log, nil)),
		PublicHost: cfg.PublicHost,
		PublicPort: cfg.PublicPort,
		Version:    cfg.Version,
		Limits:     limits,
		ProxyFrom:  cfg.ProxyFrom,
	})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{Addr: listener.Addr().String(), Log: log, app: server, stop: cancel, stopped: make(chan error, 1)}
	s.Fingerprint = gossh.FingerprintSHA256(cfg.HostKeys.InUse[0].PublicKey())
	addr, _ := listener.Addr().(*net.TCPAddr)
	s.Host, s.Port = "127.0.0.1", addr.Port
	go func() { s.stopped <- server.Serve(ctx, listener) }()
	t.Cleanup(func() { s.Stop(t) })
	return s
}

// NewHostKey makes an ed25519 key.
func NewHostKey(t testing.TB) gossh.Signer {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// UseHostKeys exchanges the host keys while the server runs.
func (s *Server) UseHostKeys(t testing.TB, keys sshapp.HostKeys) {
	t.Helper()
	if err := s.app.UseHostKeys(keys); err != nil {
		t.Fatal(err)
	}
}

// Stop stops the server as SIGTERM does and returns when it has stopped.
func (s *Server) Stop(t testing.TB) {
	t.Helper()
	s.stop()
	select {
	case err, open := <-s.stopped:
		if !open {
			return
		}
		close(s.stopped)
		if err != nil {
			t.Errorf("serve: %v", err)
		}
	case <-time.After(Patience):
		t.Error("the server did not stop")
	}
}

// Log collects what a server logs.
type Log struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write takes a part of the log.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// String returns what was logged.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// Waits waits until the log has a text.
func (l *Log) Waits(t testing.TB, text string) {
	t.Helper()
	Eventually(t, fmt.Sprintf("%q in the log", text), func() bool { return strings.Contains(l.String(), text) })
}

// Eventually waits until something that nothing announces has come true: a count, a log line.
func Eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	ticker := time.NewTicker(5 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.Now().Add(Patience); time.Now().Before(deadline); <-ticker.C {
		if ok() {
			return
		}
	}
	t.Fatalf("waited in vain for %s", what)
}

// HalfOpen opens a connection that says nothing.
func (s *Server) HalfOpen(t testing.TB) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", s.Addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(Patience))
	return conn
}
