package keys

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/crypto/ssh"
)

const (
	firstName = prefix + "ed25519" + privateSuffix

	// The comment of the public key goes to whoever is shown the file: it names no user and no machine.
	comment = "postern host key"
)

// create makes the first host key of a blog in dir, which is made too if it does not exist. It reports
// false if another program has made one in the meantime: theirs stays.
func create(dir string) (bool, error) {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return false, unwritable(dir, err)
	}
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return false, fmt.Errorf("make a host key: %w", err)
	}
	block, err := ssh.MarshalPrivateKey(private, comment)
	if err != nil {
		return false, fmt.Errorf("make a host key: %w", err)
	}
	sshPublic, err := ssh.NewPublicKey(public)
	if err != nil {
		return false, fmt.Errorf("make a host key: %w", err)
	}

	// The private half first: without it the public one would stand for a key that was lost.
	file := filepath.Join(dir, firstName)
	err = writeNew(file, pem.EncodeToMemory(block), 0o600)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	if err != nil {
		return false, unwritable(dir, err)
	}
	line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(sshPublic))) + " " + comment + "\n"
	if err := writeNew(file+".pub", []byte(line), 0o644); err != nil && !errors.Is(err, fs.ErrExist) {
		return false, unwritable(dir, err)
	}
	return true, nil
}

// writeNew writes a file that appears whole or not at all, and never in the place of another: then the error
// is fs.ErrExist.
func writeNew(file string, data []byte, mode fs.FileMode) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*") // made with 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = f.Chmod(mode)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := place(f.Name(), file); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(file))
}

// place gives a written file its name. A link, unlike a rename, fails where the name is taken; some file systems
// have none.
func place(temporary, file string) error {
	err := os.Link(temporary, file)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(file); !errors.Is(err, fs.ErrNotExist) {
		return fs.ErrExist
	}
	return os.Rename(temporary, file)
}

func unwritable(dir string, err error) error {
	return &Error{
		File:   dir,
		Reason: "no host key is there and none can be written",
		Hint:   "let the user that runs postern write to " + quote(dir) + ", or name another folder; a key that is not kept would warn readers at each restart",
		Err:    err,
	}
}
