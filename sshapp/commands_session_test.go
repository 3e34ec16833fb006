package sshapp_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
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

// Whoever takes nothing any more loses the session; another one on the same connection goes on.
func TestStalledSessionIsLetGo(t *testing.T) {
	for name, start := range map[string]func(*gossh.Session) error{
		"command": func(s *gossh.Session) error { return s.Start("read huge --format json") },
		"archive": func(s *gossh.Session) error { return s.Start("tar") },
		"sftp":    func(s *gossh.Session) error { return askForMuch(s, "posts/huge.md") },
	} {
		t.Run(name, func(t *testing.T) {
			server := sshtest.Serve(t, sshtest.Blog(t, huge()), sshtest.Config{Limits: func(l *sshapp.Limits) {
				l.StalledWrite = 500 * time.Millisecond
			}})
			conn := server.Dial(t, "")
			other := conn.Open(sshtest.Window{})
			other.Sees("Huge")
			session, err := conn.Client.NewSession()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := session.StdoutPipe(); err != nil { // which nobody reads
				t.Fatal(err)
			}
			if err := start(session); err != nil {
				t.Fatal(err)
			}
			if err := session.Wait(); err == nil {
				t.Error("the session ended with status 0")
			}
			other.Press("enter")
			other.Sees("words words")
		})
	}
}

// askForMuch reads a file over SFTP more often than the windows of SSH take in while nobody reads.
func askForMuch(s *gossh.Session, file string) error {
	in, err := s.StdinPipe()
	if err != nil {
		return err
	}
	if err := s.RequestSubsystem("sftp"); err != nil {
		return err
	}
	packet := func(kind byte, fields ...any) []byte {
		p := []byte{0, 0, 0, 0, kind}
		for _, field := range fields {
			if text, ok := field.(string); ok {
				p, field = binary.BigEndian.AppendUint32(p, uint32(len(text))), []byte(text)
			}
			p, _ = binary.Append(p, binary.BigEndian, field)
		}
		binary.BigEndian.PutUint32(p, uint32(len(p)-4))
		return p
	}
	requests := append(packet(1, uint32(3)), packet(3, uint32(1), file, uint32(1), uint32(0))...) // init, open
	for i := range uint32(200) {
		requests = append(requests, packet(5, i, "1", uint64(0), uint32(32<<10))...) // read
	}
	_, err = in.Write(requests)
	return err
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

// A folder of a thousand files is told whole, and patterns are matched by the client.
func TestThousandFiles(t *testing.T) {
	needs(t, "sftp")
	var archive strings.Builder
	for i := range 500 { // each is a source and a text
		fmt.Fprintf(&archive, "-- posts/number-%d.md --\n---\ndate: 2026-01-01\n---\nText %d.\n", i, i)
	}
	server := sshtest.Serve(t, sshtest.Blog(t, archive.String()), sshtest.Config{})
	cmd := withOpenSSH(t, server).command()
	dir := t.TempDir()
	cmd.Args = append([]string{"sftp", "-q", "-b", "-", "-P", strconv.Itoa(server.Port)}, cmd.Args[1:len(cmd.Args)-2]...)
	cmd.Args = append(cmd.Args, "127.0.0.1:/posts")
	cmd.Path, _ = exec.LookPath("sftp")
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader("ls -1\nget number-1?.txt\n")
	stdout, stderr, status := run(t, cmd)
	if listed := strings.Count(stdout, ".md\n") + strings.Count(stdout, ".txt\n"); status != 0 || listed < 1000 {
		t.Errorf("status %d, %d files; %s", status, listed, stderr)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 10 {
		t.Errorf("%d files were fetched: %v", len(files), err)
	}
}

// What a client fetches ends with its channel, whatever it had open.
func TestFetchingLeavesNothing(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	conn := server.Dial(t, "")
	conn.Open(sshtest.Window{}).Quits()
	before := len(served())
	for _, start := range []func(*gossh.Session) error{
		func(s *gossh.Session) error { return s.RequestSubsystem("sftp") },
		func(s *gossh.Session) error { return s.Start("scp -f posts/oldest.md") },
	} {
		for _, sends := range []string{"", "\x00\x00\x00\x05\x01\x00\x00\x00\x03", "\xff\xff\xff\xff", "\x00\x00"} {
			session, err := conn.Client.NewSession()
			if err != nil {
				t.Fatal(err)
			}
			in, _ := session.StdinPipe()
			if err := start(session); err != nil {
				t.Fatal(err)
			}
			_, _ = io.WriteString(in, sends) // it may have ended already
			_ = session.Close()
		}
	}
	leavesNothing(t, before)
}

// With a terminal an address is read in full screen, also from a heading on, and a command prints.
func TestAddressesAndCommandsOnATerminal(t *testing.T) {
	archive, err := os.ReadFile("testdata/blog.txtar")
	if err != nil {
		t.Fatal(err)
	}
	server := sshtest.Serve(t, sshtest.Blog(t, string(archive)), sshtest.Config{})
	for _, command := range []string{"first-words", "first-words#the-end", "-- first", "latest"} {
		term := server.Open(t, "", sshtest.Window{Command: command})
		term.Sees("The end", "No more.")
		if !term.AltScreen() {
			t.Errorf("%q is not read in full screen", command)
		}
		term.Quits()
	}
	for command, want := range map[string]string{
		"list": "2026-01-03  first-words  First words", "read oldest": "It all began here.", "help": "Exit status: 0 done",
	} {
		term := server.Open(t, "", sshtest.Window{Command: command})
		term.Sees(want)
		if status := term.Ends(); status != 0 || term.AltScreen() {
			t.Errorf("%q: status %d, alternate screen %v", command, status, term.AltScreen())
		}
	}
	narrow := server.Open(t, "", sshtest.Window{Command: "read first-words", Columns: 30, Rows: 40})
	narrow.Sees("\nHello from the first post,\n")
}
