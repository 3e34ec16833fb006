//go:build unix

package main

import (
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"postern/sshapp/sshtest"
)

// preview is a blog with a post of each kind.
func preview(t *testing.T) (dir string) {
	t.Helper()
	dir = blogFolder(t)
	write(t, dir, "posts/draft.md", "---\ntitle: Not yet\ndate: 2026-01-02\ndraft: true\n---\nHalf a thought.\n\n## The other half\n\nAnother.\n")
	return dir
}

func readHere(t *testing.T, w sshtest.Window, args ...string) *sshtest.Terminal {
	t.Helper()
	return sshtest.Run(t, exec.CommandContext(t.Context(), "postern", append([]string{"read"}, args...)...), w)
}

// The author reads a draft as readers will, in a window that changes.
func TestReadADraft(t *testing.T) {
	term := readHere(t, sshtest.Window{Columns: 80, Rows: 24}, preview(t))
	term.Sees("Not yet", "draft · 2 Jan 2026", "The first post")
	term.Press("enter")
	term.Sees("Half a thought.", "draft · 2 Jan 2026")
	if !term.AltScreen() {
		t.Error("it is not drawn on the alternate screen")
	}
	term.Resize(40, 12)
	term.Sees("? help")
	term.Press("q")
	term.Sees("1/2")
	if status := term.QuitsBy("q"); status != exitDone { // ctrl+c would be a signal a moment later
		t.Errorf("exit status %d", status)
	}
	if term.AltScreen() {
		t.Error("the alternate screen is still shown")
	}
}

func TestReadOpensAPost(t *testing.T) {
	dir := preview(t)
	readHere(t, sshtest.Window{}, dir, "draft#the-other-half").Sees("Another.")
	here := exec.CommandContext(t.Context(), "postern", "read", "first")
	here.Dir = dir
	term := sshtest.Run(t, here, sshtest.Window{})
	term.Sees("It was a dark night.")
	term.Press("q /thought enter")
	term.Sees("Not yet") // found by a word of its text
	term.QuitsBy("ctrl+c")
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if want := []string{filepath.Join(dir, fileName), filepath.Join(dir, "posts")}; err != nil || !slices.Equal(left, want) {
		t.Errorf("%v; in the folder are %q, want %q", err, left, want)
	}
}

// Linear mode: asked for, on a terminal that cannot be drawn on, by a key, and where there is no terminal.
func TestReadInLines(t *testing.T) {
	dir := preview(t)
	for name, term := range map[string]*sshtest.Terminal{
		"asked for": readHere(t, sshtest.Window{}, dir, "--linear"),
		"dumb":      readHere(t, sshtest.Window{Term: "dumb"}, dir),
		"by a key": func() *sshtest.Terminal {
			term := readHere(t, sshtest.Window{}, dir)
			term.Sees("? help")
			term.Press("!")
			return term
		}(),
	} {
		term.Sees("1. Not yet, 2 Jan 2026, 1 minute, draft", "q quit:")
		term.Press("1 enter")
		term.Sees("Half a thought.")
		term.Press("q enter")
		if status := term.Ends(); status != exitDone || !strings.Contains(term.Screen(), "Goodbye.") {
			t.Errorf("%s: exit status %d\n%s", name, status, term.Screen())
		}
	}
	cmd := exec.CommandContext(t.Context(), "postern", "read", dir)
	cmd.Stdin = strings.NewReader("1\nq\n")
	out, err := cmd.Output()
	if err != nil || !strings.Contains(string(out), "Half a thought.\n") || strings.ContainsAny(string(out), "\x1b\r") {
		t.Errorf("%v\n%q", err, out)
	}
}

// Signals put the terminal back: SIGHUP as well, which is meant for a server that runs beside.
func TestReadEndsByASignal(t *testing.T) {
	dir := preview(t)
	for _, signal := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		cmd := exec.CommandContext(t.Context(), "postern", "read", dir)
		term := sshtest.Run(t, cmd, sshtest.Window{})
		term.Sees("? help")
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		if status := term.Ends(); status != exitDone || term.AltScreen() {
			t.Errorf("%v: exit status %d, alternate screen %v", signal, status, term.AltScreen())
		}
	}
}
