//go:build unix

package keys

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestRefusesWhatBelongsToAnother(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	dir := filepath.Join(t.TempDir(), "keys")
	made, err := start(dir)
	if err != nil {
		t.Fatal(err)
	}
	file := made[0].File
	if err := os.Chown(file, 4711, 4711); err != nil {
		t.Skip(err)
	}
	loaded, err := start(dir)
	wantRefusal(t, loaded, err, file, "it belongs to another user (4711, and postern runs as 0)", "chown 0 "+file)
}

func TestRefusesToStartWhereItCannotWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	writeFile(t, file, "", 0o644)
	missing := filepath.Join(t.TempDir(), "no", "such")
	for dir, reason := range map[string]string{
		filepath.Join(file, "keys"):    "the folder of the host keys cannot be read",
		filepath.Join(missing, "keys"): "no host key can be written there",
		file:                           "it is not a folder",
	} {
		loaded, err := start(dir)
		wantRefusal(t, loaded, err, dir, reason, "folder")
	}
}

// What the system says is turned into what the owner does.
func TestUnwritableNamesTheMend(t *testing.T) {
	for cause, hint := range map[error]string{
		syscall.ENOSPC: "make room on the disk that holds /blog/keys",
		syscall.EDQUOT: "make room",
		syscall.EROFS:  "mount /blog/keys so that it can be written to",
		syscall.EACCES: "let the user that runs postern write to /blog/keys",
	} {
		refusal, ok := errors.AsType[*Error](unwritable("/blog/keys", &os.PathError{Op: "write", Path: "x", Err: cause}))
		if !ok || !strings.HasPrefix(refusal.Hint, hint) || !errors.Is(refusal, cause) {
			t.Errorf("%v: %v, hint %q; want %q", cause, refusal, refusal.Hint, hint)
		}
	}
}

// Secrets that a container is given belong to root, and are open to the group that it runs in.
func TestWhoMayReadAKey(t *testing.T) {
	const ours = 1000
	for _, tt := range []struct {
		mode  os.FileMode
		owner int
		user  int
		ok    bool
	}{
		{0o600, ours, ours, true},
		{0o400, 0, ours, true},
		{0o440, 0, ours, true},
		{0o640, 0, ours, true},
		{0o640, 0, 0, false}, // root's group gains by it
		{0o640, ours, ours, false},
		{0o660, 0, ours, false},
		{0o444, 0, ours, false},
	} {
		if got := private(tt.mode, tt.owner, tt.user); got != tt.ok {
			t.Errorf("mode %04o of %d, for %d: %v, want %v", tt.mode, tt.owner, tt.user, got, tt.ok)
		}
	}
}
