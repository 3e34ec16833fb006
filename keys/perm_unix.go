//go:build unix

package keys

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// checkFile refuses a private key that others than its owner can read or change, as ssh does.
func checkFile(file string, info fs.FileInfo) error {
	if err := checkOwner(file, info); err != nil {
		return err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok && private(info.Mode().Perm(), stat.Uid, os.Geteuid()) {
		return nil
	}
	return &Error{
		File:   file,
		Reason: fmt.Sprintf("others can get at the key (mode %04o)", info.Mode().Perm()),
		Hint:   "chmod 600 " + quote(file),
	}
}

// private reports whether a key is open to its owner only, or is one that root gives to the group that a user
// runs in, as containers are given secrets.
func private(mode fs.FileMode, owner uint32, user int) bool {
	return mode&0o077 == 0 || owner == 0 && user != 0 && mode&0o037 == 0
}

// checkFolder refuses a folder in which others can exchange the key.
func checkFolder(dir string, info fs.FileInfo) error {
	if err := checkOwner(dir, info); err != nil {
		return err
	}
	if info.Mode().Perm()&0o022 == 0 {
		return nil
	}
	return &Error{
		File:   dir,
		Reason: fmt.Sprintf("others can write to the folder of the host keys (mode %04o)", info.Mode().Perm()),
		Hint:   "chmod 700 " + quote(dir),
	}
}

// checkOwner accepts what belongs to the user that runs the program or to root, who can read it anyway.
func checkOwner(file string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || stat.Uid == 0 || int(stat.Uid) == os.Geteuid() {
		return nil
	}
	return &Error{
		File:   file,
		Reason: fmt.Sprintf("it belongs to another user (%d, and postern runs as %d)", stat.Uid, os.Geteuid()),
		Hint:   fmt.Sprintf("chown %d %s, or run postern as user %d", os.Geteuid(), quote(file), stat.Uid),
	}
}

// syncFolder makes new names in a folder last, where the file system can.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
