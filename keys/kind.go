package keys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"strings"
)

// The shortest RSA keys that are served and made, and the longest: each handshake signs once, and at 8192 bits that
// costs a hundred times what it costs at 2048.
const (
	minRSABits  = 2048 // below it today's clients refuse the key (ssh_config(5), RequiredRSASize)
	makeRSABits = 3072 // as ssh-keygen(1) makes them
	maxRSABits  = 8192
)

// kind is a kind of key that is served; the numbers are the order in which they are offered.
type kind int

const (
	kindED25519 kind = iota
	kindECDSA
	kindRSA
)

// kinds are the names of the kinds in file names and commands.
var kinds = [...]string{kindED25519: "ed25519", kindECDSA: "ecdsa", kindRSA: "rsa"}

// Kinds returns the names by which kinds of keys are asked for, the usual one first.
func Kinds() []string { return kinds[:] }

func (k kind) String() string { return kinds[k] }

func kindNamed(name string) (kind, bool) {
	for k, known := range kinds {
		if strings.EqualFold(name, known) {
			return kind(k), true
		}
	}
	return 0, false
}

// generate makes a private key that has at least as many bits as are wanted, if the kind has a choice.
func (k kind) generate(bits int) (crypto.PrivateKey, error) {
	switch k {
	case kindECDSA:
		curve := elliptic.P256()
		for _, c := range []elliptic.Curve{elliptic.P384(), elliptic.P521()} {
			if c.Params().BitSize <= bits {
				curve = c
			}
		}
		return ecdsa.GenerateKey(curve, rand.Reader)
	case kindRSA:
		return rsa.GenerateKey(rand.Reader, max(bits, makeRSABits))
	default:
		_, private, err := ed25519.GenerateKey(rand.Reader)
		return private, err
	}
}
