package keys

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/crypto/ssh"
)

const (
	maxFileSize = 64 << 10 // bytes; the largest RSA key in use has a tenth of it
	minRSABits  = 2048     // below it today's clients refuse the key (ssh_config(5), RequiredRSASize)
)

// read loads one private key and refuses one that is not safe to use.
func read(file string) (Key, error) {
	data, err := readPrivately(file)
	if err != nil {
		return Key{}, err
	}
	raw, err := parse(file, data)
	if err != nil {
		return Key{}, err
	}
	return describe(file, raw)
}

// readPrivately returns the content of a regular file that only its owner can read.
func readPrivately(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	if !info.Mode().IsRegular() {
		return nil, &Error{File: file, Reason: "it is not a file", Hint: "put the host key there as a file of its own"}
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	defer f.Close()
	// Asked again of the open file, which nobody can exchange any more.
	if info, err = f.Stat(); err != nil {
		return nil, unreadable(file, err)
	}
	if err := checkFile(file, info); err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err != nil {
		return nil, unreadable(file, err)
	}
	if len(data) > maxFileSize {
		return nil, notAKey(file, fmt.Sprintf("it has more than %d bytes, no host key does", maxFileSize), nil)
	}
	return data, nil
}

// parse decodes a private key in OpenSSH's format or one of the PEM formats that ssh-keygen(1) reads.
func parse(file string, data []byte) (any, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, notAKey(file, "the file is empty", nil)
	}
	raw, err := ssh.ParseRawPrivateKey(data)
	if err == nil {
		return raw, nil
	}
	if _, ok := errors.AsType[*ssh.PassphraseMissingError](err); ok {
		return nil, &Error{
			File:   file,
			Reason: "the key is encrypted, and a server has nobody to ask for the passphrase",
			Hint:   "ssh-keygen -p -N '' -f " + quote(file),
		}
	}
	if _, _, _, _, pubErr := ssh.ParseAuthorizedKey(data); pubErr == nil {
		return nil, notAKey(file, "it is a public key, in the place of the private one", nil)
	}
	return nil, notAKey(file, "it is not a private key", err)
}

// describe turns a parsed key of a type that is served into a Key.
func describe(file string, raw any) (Key, error) {
	signer, err := ssh.NewSignerFromKey(raw)
	if err != nil {
		return Key{}, notAKey(file, "it is not a key for SSH", err)
	}
	key := Key{File: file, Signer: signer}
	switch k := raw.(type) {
	case *ed25519.PrivateKey, ed25519.PrivateKey: // in OpenSSH's format, in PKCS #8
		key.Type, key.Bits, key.rank = "ED25519", 256, 0
	case *ecdsa.PrivateKey:
		key.Type, key.Bits, key.rank = "ECDSA", k.Curve.Params().BitSize, 1
	case *rsa.PrivateKey:
		key.Type, key.Bits, key.rank = "RSA", k.N.BitLen(), 2
		key.Signer, err = onlySHA2(file, signer, key.Bits)
	default:
		return Key{}, notAKey(file, "keys of type "+signer.PublicKey().Type()+" are not served", nil)
	}
	return key, err
}

// onlySHA2 keeps an RSA key from signing with SHA-1 (RFC 8332), and refuses one that is too short.
func onlySHA2(file string, signer ssh.Signer, bits int) (ssh.Signer, error) {
	if bits < minRSABits {
		return nil, &Error{
			File:   file,
			Reason: fmt.Sprintf("an RSA key of %d bits is too short, at least %d are needed", bits, minRSABits),
			Hint: "move it out of the folder with its .pub; if you need RSA: ssh-keygen -q -t rsa -b 3072 -N '' -C '' -f " +
				quote(file),
		}
	}
	multi, ok := signer.(ssh.AlgorithmSigner)
	if !ok {
		return nil, notAKey(file, "the key cannot choose its signature algorithm", nil)
	}
	return ssh.NewSignerWithAlgorithms(multi, []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256})
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
	return &Error{
		File:   file,
		Reason: "the key cannot be read",
		Hint:   "let the user that runs postern own it: chown USER " + quote(file),
		Err:    err,
	}
}
