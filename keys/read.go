package keys

import (
	"bytes"
	"crypto"
	dsalib "crypto/dsa" //nolint:staticcheck // to refuse it
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/crypto/ssh"

	"postern/keys/publish"
)

const maxFileSize = 64 << 10 // bytes; the largest RSA key in use has a tenth of it

// read loads one private key of the folder and refuses one that is not safe to use.
func (f Folder) read(file string) (Key, error) {
	data, made, err := readPrivately(file, f.owner())
	if err != nil {
		return Key{}, err
	}
	raw, err := f.parse(file, data)
	if err != nil {
		return Key{}, err
	}
	key, err := describe(file, raw)
	key.Made, key.From = made, fromOf(filepath.Base(file))
	return key, err
}

// readPrivately returns the content of a regular file that only a user can read, and when it was written.
func readPrivately(file string, user int) ([]byte, time.Time, error) {
	none := time.Time{}
	info, err := os.Stat(file)
	if err != nil {
		return nil, none, unreadable(file, err)
	}
	if !info.Mode().IsRegular() {
		return nil, none, &Error{File: file, Reason: "it is not a file", Hint: "put the host key there as a file of its own"}
	}
	f, err := openFor(file, user)
	if err != nil {
		return nil, none, unreadable(file, err)
	}
	defer f.Close()
	// Asked again of the open file, which nobody can exchange any more.
	if info, err = f.Stat(); err != nil {
		return nil, none, unreadable(file, err)
	}
	if err := checkFile(file, info, user); err != nil {
		return nil, none, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err != nil {
		return nil, none, unreadable(file, err)
	}
	if len(data) > maxFileSize {
		return nil, none, notAKey(file, fmt.Sprintf("it has more than %d bytes, no host key does", maxFileSize), nil)
	}
	return data, info.ModTime(), nil
}

// parse decodes a private key in OpenSSH's format or one of the PEM formats that ssh-keygen(1) reads.
func (f Folder) parse(file string, data []byte) (crypto.PrivateKey, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, notAKey(file, "the file is empty", nil)
	}
	raw, err := ssh.ParseRawPrivateKey(data)
	if _, encrypted := errors.AsType[*ssh.PassphraseMissingError](err); encrypted {
		return f.decrypt(file, data)
	}
	if err == nil {
		return raw, nil
	}
	if foreign := foreignFormat(file, data); foreign != nil {
		return nil, foreign
	}
	return nil, notAKey(file, "it is not a private key", err)
}

func (f Folder) decrypt(file string, data []byte) (crypto.PrivateKey, error) {
	if len(f.Passphrase) == 0 {
		return nil, &Error{
			File:   file,
			Reason: "the key is encrypted, and a server has nobody to ask for the passphrase",
			Hint:   "ssh-keygen -p -N '' -f " + quote(file) + ", or give the passphrase in a file of its own: --keys-passphrase-file",
		}
	}
	raw, err := ssh.ParseRawPrivateKeyWithPassphrase(data, f.Passphrase)
	switch {
	case err == nil:
		return raw, nil
	case errors.Is(err, x509.IncorrectPasswordError):
		return nil, &Error{
			File:   file,
			Reason: "the key is encrypted with another passphrase than the one that was given",
			Hint:   "give the right passphrase, or change the key's: ssh-keygen -p -f " + quote(file),
		}
	default:
		return nil, notAKey(file, "it is not a private key", err)
	}
}

