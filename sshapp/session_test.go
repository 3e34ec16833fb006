package sshapp_test

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"postern/posts"
	"postern/sshapp"
	"postern/sshapp/sshtest"
)

// blog is a small blog with a post that is longer than a screen.
func blog(t *testing.T) *posts.Library {
	t.Helper()
	var long strings.Builder
	for i := range 200 {
		fmt.Fprintf(&long, "Paragraph %d of the long read.\n\n", i+1)
	}
	return sshtest.Blog(t, `
-- postern.toml --
-- posts/first-words.md --
---
title: First words
date: 2026-01-03
---
Hello from the *first* post.
-- posts/long-read.md --
---
title: A long read
date: 2026-01-02
---
`+long.String()+`
-- posts/oldest.md --
---
title: The oldest
date: 2026-01-01
---
It all began here.
`)
}

func TestReadingAPost(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	for _, window := range []sshtest.Window{
		{Columns: 80, Rows: 24}, {Columns: 40, Rows: 12}, {Columns: 200, Rows: 60, Light: true}, {Columns: 20, Rows: 6, Term: "vt100"},
	} {
		t.Run(fmt.Sprintf("%dx%d", window.Columns, window.Rows), func(t *testing.T) {
			term := server.Open(t, "", window)
			term.Sees("First wor")
			term.Press("enter")
			term.Sees("Hello from the")
			term.Press("h j enter")
			term.Sees("A long read")
			term.Press("space space G")
			term.Sees("older: The olde")
			if !term.AltScreen() {
				t.Error("the alternate screen is not used")
			}
			if status := term.Quits(); status != 0 {
				t.Errorf("exit status %d", status)
			}
			if term.AltScreen() {
				t.Error("the terminal was not put back")
			}
		})
	}
}

func TestResizeKeepsThePlace(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	term := server.Open(t, "", sshtest.Window{Command: "long-read"})
	term.Sees("Paragraph 1 of")
	term.Press("40j") // one move, and so one frame
	term.SeesNot("Paragraph 1 of")
	top := strings.Fields(term.Screen()) // the first paragraph in view
	paragraph := top[1]
	term.Resize(40, 12)
	term.Sees("Paragraph " + paragraph + " of")
	term.Resize(120, 40)
	term.Sees("Paragraph " + paragraph + " of")
}

func TestAddresses(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	t.Run("command", func(t *testing.T) {
		server.Open(t, "", sshtest.Window{Command: "oldest"}).Sees("It all began here.")
	})
	t.Run("login name", func(t *testing.T) {
		server.Open(t, "oldest", sshtest.Window{}).Sees("It all began here.")
	})
	t.Run("latest", func(t *testing.T) {
		server.Open(t, "latest", sshtest.Window{}).Sees("Hello from the")
	})
	t.Run("beginning", func(t *testing.T) {
		server.Open(t, "", sshtest.Window{Command: "old"}).Sees("It all began here.")
	})
	t.Run("a person's login name", func(t *testing.T) {
		term := server.Open(t, "old", sshtest.Window{}) // the beginning of a slug, but a name as well
		term.Sees("First words", "A long read", "The oldest")
	})
	t.Run("wrong", func(t *testing.T) {
		term := server.Open(t, "", sshtest.Window{Command: "oldes-post"})
		term.Sees("oldes-post", "First words")
	})
}

func TestNamesInPostsLeadToPosts(t *testing.T) {
	server := sshtest.Serve(t, sshtest.Blog(t, `
-- postern.toml --
-- posts/a.md --
---
title: First
date: 2026-01-02
---
See [[b]], and not [[nodiscard]].
-- posts/b.md --
---
title: Second
date: 2026-01-01
---
Here it is.
`), sshtest.Config{})
	term := server.Open(t, "", sshtest.Window{Command: "a"})
	term.Sees("See b→[1], and not [[nodiscard]].")
	term.Press("tab enter")
	term.Sees("Here it is.")
}

