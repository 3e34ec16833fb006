//go:build unix

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What the user of the process may not read is named, with its folder, once.
func TestUnreadable(t *testing.T) {
	var bounded []string
	if os.Geteuid() == 0 { // who may read everything, unless without capabilities
		if _, err := exec.LookPath("setpriv"); err != nil {
			t.Skip("setpriv is not installed")
		}
		bounded = []string{"setpriv", "--bounding-set", "-all"}
	}
	for _, tt := range []struct{ unreadable, command, folder string }{
		{".", "check", "."},
		{".", "read", "posts"}, // no name of a post
		{"posts", "read", "."},
		{fileName, "check", "."},
	} {
		dir := blogFolder(t)
		file := filepath.Join(dir, tt.unreadable)
		before, err := os.Stat(file)
		if err == nil {
			err = os.Chmod(file, 0)
		}
		if err != nil {
			t.Fatal(err)
		}
		line := slices.Concat(bounded, []string{"postern", tt.command, filepath.Join(dir, tt.folder)})
		var said bytes.Buffer
		cmd := exec.CommandContext(t.Context(), line[0], line[1:]...)
		cmd.Stderr = &said
		ran := cmd.Run()
		if err := os.Chmod(file, before.Mode()); err != nil { // or it stays
			t.Fatal(err)
		}
		stderr, status := said.String(), cmd.ProcessState.ExitCode()
		if status != exitFailed || !strings.Contains(stderr, file) || strings.Count(stderr, dir) != 1 || !strings.Contains(stderr, "permission denied") {
			t.Errorf("%+v: %v, status %d, %s", tt, ran, status, stderr)
		}
	}
}