// foreignFormat returns what mends a file that is something other than a private key that can be read, nil if
// nobody knows what it is.
func foreignFormat(file string, data []byte) error {
	block, _ := pem.Decode(data)
	_, _, _, _, notPublic := ssh.ParseAuthorizedKey(data)
	switch {
	case notPublic == nil:
		return notAKey(file, "it is a public key, in the place of the private one", nil)
	case block != nil && bytes.Contains(block.Bytes, []byte("\x00\x00\x00\x07ssh-dss")):
		return dsa(file)
	case block != nil && bytes.Contains(block.Bytes, []byte("\x00\x00\x00\x1ask-ssh-ed25519@openssh.com")),
		block != nil && bytes.Contains(block.Bytes, []byte("\x00\x00\x00\x22sk-ecdsa-sha2-nistp256@openssh.com")):
		return notServed(file, "it belongs to a security key, which has to be touched for each reader", kindED25519)
	case bytes.HasPrefix(data, []byte("PuTTY-User-Key-File-")):
		return &Error{
			File: file, Reason: "it is in PuTTY's format",
			Hint: "puttygen " + quote(file) + " -O private-openssh -o " + quote(file+".openssh"),
		}
	case bytes.HasPrefix(data, []byte("\x00\x00\x00")):
		return &Error{
			File: file, Reason: "it is in Dropbear's format",
			Hint: "dropbearconvert dropbear openssh " + quote(file) + " " + quote(file+".openssh"),
		}
	default:
		return nil
	}
}

// describe turns a parsed key of a kind that is served into a Key.
func describe(file string, raw crypto.PrivateKey) (Key, error) {
	if _, old := raw.(*dsalib.PrivateKey); old {
		return Key{}, dsa(file)
	}
	signer, err := ssh.NewSignerFromKey(raw)
	if err != nil {
		return Key{}, notAKey(file, "it is not a key for SSH", err)
	}
	public := signer.PublicKey()
	key := Key{File: file, Type: publish.Name(public), Bits: publish.Bits(public), Signer: signer}
	var known bool
	if key.kind, known = kindNamed(key.Type); !known {
		return Key{}, notServed(file, "keys of type "+public.Type()+" are not served", kindED25519)
	}
	if key.kind == kindRSA {
		key.Signer, err = onlySHA2(file, signer, key.Bits)
	}
	return key, err
}

// onlySHA2 keeps an RSA key from signing with SHA-1 (RFC 8332), and refuses one that is too short or too long.
func onlySHA2(file string, signer ssh.Signer, bits int) (ssh.Signer, error) {
	switch {
	case bits < minRSABits:
		return nil, notServed(file, fmt.Sprintf("an RSA key of %d bits is too short, at least %d are needed", bits, minRSABits), kindRSA)
	case bits > maxRSABits:
		return nil, notServed(file, fmt.Sprintf("an RSA key of %d bits is too slow, at most %d are served", bits, maxRSABits), kindRSA)
	}
	multi, ok := signer.(ssh.AlgorithmSigner)
	if !ok {
		return nil, notAKey(file, "the key cannot choose its signature algorithm", nil)
	}
	return ssh.NewSignerWithAlgorithms(multi, []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256})
}

func dsa(file string) error {
	return notServed(file, "it is a DSA key, which no client of today accepts", kindED25519)
}

// notServed refuses a key that is whole, but of no use; instead says of which kind a new one would be.
func notServed(file, reason string, instead kind) error {
	hint := "move it out of the folder with its .pub; if no other key is left there: ssh-keygen -q -t " + instead.String()
	if instead == kindRSA {
		hint = fmt.Sprintf("move it out of the folder with its .pub; if you need RSA: ssh-keygen -q -t rsa -b %d", makeRSABits)
	}
	return &Error{
		File: file, Reason: reason,
		Hint: hint + " -N '' -C '' -f " + quote(filepath.Join(filepath.Dir(file), nameFor(instead, time.Time{}))),
	}
}

func notAKey(file, reason string, err error) error {
	return &Error{
		File:   file,
		Reason: reason,
		Hint:   "put the host key back from a backup; only if readers never saw it, remove " + quote(file) + " and its .pub",
		Err:    err,
	}
}

func unreadable(file string, err error) error {
	if errors.Is(err, syscall.ELOOP) {
		return &Error{File: file, Reason: "it is a link that is not followed", Hint: "put the host key there as a file of its own", Err: err}
	}
	return &Error{
		File:   file,
		Reason: "the key cannot be read",
		Hint:   "let the user that runs postern own it: chown USER " + quote(file),
		Err:    err,
	}
}
