//go:build unix

package keys

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Root may keep the keys of another user, such as those of a service: what that user owns is then as good as root's
// own, what is written is given to that user, and no link leads root elsewhere. Nobody else may keep another's keys.

// owner returns the user whose keys are in the folder: who runs the program, but for root the folder's owner.
func (f Folder) owner() int {
	user := os.Geteuid()
	if user != 0 {
		return user
	}
	if info, err := os.Stat(f.Path); err == nil {
		return ownerOf(info, user)
	}
	return user
}

// ownerOf returns the owner of a file, or user where the system knows none.
func ownerOf(info fs.FileInfo, user int) int {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(stat.Uid)
	}
	return user
}

// openFor opens a file of a user. Links are for the user that runs the program to follow, not for another to set.
func openFor(file string, user int) (*os.File, error) {
	if user == os.Geteuid() {
		return os.Open(file)
	}
	return os.OpenFile(file, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
}

// giveToOwner gives a file that root has made in a folder to the owner of that folder.
func giveToOwner(f *os.File, folder *os.Root) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := folder.Stat(".")
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || stat.Uid == 0 {
		return nil
	}
	return f.Chown(int(stat.Uid), int(stat.Gid))
}

// checkFile refuses a private key that others than the user can read or change, as ssh does.
func checkFile(file string, info fs.FileInfo, user int) error {
	if err := checkOwner(file, info, user); err != nil {
		return err
	}
	if private(info.Mode().Perm(), ownerOf(info, user), user) {
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
func private(mode fs.FileMode, owner, user int) bool {
	return mode&0o077 == 0 || owner == 0 && user != 0 && mode&0o037 == 0
}

// checkFolder refuses a folder in which others can exchange the key.
func checkFolder(dir string, info fs.FileInfo) error {
	user := os.Geteuid()
	if user == 0 {
		user = ownerOf(info, user)
	}
	if err := checkOwner(dir, info, user); err != nil {
		return err
	}
	if err := checkLink(dir, user); err != nil {
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

// checkLink refuses a folder of another user to which a third one leads root by a link.
func checkLink(dir string, user int) error {
	if user == os.Geteuid() {
		return nil
	}
	info, err := os.Lstat(filepath.Clean(dir))
	if err != nil {
		return unusable(dir, err)
	}
	return checkOwner(dir, info, user)
}

// checkOwner accepts what belongs to a user or to root, who can read it anyway.
func checkOwner(file string, info fs.FileInfo, user int) error {
	owner := ownerOf(info, user)
	switch owner {
	case 0, user:
		return nil
	}
	if user != os.Geteuid() {
		return &Error{
			File:   file,
			Reason: fmt.Sprintf("it belongs to another user (%d, and the folder to %d)", owner, user),
			Hint:   fmt.Sprintf("chown -h %d %s", user, quote(file)),
		}
	}
	return &Error{
		File:   file,
		Reason: fmt.Sprintf("it belongs to another user (%d, and postern runs as %d)", owner, user),
		Hint:   fmt.Sprintf("chown %d %s, or run postern as user %d", user, quote(file), owner),
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
