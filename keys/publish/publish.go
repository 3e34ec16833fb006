// Package publish writes host keys in the forms in which they are made known: the fingerprint and the picture that ssh
// shows, lines for known_hosts, records for the DNS. All are those of OpenSSH's own programs. It knows public keys
// only, never where private ones lie.
package publish

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha1" //nolint:gosec // one of the two digests of RFC 4255
	"crypto/sha256"
	"fmt"
	"net"
	"strconv"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// kind is what a type of host key is called by ssh-keygen(1) -l, and its number in SSHFP records (RFC 4255, 6594
// and 7479).
type kind struct {
	name  string
	sshfp int
}

func kindOf(key ssh.PublicKey) kind {
	switch key.Type() {
	case ssh.KeyAlgoED25519:
		return kind{"ED25519", 4}
	case ssh.KeyAlgoECDSA256, ssh.KeyAlgoECDSA384, ssh.KeyAlgoECDSA521:
		return kind{"ECDSA", 3}
	case ssh.KeyAlgoRSA:
		return kind{"RSA", 1}
	default:
		return kind{name: key.Type()}
	}
}

// Name returns what ssh-keygen(1) calls the type of a key: "ED25519", "ECDSA" or "RSA".
func Name(key ssh.PublicKey) string { return kindOf(key).name }

// Bits returns the length of a key as ssh-keygen(1) -l prints it.
func Bits(key ssh.PublicKey) int {
	crypto, ok := key.(ssh.CryptoPublicKey)
	if !ok {
		return 0
	}
	switch k := crypto.CryptoPublicKey().(type) {
	case *rsa.PublicKey:
		return k.N.BitLen()
	case *ecdsa.PublicKey:
		return k.Curve.Params().BitSize
	default:
		return 256 // Ed25519
	}
}

// Fingerprint returns the fingerprint that readers are shown at their first connection: SHA256 and unpadded base64.
func Fingerprint(key ssh.PublicKey) string { return ssh.FingerprintSHA256(key) }

// KnownHosts returns the line of known_hosts (sshd(8)) by which a client knows the key of a host, as ssh-keyscan(1)
// prints it.
func KnownHosts(host string, port int, key ssh.PublicKey) string {
	return knownhosts.Line([]string{net.JoinHostPort(host, strconv.Itoa(port))}, key)
}

// SSHFP returns the DNS records for the key of a host (RFC 4255), as ssh-keygen(1) -r prints them: with SHA-1, and
// with SHA-256.
func SSHFP(host string, key ssh.PublicKey) []string {
	number := kindOf(key).sshfp
	if number == 0 {
		return nil
	}
	return []string{
		fmt.Sprintf("%s IN SSHFP %d 1 %x", host, number, sha1.Sum(key.Marshal())), //nolint:gosec // as above
		fmt.Sprintf("%s IN SSHFP %d 2 %x", host, number, sha256.Sum256(key.Marshal())),
	}
}
