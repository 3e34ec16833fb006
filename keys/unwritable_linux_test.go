package keys

import (
	"path/filepath"
	"runtime"
	"testing"

	linux "golang.org/x/sys/unix" // package keys has a unix of its own
)

// obeying calls a function on a thread that obeys the modes of files. Root's threads need not: this one gives up the capabilities
// for that, is never unlocked and ends with the function. See capabilities(7).
func obeying(t *testing.T, do func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		header := linux.CapUserHeader{Version: linux.LINUX_CAPABILITY_VERSION_3}
		var has [2]linux.CapUserData
		err := linux.Capget(&header, &has[0])
		has[0].Effective &^= 1<<linux.CAP_DAC_OVERRIDE | 1<<linux.CAP_DAC_READ_SEARCH
		if err == nil {
			err = linux.Capset(&header, &has[0])
		}
		if err != nil {
			t.Error(err)
			return
		}
		do()
	}()
	<-done
}

func TestRefusesToStartWithoutPermission(t *testing.T) {
	parent := t.TempDir()
	chmod(t, parent, 0o555)
	dir := filepath.Join(parent, "keys")
	obeying(t, func() {
		loaded, err := start(dir)
		if loaded != nil || err == nil {
			t.Errorf("got %v, %v; want a refusal", loaded, err)
			return
		}
		if want := "host key " + dir + ": no host key can be written there: mkdir " + dir + ": permission denied"; err.Error() != want {
			t.Errorf("error %q, want %q", err, want)
		}
	})
}

// A folder that nobody may write to is locked, read and served as any other.
func TestAFolderToReadOnly(t *testing.T) {
	f := opened(t)
	next := rotated(t, f, "ed25519", 10)
	chmod(t, f.Path, 0o500)
	obeying(t, func() {
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
	})
	chmod(t, f.Path, 0o700)
}