func TestBackgroundSettlesTheTheme(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	env := map[string]string{"COLORTERM": "truecolor"}
	dark := server.Open(t, "", sshtest.Window{Env: env})
	light := server.Open(t, "", sshtest.Window{Env: env, Light: true})
	mute := server.Open(t, "", sshtest.Window{Env: env, Mute: true})
	for _, term := range []*sshtest.Terminal{dark, light, mute} {
		term.Sees("First words")
	}
	sshtest.Eventually(t, "a look for each background", func() bool {
		return dark.Styled() != light.Styled() && dark.Styled() != mute.Styled() && light.Styled() != mute.Styled()
	})
	term := server.Open(t, "", sshtest.Window{Env: map[string]string{"NO_COLOR": "1"}})
	term.Sees("First words")
	if styled := term.Styled(); strings.Contains(styled, "\x1b[3") || strings.Contains(styled, ";3") {
		t.Errorf("NO_COLOR shows colours: %q", styled)
	}
}

// served returns the goroutines that serve clients: those of the server, of its SSH library and of the programs, but
// not those of the clients and terminals of the test, which are in the same process.
func served() []string {
	buf := make([]byte, 4<<20)
	var found []string
	for stack := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		for _, mark := range []string{"postern/sshapp.(", "postern/sshapp/screen.(", "charm.land/", "ssh.newServerTransport"} {
			if strings.Contains(stack, mark) {
				found = append(found, stack)
				break
			}
		}
	}
	return found
}

// leavesNothing waits until the server has at most as many goroutines as before.
func leavesNothing(t *testing.T, before int) {
	t.Helper()
	defer func() {
		if t.Failed() {
			t.Log(strings.Join(served(), "\n\n"))
		}
	}()
	sshtest.Eventually(t, fmt.Sprintf("at most %d goroutines", before), func() bool { return len(served()) <= before })
}

func TestClosedSessionOfAKeptConnectionLeavesNothing(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	conn := server.Dial(t, "")
	conn.Open(sshtest.Window{}).Quits() // the connection's own goroutines run
	before := len(served())
	for range 5 {
		term := conn.Open(sshtest.Window{})
		term.Sees("First words")
		_ = term.Session.Close() // as closing the window of a multiplexed session does
		term.Ends()
	}
	leavesNothing(t, before)
	conn.Open(sshtest.Window{}).Sees("First words") // and the connection still serves
}

func TestBurstOfKeysAtTheEndLeavesNothing(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	conn := server.Dial(t, "")
	conn.Open(sshtest.Window{}).Quits()
	before := len(served())
	for range 5 {
		term := conn.Open(sshtest.Window{})
		term.Sees("First words")
		term.Type(strings.Repeat("Q", 500))
		term.Quits()
	}
	leavesNothing(t, before)
}

func TestAbsurdWindows(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	for _, tt := range []struct{ columns, rows uint32 }{{0, 0}, {1, 1}, {1<<32 - 1, 1<<32 - 1}, {65535, 1}, {1, 65535}} {
		t.Run(fmt.Sprintf("%dx%d", tt.columns, tt.rows), func(t *testing.T) {
			session, err := server.Dial(t, "").Client.NewSession()
			if err != nil {
				t.Fatal(err)
			}
			out, _ := session.StdoutPipe()
			in, _ := session.StdinPipe()
			ok, err := session.SendRequest("pty-req", true, gossh.Marshal(struct {
				Term       string
				C, R, W, H uint32
				Modes      string
			}{"xterm", tt.columns, tt.rows, 0, 0, "\x00"}))
			if err != nil || !ok {
				t.Fatalf("pty: %v %v", ok, err)
			}
			if err := session.Shell(); err != nil {
				t.Fatal(err)
			}
			buf := make([]byte, 4096)
			if _, err := out.Read(buf); err != nil {
				t.Fatal(err)
			}
			_ = in.Close() // the end of input ends the session
			_, _ = io.Copy(io.Discard, out)
			if err := session.Wait(); err != nil {
				t.Errorf("ended with %v", err)
			}
		})
	}
	server.Open(t, "", sshtest.Window{}).Sees("First words") // and others can read
}

