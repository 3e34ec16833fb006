package sshapp_test

import (
	"fmt"
	"io"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"postern/sshapp"
	"postern/sshapp/sshtest"
)

// tally counts what an Observer is told, by what it was.
type tally struct {
	mu     sync.Mutex
	counts map[string]int
}

func (t *tally) add(what string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil {
		t.counts = map[string]int{}
	}
	t.counts[what] += n
}

func (t *tally) of(what string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts[what]
}

func (t *tally) ConnectionOpened()               { t.add("connections", 1); t.add("open connections", 1) }
func (t *tally) ConnectionClosed()               { t.add("open connections", -1) }
func (t *tally) ConnectionRefused(reason string) { t.add("refused "+reason, 1) }
func (t *tally) SessionOpened(kind string)       { t.add(kind, 1); t.add("open "+kind, 1) }
func (t *tally) SessionClosed(kind string)       { t.add("open "+kind, -1) }
func (t *tally) SessionRefused(reason string)    { t.add("session refused "+reason, 1) }
func (t *tally) FrameShown(time.Duration)        { t.add("frames", 1) }
func (t *tally) PageLaidOut(time.Duration)       { t.add("layouts", 1) }
func (t *tally) LayoutWaited(time.Duration)      { t.add("turns", 1) }
func (t *tally) Panicked()                       { t.add("panics", 1) }

// becomes waits until something was counted so often.
func (t *tally) becomes(tb testing.TB, want map[string]int) {
	tb.Helper()
	for what, n := range want {
		sshtest.Eventually(tb, fmt.Sprintf("%d %s", n, what), func() bool { return t.of(what) == n })
	}
}

func TestObserverIsToldOfSessions(t *testing.T) {
	seen := &tally{}
	server := sshtest.Serve(t, blog(t), sshtest.Config{Observer: seen, Limits: func(l *sshapp.Limits) { l.ConnSessions = 2 }})
	conn := server.Dial(t, "")
	term := conn.Open(sshtest.Window{})
	term.Sees("First words")
	term.Press("enter")
	term.Sees("Hello from the")
	seen.becomes(t, map[string]int{"connections": 1, "open connections": 1, "reader": 1, "open reader": 1, "frames": 1, "layouts": 1})

	session, err := conn.Client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Client.NewSession(); err == nil {
		t.Error("a third session is served")
	}
	if err := session.Run("list"); err != nil {
		t.Fatal(err)
	}
	seen.becomes(t, map[string]int{"command": 1, "open command": 0, "session refused connection_full": 1})
	term.Quits()
	_ = conn.Client.Close()
	seen.becomes(t, map[string]int{"open reader": 0, "open connections": 0, "panics": 0})
}

// A tried login that needs a key, a client that speaks no SSH, one that goes at once, one without a common algorithm.
func TestObserverIsToldOfRefusals(t *testing.T) {
	seen := &tally{}
	hasty := sshtest.Serve(t, blog(t), sshtest.Config{
		Observer: seen, Limits: func(l *sshapp.Limits) { l.HandshakeTime = 2 * time.Second },
	})
	garbage := hasty.HalfOpen(t)
	if _, err := io.WriteString(garbage, "GET / HTTP/1.0\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	hasty.HalfOpen(t) // and is silent
	server := sshtest.Serve(t, blog(t), sshtest.Config{Observer: seen})
	_ = server.HalfOpen(t).Close()
	dial := func(change func(*gossh.ClientConfig)) {
		config := &gossh.ClientConfig{User: "reader", HostKeyCallback: gossh.InsecureIgnoreHostKey()}
		change(config)
		if client, err := gossh.Dial("tcp", server.Addr, config); err == nil {
			_ = client.Close()
			t.Error("was let in")
		}
	}
	dial(func(c *gossh.ClientConfig) { c.User = "owner" })
	dial(func(c *gossh.ClientConfig) { c.KeyExchanges = []string{gossh.InsecureKeyExchangeDH14SHA1} })
	seen.becomes(t, map[string]int{"connections": 5, "open connections": 0, "refused too_slow": 2, "refused algorithms": 1})
	sshtest.Eventually(t, "those who left", func() bool { return seen.of("refused client_left")+seen.of("refused authentication") == 2 })
}
