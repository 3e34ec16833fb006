package sshapp_test

import (
	"io"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"postern/sshapp"
	"postern/sshapp/sshtest"
	"postern/tui"
)

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
		l.UnusedTime, l.StartTime = 2*time.Second, time.Second // enough for whoever does use them
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
	code := strings.Repeat(strings.Repeat("words ", 10)+"\n", tui.MaxCopy/64)
	server := sshtest.Serve(t, sshtest.Blog(t, "-- posts/words.md --\n---\ndate: 2026-01-01\n---\n```\n"+code+"```\n"), sshtest.Config{
		Limits: func(l *sshapp.Limits) { l.StalledWrite = 200 * time.Millisecond },
	})
	client := server.Dial(t, "").Client
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	in, _ := session.StdinPipe()
	if _, err := session.StdoutPipe(); err != nil { // which nobody reads
		t.Fatal(err)
	}
	if err := session.RequestPty("xterm-256color", 24, 80, gossh.TerminalModes{}); err != nil {
		t.Fatal(err)
	}
	if err := session.Start("words"); err != nil {
		t.Fatal(err)
	}
	sshtest.Eventually(t, "the end of the session", func() bool { // once copies of the code have filled the window of SSH
		_, err := io.WriteString(in, "c")
		return err != nil
	})
	_ = client.Close()
	server.Log.Waits(t, "stopped taking what it asked for")
}

// What a client sends where nothing is expected is not kept: the window of such data opens again and again.
func TestDataOnTheErrorStreamIsNotKept(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{Limits: func(l *sshapp.Limits) {
		l.InboundRate, l.InboundBurst, l.SmallRate = 1<<30, 1<<30, 1<<30
	}})
	channel, requests, err := server.Dial(t, "").Client.OpenChannel("session", nil)
	if err != nil {
		t.Fatal(err)
	}
	go gossh.DiscardRequests(requests)
	const window = 2 << 20 // of golang.org/x/crypto/ssh, bytes
	written := make(chan error, 1)
	go func() {
		_, err := channel.Stderr().Write(make([]byte, 2*window))
		written <- err
	}()
	select {
	case err := <-written:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(sshtest.Patience):
		t.Error("the data is kept until the window is full")
	}
}
