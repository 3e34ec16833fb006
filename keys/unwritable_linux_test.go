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
