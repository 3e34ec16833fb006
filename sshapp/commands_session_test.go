package sshapp_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"postern/sshapp"
	"postern/sshapp/sshtest"
)

// huge is a blog with a post that is more, as JSON, than the windows of SSH take in while nobody reads.
func huge() string {
	const head = "-- posts/huge.md --\n---\ntitle: Huge\ndate: 2026-01-01\n---\n"
	return head + "```\n" + strings.Repeat(strings.Repeat("words ", 50)+"\n", 4500) + "```\n"
}

func TestStalledCommandIsLetGo(t *testing.T) {
	server := sshtest.Serve(t, sshtest.Blog(t, huge()), sshtest.Config{Limits: func(l *sshapp.Limits) {
		l.StalledWrite = 200 * time.Millisecond
	}})
	session, err := server.Dial(t, "").Client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := session.StdoutPipe(); err != nil { // which nobody reads
		t.Fatal(err)
	}
	if err := session.Start("read huge --format json"); err != nil {
		t.Fatal(err)
	}
	server.Log.Waits(t, "stopped taking what it asked for")
}

func TestInterruptEndsACommand(t *testing.T) {
	server := sshtest.Serve(t, sshtest.Blog(t, huge()), sshtest.Config{})
	session, err := server.Dial(t, "").Client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	out, _ := session.StdoutPipe()
	in, _ := session.StdinPipe()
	if err := session.RequestPty("xterm", 24, 80, gossh.TerminalModes{}); err != nil {
		t.Fatal(err)
	}
	if err := session.Start("read huge --format json"); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, "\x03"); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, out)
	exit, ok := errors.AsType[*gossh.ExitError](session.Wait())
	if !ok || exit.ExitStatus() != 130 {
		t.Errorf("ended with %v, want status 130", exit)
	}
}

func TestCommandsLeaveNothing(t *testing.T) {
	server := sshtest.Serve(t, sshtest.Blog(t, huge()), sshtest.Config{})
	conn := server.Dial(t, "")
	conn.Open(sshtest.Window{}).Quits() // the connection's own goroutines run
	before := len(served())
	for range 5 {
		session, err := conn.Client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		out, _ := session.StdoutPipe()
		if err := session.Start("read huge --format json"); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		_ = session.Close() // as `head -n 1` does
	}
	leavesNothing(t, before)
	if log := server.Log.String(); strings.Contains(log, "level=ERROR") {
		t.Error(log)
	}
}