func TestStormOfResizes(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	term := server.Open(t, "", sshtest.Window{Command: "long-read"})
	term.Sees("Paragraph 1 of")
	for i := range 2000 {
		if err := term.Session.WindowChange(10+i%50, 20+i%100); err != nil {
			t.Fatal(err)
		}
	}
	term.Resize(60, 20)
	sshtest.Eventually(t, "the end of the post", func() bool {
		term.Press("G") // once more, since sizes and keys arrive by different ways
		return strings.Contains(term.Screen(), "Paragraph 200")
	})
	term.Quits()
}

func TestResizesWithoutAShellDoNotBlockTheConnection(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	conn := server.Dial(t, "")
	session, err := conn.Client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestPty("xterm", 24, 80, gossh.TerminalModes{}); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if err := session.WindowChange(30, 90); err != nil {
			t.Fatal(err)
		}
	}
	conn.Open(sshtest.Window{}).Sees("First words")
}

func TestEndOfInputEndsTheSession(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	term := server.Open(t, "", sshtest.Window{})
	term.Sees("First words")
	term.EOF()
	if status := term.Ends(); status != 0 {
		t.Errorf("exit status %d", status)
	}
}

func TestVanishedClientLeavesNothing(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	kept := server.Open(t, "", sshtest.Window{})
	kept.Sees("First words")
	before := len(served())
	conn := server.Dial(t, "")
	conn.Open(sshtest.Window{}).Sees("First words")
	_ = conn.Client.Close()
	leavesNothing(t, before)
	kept.Press("enter")
	kept.Sees("Hello from the")
}

func TestStoppingTheServerTellsReaders(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{PublicHost: "blog.example.com", PublicPort: 22})
	inList := server.Open(t, "", sshtest.Window{})
	inList.Sees("First words")
	inPost := server.Open(t, "", sshtest.Window{Command: "oldest"})
	inPost.Sees("It all began here.")
	half := server.HalfOpen(t)
	server.Stop(t)
	inList.Sees("The server restarts. Come back with: ssh blog.example.com")
	inPost.Sees("Come back with: ssh oldest@blog.example.com")
	for _, term := range []*sshtest.Terminal{inList, inPost} {
		if status := term.Ends(); status != 0 || term.AltScreen() {
			t.Errorf("exit status %d, alternate screen %v", status, term.AltScreen())
		}
	}
	if _, err := io.Copy(io.Discard, half); err != nil {
		t.Logf("half-open connection: %v", err) // a reset is fine, an open connection would hang here
	}
}

func TestStoppingTheServerEndsTransfers(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{Limits: func(l *sshapp.Limits) { l.GoodbyeTime = time.Hour }})
	session, err := server.Dial(t, "").Client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := session.StdinPipe(); err != nil { // and never asks for anything
		t.Fatal(err)
	}
	if err := session.RequestSubsystem("sftp"); err != nil {
		t.Fatal(err)
	}
	server.Stop(t) // fails if the session is waited for
}

func TestPanicEndsOneSession(t *testing.T) {
	lib := blog(t)
	var broken atomic.Bool
	server := sshtest.Serve(t, lib, sshtest.Config{Library: func() *posts.Library {
		if broken.Load() {
			panic("no library")
		}
		return lib
	}})
	innocent := server.Open(t, "", sshtest.Window{})
	innocent.Sees("First words")
	broken.Store(true)
	victim := server.Open(t, "", sshtest.Window{})
	if status := victim.Ends(); status == 0 {
		t.Error("a panic ended with status 0")
	}
	broken.Store(false)
	innocent.Press("enter")
	innocent.Sees("Hello from the")
	server.Open(t, "", sshtest.Window{}).Sees("First words")
}

