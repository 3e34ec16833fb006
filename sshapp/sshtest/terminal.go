package sshtest

import (
	"errors"
	"fmt"
	"image/color"
	"io"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	gossh "golang.org/x/crypto/ssh"
)

// Conn is an SSH connection, which may carry several sessions.
type Conn struct {
	Client *gossh.Client
	t      testing.TB
}

// Dial connects as a reader with a login name does; an empty one is "reader".
func (s *Server) Dial(t testing.TB, user string) *Conn {
	t.Helper()
	if user == "" {
		user = "reader"
	}
	client, err := gossh.Dial("tcp", s.Addr, &gossh.ClientConfig{
		User:            user,
		HostKeyCallback: gossh.InsecureIgnoreHostKey(), //nolint:gosec // the key was made for this test
		Timeout:         Patience,
	})
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return &Conn{Client: client, t: t}
}

// Terminal is a session, or a program that [Run] runs, with a terminal emulator on the reader's side.
type Terminal struct {
	Session *gossh.Session // nil: it is a program
	wait    func() error   // until it ends
	resize  func(columns, rows int) error
	t       testing.TB
	input   sync.Mutex // guards stdin
	stdin   io.WriteCloser

	mu      sync.Mutex
	screen  *vt.Emulator
	printed strings.Builder // all that the session has printed
	changed chan struct{}   // closed and replaced at each change
	ended   bool
	status  int
	title   string
	alt     bool
}

// Open connects and opens a session with a terminal.
func (s *Server) Open(t testing.TB, user string, w Window) *Terminal {
	t.Helper()
	return s.Dial(t, user).Open(w)
}

// Open opens a session with a terminal on the connection.
func (c *Conn) Open(w Window) *Terminal {
	c.t.Helper()
	session, err := c.Client.NewSession()
	if err != nil {
		c.t.Fatalf("session: %v", err)
	}
	w = w.complete()
	term := newTerminal(c.t, w)
	term.Session, term.wait = session, session.Wait
	term.resize = func(columns, rows int) error { return session.WindowChange(rows, columns) }
	stdout, err := session.StdoutPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if term.stdin, err = session.StdinPipe(); err != nil {
		c.t.Fatal(err)
	}
	for name, value := range w.Env {
		_ = session.Setenv(name, value) // a server may refuse
	}
	if err := requestPTY(session, w); err != nil {
		c.t.Fatalf("pty: %v", err)
	}
	if w.Command == "" {
		err = session.Shell()
	} else {
		err = session.Start(w.Command)
	}
	if err != nil {
		c.t.Fatalf("start: %v", err)
	}
	term.start(stdout, w.Mute)
	c.t.Cleanup(func() { _ = session.Close() })
	return term
}

// start shows what is printed until that ends.
func (x *Terminal) start(printed io.Reader, mute bool) {
	go x.show(printed)
	go x.answer(mute)
	x.t.Cleanup(func() { _ = x.screen.InputPipe().(io.Closer).Close() })
}

func newTerminal(t testing.TB, w Window) *Terminal {
	term := &Terminal{
		t:       t,
		screen:  vt.NewEmulator(w.Columns, w.Rows),
		changed: make(chan struct{}),
	}
	if w.Light {
		term.screen.SetDefaultBackgroundColor(color.White)
		term.screen.SetDefaultForegroundColor(color.Black)
	}
	if w.Name != "" {
		nameItself(term.screen, w.Name)
	}
	term.screen.SetCallbacks(vt.Callbacks{
		Title:     func(title string) { term.title = title },
		AltScreen: func(on bool) { term.alt = on },
	})
	return term
}

// show feeds the emulator with what the session prints.
func (x *Terminal) show(stdout io.Reader) {
	buf := make([]byte, 32<<10)
	for {
		n, err := stdout.Read(buf)
		x.update(func() {
			_, _ = x.screen.Write(repeated(buf[:n])) // an emulator takes everything
			x.printed.Write(buf[:n])
		})
		if err != nil {
			break
		}
	}
	err := x.wait()
	x.update(func() {
		x.ended = true
		x.status = statusOf(err)
	})
}

// statusOf returns the exit status that an error tells, -1 if it tells none.
func statusOf(err error) int {
	if err == nil {
		return 0
	}
	if exit, ok := errors.AsType[*gossh.ExitError](err); ok {
		return exit.ExitStatus()
	}
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	return -1
}

// answer sends what the emulator answers to questions back to the server.
func (x *Terminal) answer(mute bool) {
	buf := make([]byte, 1024)
	for {
		n, err := x.screen.Read(buf)
		if n > 0 && !mute {
			_ = x.write(string(buf[:n])) // the session may have ended
		}
		if err != nil {
			return
		}
	}
}

func (x *Terminal) update(change func()) {
	x.mu.Lock()
	defer x.mu.Unlock()
	change()
	close(x.changed)
	x.changed = make(chan struct{})
}

// Sees waits until every text is on the screen.
func (x *Terminal) Sees(texts ...string) {
	x.t.Helper()
	x.until(fmt.Sprintf("%q on the screen", texts), func() bool {
		screen := x.text()
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// SeesNot waits until a text is not on the screen.
func (x *Terminal) SeesNot(text string) {
	x.t.Helper()
	x.until(fmt.Sprintf("%q gone from the screen", text), func() bool { return !strings.Contains(x.text(), text) })
}

// Ends waits until the session has ended, and returns its exit status, -1 if it had none.
func (x *Terminal) Ends() int {
	x.t.Helper()
	x.until("the end of the session", func() bool { return x.ended })
	return x.status
}

// Screen returns the text on the screen, lines without trailing blanks.
func (x *Terminal) Screen() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.text()
}

// Styled returns the screen with its styles, as SGR.
func (x *Terminal) Styled() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.screen.Render()
}

// Title returns the window's title.
func (x *Terminal) Title() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.title
}

// AltScreen reports whether the alternate screen is shown.
func (x *Terminal) AltScreen() bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.alt
}

func (x *Terminal) text() string {
	lines := strings.Split(ansi.Strip(x.screen.Render()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \r")
	}
	return strings.Join(lines, "\n")
}

// until waits for a change of the screen that makes ok true.
func (x *Terminal) until(what string, ok func() bool) {
	x.t.Helper()
	timeout := time.NewTimer(Patience)
	defer timeout.Stop()
	for {
		x.mu.Lock()
		done, changed := ok(), x.changed
		x.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-timeout.C:
			x.t.Fatalf("waited in vain for %s; the screen:\n%s", what, x.Screen())
		}
	}
}
