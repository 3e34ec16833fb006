package sshapp_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/creack/pty"

	"postern/sshapp/sshtest"
)

func TestOpenSSHInLines(t *testing.T) {
	o := withOpenSSH(t, sshtest.Serve(t, blog(t), sshtest.Config{}))
	dumb := append(os.Environ(), "TERM=dumb")
	piped := func(cmd *exec.Cmd) *exec.Cmd {
		cmd.Stdin = strings.NewReader("3\rq\r")
		return cmd
	}
	t.Run("TERM=dumb", func(t *testing.T) {
		cmd := piped(o.command("-tt", "127.0.0.1"))
		cmd.Env = dumb
		reads3(t, cmd)
	})
	t.Run("plain@", func(t *testing.T) { reads3(t, piped(o.command("-tt", "plain@127.0.0.1"))) })
	t.Run("--linear", func(t *testing.T) { reads3(t, piped(o.command("-tt", "127.0.0.1", "--", "--linear"))) })
	t.Run("a window", func(t *testing.T) {
		cmd := o.command("-t", "127.0.0.1")
		cmd.Env = dumb
		window, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 40})
		if err != nil {
			t.Fatal(err)
		}
		defer window.Close()
		reads(t, window, "q quit:")
		if _, err := io.WriteString(window, "3\r"); err != nil {
			t.Fatal(err)
		}
		reads(t, window, "It all began here.\r\n")
		_, _ = io.WriteString(window, "q\r")
		reads(t, window, "Goodbye.\r\n")
		if err := cmd.Wait(); err != nil {
			t.Error(err)
		}
	})
	t.Run("script", func(t *testing.T) {
		needs(t, "script")
		typescript := filepath.Join(o.dir, "typescript")
		inner := o.command("-tt", "plain@127.0.0.1")
		cmd := exec.CommandContext(t.Context(), "script", "-q", "-c", strings.Join(inner.Args, " "), typescript)
		cmd.Env = o.env
		stdin, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		stdout, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		reads(t, stdout, "q quit:")
		_, _ = io.WriteString(stdin, "3\rq\r")
		reads(t, stdout, "Goodbye.")
		_ = stdin.Close()
		_ = cmd.Wait() // the status is that of script
		text, err := os.ReadFile(typescript)
		if err != nil || !strings.Contains(string(text), "It all began here.") || strings.Contains(string(text), "\x1b") {
			t.Errorf("%v; typescript %q", err, text)
		}
	})
}

// reads3 runs ssh for a reader who opens the third post and quits.
func reads3(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	stdout, stderr, status := run(t, cmd)
	if status != 0 || !strings.Contains(stdout, "It all began here.\r\n") || !strings.HasSuffix(stdout, "Goodbye.\r\n") {
		t.Errorf("status %d, stdout %q, stderr %s", status, stdout, stderr)
	}
	onlyText(t, stdout)
}
