//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What the user of the process may not read is named, with its folder, once.
func TestUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
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
		status, _, stderr := execute(t.Context(), nil, tt.command, filepath.Join(dir, tt.folder))
		if err := os.Chmod(file, before.Mode()); err != nil { // or it stays
			t.Fatal(err)
		}
		if status != exitFailed || !strings.Contains(stderr, file) || strings.Count(stderr, dir) != 1 || !strings.Contains(stderr, "permission denied") {
			t.Errorf("%+v: status %d, %s", tt, status, stderr)
		}
	}
}
