//go:build unix

package main

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A pipe in the place of the file has nobody who writes into it: it is refused, not waited for.
func TestSettingsInAPipe(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, fileName), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := loadConfig([]string{dir}, nil, nil); err == nil || !strings.Contains(err.Error(), "it is a pipe") {
		t.Errorf("got %v", err)
	}
}
