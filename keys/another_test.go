//go:build unix

package keys

import (
	"crypto/elliptic"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The user of a service, and one who has nothing to do with it.
const service, stranger = 4711, 4712

// ofService returns a folder of the service's with the key of its first start. Only root can give files away.
func ofService(t *testing.T) (folder Folder, first Key) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away")
	}
	folder = Folder{Path: filepath.Join(t.TempDir(), "keys")}
	set, err := folder.Open(testDay)
	if err != nil {
		t.Fatal(err)
	}
	first = set.Keys[0]
	give(t, service, folder.Path, first.File, first.File+publicSuffix)
	return folder, first
}

func give(t *testing.T, user int, files ...string) {
	t.Helper()
	for _, file := range files {
		if err := os.Lchown(file, user, user); err != nil {
			t.Skip(err)
		}
	}
}

// Root changes the keys of a service, which finds nothing among them that it cannot read.
func TestRootKeepsTheKeysOfAService(t *testing.T) {
	folder, first := ofService(t)
	next, err := folder.Rotate("ed25519", Day(testDay).AddDate(0, 0, 90), testDay)
	if err != nil {
		t.Fatal(err)
	}
	if next, err = folder.Reschedule(next, Day(testDay).AddDate(0, 0, 30), testDay); err != nil {
		t.Fatal(err)
	}
	elsewhere := t.TempDir()
	theirs := filepath.Join(elsewhere, "their_key")
	writeKey(t, elsewhere, "their_key", newECDSA(t, elliptic.P256()))
	made := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	if err := os.Chtimes(theirs, made, made); err != nil {
		t.Fatal(err)
	}
	imported, err := folder.Import(theirs, Day(testDay), testDay)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(imported.File); err != nil || !info.ModTime().Equal(made) {
		t.Errorf("the imported key is of %v, want its own age; %v", info.ModTime(), err)
	}
	set, err := folder.Renew(testDay.AddDate(0, 0, 31))
	if err != nil || len(set.Problems) > 0 || !set.Keys[0].same(next) {
		t.Fatalf("on its day: %+v, %v", set, err)
	}
	names := dirNames(t, folder.Path)
	if len(names) != 6 {
		t.Errorf("in the folder are %q, want three keys with their public halves", names)
	}
	for _, name := range names {
		info, err := os.Lstat(filepath.Join(folder.Path, name))
		if err != nil {
			t.Fatal(err)
		}
		if stat, ok := info.Sys().(*syscall.Stat_t); !ok || stat.Uid != service || stat.Gid != service {
			t.Errorf("%s belongs to %v, want the service", name, info.Sys())
		}
		if want := os.FileMode(0o600); !strings.Contains(name, publicSuffix) && info.Mode() != want {
			t.Errorf("%s has mode %v, want %v", name, info.Mode(), want)
		}
	}
	give(t, 0, first.File+retiredSuffix, next.File) // what is root's own is as good
	if _, err := folder.Load(testDay); err != nil {
		t.Error(err)
	}
}

// What a third user, or the service itself, could use to have root take another file for a key is refused.
func TestRootIsNotLedElsewhere(t *testing.T) {
	for _, tt := range []struct {
		name   string
		lay    func(t *testing.T, folder *Folder, key string) (file string)
		reason string
	}{
		{"a stranger's key", func(t *testing.T, _ *Folder, key string) string {
			give(t, stranger, key)
			return key
		}, "it belongs to another user (4712, and the folder to 4711)"},
		{"a key open to others", func(t *testing.T, _ *Folder, key string) string {
			chmod(t, key, 0o640)
			return key
		}, "others can get at the key"},
		{"root's key by a link", func(t *testing.T, _ *Folder, key string) string {
			roots := filepath.Join(t.TempDir(), "key")
			writeFile(t, roots, readFile(t, key), 0o600)
			link(t, roots, key)
			give(t, service, key)
			return key
		}, "it is a link that is not followed"},
		{"a folder by a stranger's link", func(t *testing.T, folder *Folder, _ string) string {
			other := filepath.Join(t.TempDir(), "other")
			link(t, folder.Path, other)
			give(t, stranger, other)
			folder.Path = other
			return other
		}, "it belongs to another user (4712, and the folder to 4711)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			folder, first := ofService(t)
			file := tt.lay(t, &folder, first.File)
			before := dirNames(t, folder.Path)
			_, err := folder.Rotate("ed25519", Day(testDay).AddDate(0, 0, 90), testDay)
			wantRefusal(t, nil, err, file, tt.reason, "")
			if after := dirNames(t, folder.Path); len(after) != len(before) {
				t.Errorf("the refusal left %q, before it was %q", after, before)
			}
		})
	}
}

func link(t *testing.T, target, name string) {
	t.Helper()
	_ = os.Remove(name)
	if err := os.Symlink(target, name); err != nil {
		t.Fatal(err)
	}
}

// Whoever is not root keeps his own keys only.
func TestOthersKeepTheirOwnKeysOnly(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	writeFile(t, file, "", 0o600)
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		t.Skip("no owners here")
	}
	stat.Uid = service
	if err := checkOwner(file, info, stranger); err == nil {
		t.Error("a stranger may use the service's key")
	}
	if user := (Folder{Path: filepath.Dir(file)}).owner(); os.Geteuid() != 0 && user != os.Geteuid() {
		t.Errorf("keys of user %d count as ours", user)
	}
}
