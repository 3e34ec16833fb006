package keys

import (
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
)

// Root may write everywhere, so for file access this thread becomes a user without rights; it is never
// unlocked and ends with the test. See setfsuid(2).
func TestRefusesToStartWithoutPermission(t *testing.T) {
	parent := t.TempDir()
	chmod(t, parent, 0o755)
	chmod(t, filepath.Dir(parent), 0o755)
	dir := filepath.Join(parent, "keys")
	if os.Geteuid() == 0 {
		done := make(chan struct{})
		go func() {
			defer close(done)
			runtime.LockOSThread()
			if err := syscall.Setfsuid(4711); err != nil {
				t.Error(err)
				return
			}
			loaded, err := start(dir)
			wantRefusalOnThread(t, loaded, err, dir)
		}()
		<-done
		return
	}
	chmod(t, parent, 0o555)
	loaded, err := start(dir)
	wantRefusalOnThread(t, loaded, err, dir)
}

func wantRefusalOnThread(t *testing.T, loaded []Key, err error, dir string) {
	t.Helper()
	if loaded != nil || err == nil {
		t.Errorf("got %v, %v; want a refusal", loaded, err)
		return
	}
	if want := "host key " + dir + ": no host key can be written there: mkdir " + dir + ": permission denied"; err.Error() != want {
		t.Errorf("error %q, want %q", err, want)
	}
}

// A folder that nobody may write to is locked, read and served as any other.
func TestAFolderToReadOnly(t *testing.T) {
	f := opened(t)
	next := rotated(t, f, "ed25519", 10)
	done := make(chan struct{})
	go func() {
		defer close(done)
		if user := 4711; os.Geteuid() == 0 {
			for _, dir := range []string{filepath.Dir(f.Path), filepath.Dir(filepath.Dir(f.Path))} {
				chmod(t, dir, 0o755)
			}
			for _, name := range append(dirNames(t, f.Path), ".") {
				if err := os.Chown(filepath.Join(f.Path, name), user, -1); err != nil {
					t.Error(err)
				}
			}
			runtime.LockOSThread()
			if err := syscall.Setfsuid(user); err != nil {
				t.Error(err)
				return
			}
		}
		chmod(t, f.Path, 0o500)
		unlock, err := f.lock()
		if err != nil {
			t.Error(err)
			return
		}
		unlock()
		set, err := f.Open(testDay)
		if err != nil || len(set.Keys) != 2 || len(set.Problems) > 0 {
			t.Errorf("%+v, %v", set, err)
		}
		if set, err = f.Renew(next.From); err != nil || len(set.Keys) != 2 || len(set.Problems) != 1 {
			t.Errorf("%+v, %v; want the keys as they were, and a problem", set, err)
		}
	}()
	<-done
	chmod(t, f.Path, 0o700)
}
