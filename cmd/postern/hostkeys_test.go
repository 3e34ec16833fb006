package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"postern/keys"
	"postern/posts"
	"postern/sshapp"
)

// keyedServer is a server with host keys in a folder.
type keyedServer struct {
	*keyring
	blog, port string
	log        *strings.Builder
}

func serveKeys(t *testing.T, blog string) *keyedServer {
	t.Helper()
	lib, err := posts.Load(blog, posts.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &keyedServer{blog: blog, log: &strings.Builder{}}
	s.keyring = &keyring{folder: keys.Folder{Path: filepath.Join(blog, "keys")}, logger: slog.New(slog.NewTextHandler(s.log, nil))}
	set, err := s.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	server, err := sshapp.New(sshapp.Config{Library: func() *posts.Library { return lib }, HostKeys: served(set, time.Now())})
	if err != nil {
		t.Fatal(err)
	}
	s.use = server.UseHostKeys
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, s.port, _ = net.SplitHostPort(l.Addr().String())
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- server.Serve(ctx, l) }()
	t.Cleanup(func() {
		stop()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
	})
	return s
}

// visit connects with ssh, which trusts only what is in a file and updates that.
func (s *keyedServer) visit(t *testing.T, knownHosts string) {
	t.Helper()
	if _, err := exec.LookPath("ssh"); err != nil {
		t.Skip("ssh is not installed")
	}
	out, err := exec.CommandContext(t.Context(), "ssh", "-F", "none", "-p", s.port, "-o", "UpdateHostKeys=yes", "-o", "StrictHostKeyChecking=yes",
		"-o", "UserKnownHostsFile="+knownHosts, "reader@127.0.0.1", "version").CombinedOutput()
	if err != nil || strings.Contains(string(out), "WARNING") {
		t.Fatalf("ssh: %v\n%s", err, out)
	}
}

func fileHas(t *testing.T, file, text string) bool {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(data), text)
}

// The owner's whole way with real clients: a next key, its day, and readers who trusted the first one go on without a question.
func TestReadersFollowARotation(t *testing.T) {
	s := serveKeys(t, t.TempDir())
	host := []string{s.blog, "--public-host", "127.0.0.1", "--public-port", s.port}
	first := keysOn(t, append([]string{"known-hosts"}, host...)...)
	knownHosts := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(knownHosts, []byte(first), 0o600); err != nil {
		t.Fatal(err)
	}

	keysOn(t, "rotate", s.blog)
	if err := s.reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	both := keysOn(t, append([]string{"known-hosts"}, host...)...)
	next := strings.TrimPrefix(both, first)
	for range 20 { // one is enough where the machine is not busy
		if s.visit(t, knownHosts); fileHas(t, knownHosts, next) {
			break
		}
	}
	if !fileHas(t, knownHosts, next) || !strings.HasPrefix(both, first) {
		t.Fatalf("the client did not learn %s", next)
	}

	keysOn(t, "rotate", s.blog, "--after", "0")
	if err := s.reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.visit(t, knownHosts)
	if fileHas(t, knownHosts, first) {
		t.Error("the client has not forgotten the key that is gone")
	}
	if log := s.log.String(); strings.Count(log, "host keys have changed") != 2 {
		t.Errorf("the log says\n%s", log)
	}
}

// A reload that finds something wrong says what mends it, once, and changes nothing.
func TestABadReloadLeavesTheKeys(t *testing.T) {
	s := serveKeys(t, t.TempDir())
	knownHosts := filepath.Join(t.TempDir(), "known_hosts")
	line := keysOn(t, "known-hosts", s.blog, "--public-host", "127.0.0.1", "--public-port", s.port)
	if err := os.WriteFile(knownHosts, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(s.blog, "keys", "ssh_host_ed25519_key")
	if err := os.Chmod(file, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := s.reload(t.Context()); err == nil || !strings.Contains(err.Error(), "others can get at the key (mode 0644); chmod 600 "+file) {
		t.Errorf("a key that others can read: %v", err)
	}
	s.visit(t, knownHosts)
	if err := os.RemoveAll(filepath.Dir(file)); err != nil {
		t.Fatal(err)
	}
	if err := s.reload(t.Context()); err == nil || !strings.Contains(err.Error(), "no host key is there; if the blog has had one, put it back") {
		t.Errorf("a folder that is gone: %v", err)
	}
	if _, err := os.Stat(filepath.Dir(file)); err == nil {
		t.Error("a running server has made a key")
	}
	s.visit(t, knownHosts)
}

// A certificate that the owner puts beside a key is served from the next reload on, to clients that know its authority
// only; its end is in the log and in the list.
func TestACertificateIsServed(t *testing.T) {
	s := serveKeys(t, t.TempDir())
	authority := opensshKey(t, "-t", "ed25519")
	keygen(t, "-q", "-s", authority, "-I", "blog", "-h", "-n", "127.0.0.1", "-V", "+5d", filepath.Join(s.blog, "keys", "ssh_host_ed25519_key.pub"))
	if err := s.reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	knownHosts := filepath.Join(t.TempDir(), "known_hosts")
	trust := "@cert-authority [127.0.0.1]:" + s.port + " " + keygen(t, "-y", "-f", authority)
	if err := os.WriteFile(knownHosts, []byte(trust), 0o600); err != nil {
		t.Fatal(err)
	}
	s.visit(t, knownHosts)
	end := time.Now().AddDate(0, 0, 5).UTC().Format(time.DateOnly)
	for _, text := range []string{s.log.String(), keysOn(t, "list", s.blog)} {
		if !strings.Contains(text, "“blog” for 127.0.0.1, valid until "+end) || strings.Contains(text, "it expires on") {
			t.Errorf("said is\n%s", text)
		}
	}
}

// The day of a key comes while the server runs.
func TestKeysChangeOnTheirDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var used atomic.Pointer[sshapp.HostKeys]
		var log strings.Builder
		k := &keyring{
			folder: keys.Folder{Path: filepath.Join(t.TempDir(), "keys")},
			logger: slog.New(slog.NewTextHandler(&log, nil)),
			use:    func(keys sshapp.HostKeys) error { used.Store(&keys); return nil },
		}
		if _, err := k.open(t.Context()); err != nil {
			t.Fatal(err)
		}
		from := keys.Day(time.Now()).AddDate(0, 0, 10)
		next, err := k.folder.Rotate("ed25519", from, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		go k.follow(t.Context())

		wait := func(d time.Duration) {
			t.Helper()
			<-time.After(d)
			synctest.Wait()
		}
		wait(keysEvery + time.Minute)
		if now := used.Load(); len(now.Next) != 1 || len(now.InUse) != 1 {
			t.Fatalf("after an hour a key made meanwhile is not announced: %v", now)
		}
		wait(time.Until(from) - keysEvery)
		if now := used.Load(); len(now.Next) != 1 {
			t.Fatalf("before its day: %v", now)
		}
		wait(2 * keysEvery)
		if now := used.Load(); len(now.Next) != 0 || string(now.InUse[0].PublicKey().Marshal()) != string(next.Signer.PublicKey().Marshal()) {
			t.Errorf("on its day: %v", now)
		}
		if got := strings.Count(log.String(), "host keys have changed"); got != 2 {
			t.Errorf("%d changes are in the log:\n%s", got, log.String())
		}
	})
}
