package keys

import (
	"crypto"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// The comment of the public key goes to whoever is shown the file: it names no user and no machine.
const comment = "postern host key"

// create makes the first host key of a blog, and its folder too if it does not exist. It reports
// false if another program has made one in the meantime: theirs stays.
func (f Folder) create() (bool, error) {
	if err := f.mkdir(); err != nil {
		return false, err
	}
	unlock, err := f.lock()
	if err != nil {
		return false, err
	}
	defer unlock()
	if names, err := list(f.Path); err != nil || len(names) > 0 {
		return false, err
	}
	private, err := kindED25519.generate(0)
	if err != nil {
		return false, fmt.Errorf("make a host key: %w", err)
	}
	err = f.write(filepath.Join(f.Path, nameFor(kindED25519, time.Time{})), private)
	if errors.Is(err, fs.ErrExist) {
		return false, nil
	}
	return err == nil, err
}

func (f Folder) mkdir() error {
	if err := os.Mkdir(f.Path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return unwritable(f.Path, err)
	}
	return nil
}

// write puts both halves of a key into the folder, in OpenSSH's format. If the private one is there already,
// the error is fs.ErrExist.
func (f Folder) write(file string, private crypto.PrivateKey) error {
	block, err := f.marshal(private)
	if err != nil {
		return fmt.Errorf("write a host key: %w", err)
	}
	signer, err := ssh.NewSignerFromKey(private)
	if err != nil {
		return fmt.Errorf("write a host key: %w", err)
	}
	// The private half first: without it the public one would stand for a key that was lost.
	err = writeNew(file, pem.EncodeToMemory(block), 0o600)
	if errors.Is(err, fs.ErrExist) {
		return err
	}
	if err != nil {
		return unwritable(f.Path, err)
	}
	return writePublic(file, signer.PublicKey())
}

func (f Folder) marshal(private crypto.PrivateKey) (*pem.Block, error) {
	if len(f.Passphrase) > 0 {
		return ssh.MarshalPrivateKeyWithPassphrase(private, comment, f.Passphrase)
	}
	return ssh.MarshalPrivateKey(private, comment)
}

// writePublic puts the public half beside a private key, unless there is one. It takes it away again if the private
// one is gone, as by the hand of a person: it would stand for a key that was lost.
func writePublic(private string, key ssh.PublicKey) error {
	line := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key))) + " " + comment + "\n"
	err := writeNew(private+publicSuffix, []byte(line), 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		if _, gone := os.Lstat(private); errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(gone, os.Remove(private+publicSuffix))
		}
	}
	if err != nil {
		return unwritable(filepath.Dir(private), err)
	}
	return nil
}

// writeNew writes a file that appears whole or not at all, and never in the place of another: then the error
// is fs.ErrExist. It belongs to the owner of its folder, which stays the same though its path may be exchanged.
func writeNew(file string, data []byte, mode fs.FileMode) (err error) {
	folder, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return err
	}
	defer folder.Close()
	name := filepath.Base(file)
	temporary := "." + name + "-" + rand.Text()
	f, err := folder.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = folder.Remove(temporary) }()
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = giveToOwner(f, folder)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := place(folder, temporary, name); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(file))
}

// place gives a written file its name. A link, unlike a rename, fails where the name is taken; some file systems
// have none.
func place(folder *os.Root, temporary, name string) error {
	err := folder.Link(temporary, name)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := folder.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
		return fs.ErrExist
	}
	return folder.Rename(temporary, name)
}
