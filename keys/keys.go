// Package keys holds the host keys of a blog: files in a folder of their own become signers for the SSH
// server. It makes an ed25519 key on the first start and never after it, and it refuses, saying what mends it,
// whatever would make a server known by another key or leave a key open to others. It imports nothing else
// of Postern.
//
// Files are named as sshd names its own (sshd_config(5), HostKey): ssh_host_TYPE_key and, beside it,
// ssh_host_TYPE_key.pub.
package keys

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"

	"golang.org/x/crypto/ssh"
)

// Key is one host key that a server can offer.
type Key struct {
	File    string     // path of the private key
	Type    string     // as ssh-keygen(1) -l prints it: "ED25519", "ECDSA" or "RSA"
	Bits    int        // as ssh-keygen(1) -l prints them
	Created bool       // made by this very start
	Signer  ssh.Signer // RSA signs with SHA-2 only (RFC 8332)

	rank int // place among the types, 0 first
}

// Fingerprint returns the fingerprint that readers are shown at their first connection, as ssh-keygen(1) -l
// prints it: SHA256 and unpadded base64 of the public key.
func (k Key) Fingerprint() string { return ssh.FingerprintSHA256(k.Signer.PublicKey()) }

// LoadOrCreate returns the host keys in dir in the order in which a server should offer them: ed25519, ECDSA, RSA.
//
// It makes an ed25519 key if, and only if, dir does not exist (its parent must) or is empty; dot files and
// lost+found do not count. That is the first start: a folder that holds anything else has had a key,
// and to make another one would show every returning reader a warning. The mode of a folder
// that exists is never changed. Errors about what lies on the disk are an [*Error].
func LoadOrCreate(dir string) ([]Key, error) {
	names, err := list(dir)
	if err != nil {
		return nil, err
	}
	created := false
	if len(names) == 0 {
		if created, err = create(dir); err != nil {
			return nil, err
		}
		if names, err = list(dir); err != nil {
			return nil, err
		}
	}
	loaded, err := load(dir, names)
	if err != nil {
		return nil, err
	}
	loaded[0].Created = created
	return loaded, nil
}

// load reads the host keys among the named files of dir.
func load(dir string, names []string) ([]Key, error) {
	var loaded []Key
	for _, name := range names {
		file := filepath.Join(dir, name)
		switch {
		case isPrivate(name):
			key, err := read(file)
			if err != nil {
				return nil, err
			}
			loaded = append(loaded, key)
		case isPublic(name) && !slices.Contains(names, privateName(name)):
			return nil, lost(file)
		}
	}
	if len(loaded) == 0 {
		return nil, &Error{
			File:   dir,
			Reason: "the folder is not empty, yet it holds no host key (ssh_host_…_key)",
			Hint:   "put the blog's host key back, or give host keys an empty folder of their own",
		}
	}
	slices.SortStableFunc(loaded, func(a, b Key) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.Bits, b.Bits))
	})
	return loaded, onlyOneOfAType(loaded)
}

// onlyOneOfAType refuses two keys of one SSH type: a server offers one, and which one must not be an accident.
func onlyOneOfAType(sorted []Key) error {
	for i, key := range sorted[1:] {
		before := sorted[i]
		if key.Signer.PublicKey().Type() == before.Signer.PublicKey().Type() {
			return &Error{
				File:   key.File,
				Reason: fmt.Sprintf("%s is a host key of the same type, and only one of a type can be offered", before.File),
				Hint:   "move the one that readers do not know out of the folder",
			}
		}
	}
	return nil
}
