package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"

	"postern/sshapp/sshtest"
)

// reload sends SIGHUP and waits until the posts have been looked at, which is what a reload does last.
func (p *process) reload(t *testing.T) {
	t.Helper()
	done := func() int { return strings.Count(p.Log.String(), `reloaded","what":"posts"`) + p.refusals("posts") }
	before := done()
	p.signal(t, syscall.SIGHUP)
	sshtest.Eventually(t, "the end of the reload", func() bool { return done() > before })
}

// refusals counts how often a step of a reload has left the old in its place.
func (p *process) refusals(step string) int {
	return strings.Count(p.Log.String(), `not reloaded, what was there stays","what":"`+step+`"`)
}

// prints wants a command over SSH to print something, once what is done in the background is done.
func (p *process) prints(t *testing.T, command, want string) {
	t.Helper()
	sshtest.Eventually(t, fmt.Sprintf("%q from %q", want, command), func() bool {
		session, err := p.Dial(t, "").Client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		out, _ := session.Output(command) // what is not found is no success
		return strings.Contains(string(out), want)
	})
}

func TestReloadShowsWhatChanged(t *testing.T) {
	dir := blogFolder(t)
	var long strings.Builder
	long.WriteString("---\ntitle: Long\ndate: 2026-01-02\n---\n")
	for i := range 100 {
		fmt.Fprintf(&long, "Paragraph %d of it.\n\n", i+1)
	}
	write(t, dir, "posts/long.md", long.String())
	p := start(t, nil, []string{"POSTERN_LISTEN=127.0.0.1:0"}, dir)
	reader := p.Open(t, "", sshtest.Window{Command: "long"})
	reader.Sees("Paragraph 1 of it.")
	reader.Press("G")
	reader.Sees("Paragraph 100 of it.")
	place := reader.Screen()

	write(t, dir, "posts/second.md", "---\ntitle: The second post\ndate: 2026-01-03\n---\nIt was a bright zephyr.\n")
	write(t, dir, fileName, "title = \"Another title\"\npublic_port = 2200\n"+many)
	p.reload(t)
	if got := reader.Screen(); got != place {
		t.Errorf("the reader saw\n%s\nand sees\n%s", place, got)
	}
	reader.Press("g")
	reader.Sees("Paragraph 1 of it.") // and reads on
	newcomer := p.Open(t, "", sshtest.Window{})
	newcomer.Sees("The second post")
	newcomer.Sees("Another title")
	p.prints(t, "search zephyr", "The second post")
	if want := `setting has changed, it needs a restart","setting":"public_port"`; !strings.Contains(p.Log.String(), want) {
		t.Errorf("%s is not in the log:\n%s", want, p.Log)
	}
}

// A bad reload loses nothing.
func TestReloadKeepsWhatIsBroken(t *testing.T) {
	dir := blogFolder(t)
	write(t, dir, "posts/other.md", "---\ntitle: Other\ndate: 2026-01-02\n---\nText.\n")
	p := start(t, nil, []string{"POSTERN_LISTEN=127.0.0.1:0"}, dir)

	write(t, dir, "posts/first.md", "---\ntitle: [half\ndate: 2026-01-01\n---\nIt was a dark night.\n")
	write(t, dir, "posts/new.md", "---\ntitle: New\ndate: 2026-01-03\n---\nText.\n")
	write(t, dir, fileName, many+"titel = \"x\"\nsessions = 0\n")
	p.reload(t)
	p.prints(t, "list", "The first post")
	p.prints(t, "list", "New")
	log := p.Log.String()
	for _, want := range []string{
		fileName + `:9:1: unknown key \"limits.titel\"`, fileName + ":10:1: limits.sessions: 0 is not within 1 to 65536", `"file":"posts/first.md","line":2`,
	} {
		if !strings.Contains(log, want) {
			t.Errorf("%s is not in the log:\n%s", want, log)
		}
	}
	if got := p.refusals("settings"); got != 2 {
		t.Errorf("%d mistakes in the settings, want 2", got)
	}

	if err := os.Rename(filepath.Join(dir, "posts"), filepath.Join(t.TempDir(), "gone")); err != nil {
		t.Fatal(err)
	}
	p.reload(t)
	p.prints(t, "list", "New")
	if got := p.refusals("posts"); got != 1 {
		t.Errorf("%d refusals, want 1\n%s", got, p.Log)
	}
}

// Notes beside the posts stay private when the disk with the posts is gone, also if the folder was set and is not any more.
func TestReloadShowsNoOtherFolder(t *testing.T) {
	for _, setting := range []string{"", "content = \"posts\"\n"} {
		dir := blogFolder(t)
		write(t, dir, fileName, setting+many)
		write(t, dir, "notes/private.md", "---\ntitle: Private\ndate: 2026-01-02\n---\nText.\n")
		p := start(t, nil, []string{"POSTERN_LISTEN=127.0.0.1:0"}, dir)
		write(t, dir, fileName, many)
		for refused, remove := range []string{"posts/first.md", "posts"} {
			if err := os.Remove(filepath.Join(dir, remove)); err != nil {
				t.Fatal(err)
			}
			p.reload(t)
			p.prints(t, "list", "The first post")
			if got := p.refusals("posts"); got != refused+1 {
				t.Errorf("%d refusals, want %d\n%s", got, refused+1, p.Log)
			}
		}
	}
}

// Closing the terminal on which the server runs sends the same signal, and means another thing.
func TestClosedTerminalEndsTheServer(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), startLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, "postern", "serve", blogFolder(t), "--listen", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), "GORACE="+noRaceSleep)
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(terminal); lines.Scan() && !strings.HasPrefix(lines.Text(), "ready "); {
	}
	if err := terminal.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("ended with %v", err)
	}
}