func TestLimitOfSessions(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{Limits: func(l *sshapp.Limits) { l.Sessions, l.ConnSessions = 2, 3 }})
	conn := server.Dial(t, "")
	first := conn.Open(sshtest.Window{})
	first.Sees("First words")
	conn.Open(sshtest.Window{}).Sees("First words")
	third := conn.Open(sshtest.Window{})
	third.Sees("All 2 places are taken")
	if status := third.Ends(); status != 5 {
		t.Errorf("exit status %d, want 5", status)
	}
	first.Quits()
	conn.Open(sshtest.Window{}).Sees("First words")

	crowded := server.Dial(t, "")
	for range 3 {
		if _, err := crowded.Client.NewSession(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := crowded.Client.NewSession(); err == nil {
		t.Error("a connection has more sessions than its limit")
	}
}

func TestSourceHasABoundOfSessions(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{Limits: func(l *sshapp.Limits) { l.SourceSessions = 1 }})
	first := server.Open(t, "", sshtest.Window{})
	first.Sees("First words")
	second := server.Open(t, "", sshtest.Window{})
	second.Sees("1 sessions run from your address already.")
	second.Ends()
	first.Quits()
	server.Open(t, "", sshtest.Window{}).Sees("First words")
}

func TestUnusedConnectionsAndChannelsEnd(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{Limits: func(l *sshapp.Limits) {
		l.UnusedTime, l.StartTime = 300*time.Millisecond, 100*time.Millisecond
	}})
	kept := server.Open(t, "", sshtest.Window{})
	kept.Sees("First words")

	unused := server.Dial(t, "")
	session, err := unused.Client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.RequestPty("xterm", 24, 80, gossh.TerminalModes{}); err != nil {
		t.Fatal(err)
	}
	if _, err := session.SendRequest("window-change", true, nil); err == nil {
		sshtest.Eventually(t, "the end of a channel on which nothing was started", func() bool {
			_, err := session.SendRequest("window-change", true, nil)
			return err != nil
		})
	}
	_ = unused.Client.Wait() // returns when the server has closed it
	kept.Press("enter")
	kept.Sees("Hello from the")
}

func TestIdleSessionIsToldWhy(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{Limits: func(l *sshapp.Limits) { l.NoKeyTime = 300 * time.Millisecond }})
	term := server.Open(t, "", sshtest.Window{})
	term.Sees("No key was pressed for", "Come back with: ssh -p")
	term.Ends()
}

func TestStalledReaderIsLetGo(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{Limits: func(l *sshapp.Limits) {
		l.StalledWrite = 200 * time.Millisecond
		l.KeyRate, l.KeyBurst, l.InboundRate, l.InboundBurst = 1e6, 1e6, 1e8, 1e8
	}})
	session, err := server.Dial(t, "").Client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	in, _ := session.StdinPipe()
	if _, err := session.StdoutPipe(); err != nil { // which nobody reads
		t.Fatal(err)
	}
	if err := session.RequestPty("xterm-256color", 200, 500, gossh.TerminalModes{}); err != nil {
		t.Fatal(err)
	}
	if err := session.Start("long-read"); err != nil {
		t.Fatal(err)
	}
	for { // scroll until the windows of SSH and TCP are full
		if _, err := io.WriteString(in, strings.Repeat("Gg", 500)); err != nil {
			break
		}
	}
	server.Log.Waits(t, "stopped taking what it asked for")
}

func TestListAsTextWithoutATerminal(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{PublicHost: "blog.example.com", PublicPort: 22})
	session, err := server.Dial(t, "").Client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	var out, hint strings.Builder
	session.Stdout, session.Stderr = &out, &hint
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	if err := session.Wait(); err != nil {
		t.Fatal(err)
	}
	want := "2026-01-03  first-words  First words\n2026-01-02  long-read  A long read\n2026-01-01  oldest  The oldest\n"
	if out.String() != want {
		t.Errorf("stdout:\n%s\nwant:\n%s", out.String(), want)
	}
	want = "To read in full screen: ssh blog.example.com\nTo read a post as text: ssh blog.example.com SLUG\n"
	if hint.String() != want {
		t.Errorf("stderr: %q, want %q", hint.String(), want)
	}
}
