package sshapp

import (
	"errors"

	gossh "golang.org/x/crypto/ssh"
)

// Login names that are not addresses.
const (
	loginMe    = "me"    // a reader who wants to be known: has to prove a key
	loginOwner = "owner" // the owner of the blog: has to prove a key
	loginPlain = "plain" // a reader who wants linear mode
)

var errNeedsKey = errors.New("this login name needs a key")

// handshakeConfig returns how a connection is negotiated. Readers are anonymous: OpenSSH asks for the
// method "none" first (RFC 4252, 5.2) and is let in there, so that it offers no key. Clients that never ask for it get in by
// keyboard-interactive without a question (RFC 4256), or by any password. Only the login names me and
// owner have to prove a key, and only they are told that keys are accepted, since a client with many keys
// would use up its attempts on them.
//
// Of algorithms only those are offered that no client of today is worse off with: key exchange with ML-KEM
// first, then Curve25519; AES-GCM, ChaCha20-Poly1305 (Dropbear knows no encrypt-then-MAC), AES-CTR with
// encrypt-then-MAC only. No SHA-1, no NIST curves in the key exchange.
func handshakeConfig(authenticated func(gossh.ConnMetadata)) *gossh.ServerConfig {
	anonymous := func(conn gossh.ConnMetadata) (*gossh.Permissions, error) {
		if user := conn.User(); user == loginMe || user == loginOwner {
			return nil, &gossh.PartialSuccessError{Next: gossh.ServerAuthCallbacks{PublicKeyCallback: proveKey}}
		}
		return nil, nil
	}
	config := &gossh.ServerConfig{
		NoClientAuth:         true,
		NoClientAuthCallback: anonymous,
		PasswordCallback: func(conn gossh.ConnMetadata, _ []byte) (*gossh.Permissions, error) {
			return anonymous(conn)
		},
		KeyboardInteractiveCallback: func(conn gossh.ConnMetadata, ask gossh.KeyboardInteractiveChallenge) (*gossh.Permissions, error) {
			if _, err := ask("", "", nil, nil); err != nil {
				return nil, err
			}
			return anonymous(conn)
		},
		AuthLogCallback: func(conn gossh.ConnMetadata, _ string, err error) {
			if err == nil {
				authenticated(conn)
			}
		},
		PublicKeyAuthAlgorithms: []string{gossh.KeyAlgoED25519, gossh.KeyAlgoRSASHA512, gossh.KeyAlgoRSASHA256},
		ServerVersion:           "SSH-2.0-Postern",
	}
	config.KeyExchanges = []string{gossh.KeyExchangeMLKEM768X25519, gossh.KeyExchangeCurve25519}
	config.Ciphers = []string{
		gossh.CipherAES256GCM, gossh.CipherAES128GCM, gossh.CipherChaCha20Poly1305,
		gossh.CipherAES256CTR, gossh.CipherAES128CTR,
	}
	config.MACs = []string{gossh.HMACSHA256ETM, gossh.HMACSHA512ETM}
	return config
}

// proveKey accepts whatever key the client then proves to hold. It is not stored.
func proveKey(conn gossh.ConnMetadata, _ gossh.PublicKey) (*gossh.Permissions, error) {
	if user := conn.User(); user != loginMe && user != loginOwner {
		return nil, errNeedsKey
	}
	return nil, nil
}
