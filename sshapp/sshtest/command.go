package sshtest

import (
	"os"
	"os/exec"
	"testing"

	"github.com/creack/pty"
)

// Run starts a program in a terminal (pty(7)) with an emulator on the reader's side. Of the window it takes size, TERM,
// background, name and environment.
func Run(t testing.TB, cmd *exec.Cmd, w Window) *Terminal {
	t.Helper()
	w = w.complete()
	if cmd.Env == nil {
		cmd.Env = os.Environ()
	}
	cmd.Env = append(cmd.Env, "TERM="+w.Term)
	for name, value := range w.Env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	tty, err := pty.StartWithSize(cmd, winsize(w.Columns, w.Rows))
	if err != nil {
		t.Fatalf("run %s: %v", cmd.Path, err)
	}
	term := newTerminal(t, w)
	term.stdin, term.wait = tty, cmd.Wait
	term.resize = func(columns, rows int) error { return pty.Setsize(tty, winsize(columns, rows)) }
	term.start(tty, w.Mute)
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		term.until("the end of the program", func() bool { return term.ended })
		_ = tty.Close()
	})
	return term
}

func winsize(columns, rows int) *pty.Winsize {
	return &pty.Winsize{Cols: uint16(columns), Rows: uint16(rows)} //nolint:gosec // tests name small ones
}
