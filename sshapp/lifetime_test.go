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

// mostGoroutines of a connection with one session: six are the libraries', the others read what is typed, run the program,
// draw, take requests, read what nobody expects, and watch the session and the connection.
const mostGoroutines = 13

func TestASessionHasFewGoroutines(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	sshtest.Eventually(t, "a server that accepts", func() bool { // else its own goroutines are taken for the session's
		return strings.Contains(strings.Join(served(), "\n"), "(*gatedListener).Accept(")
	})
	before := len(served())
	server.Open(t, "", sshtest.Window{}).Sees("First words")
	leavesNothing(t, before+mostGoroutines)
	if n := len(served()); n < mostGoroutines/2 {
		t.Errorf("only %d goroutines are found: they have other names now", n)
	}
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
