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
// The algorithms are those of the table in algorithms.go.
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
		PublicKeyAuthAlgorithms: readerKeys().names,
		ServerVersion:           "SSH-2.0-Postern",
	}
	config.KeyExchanges, config.Ciphers, config.MACs = keyExchange().names, ciphers().names, macs().names
	return config
}

// proveKey accepts whatever key the client then proves to hold. It is not stored.
func proveKey(conn gossh.ConnMetadata, _ gossh.PublicKey) (*gossh.Permissions, error) {
	if user := conn.User(); user != loginMe && user != loginOwner {
		return nil, errNeedsKey
	}
	return nil, nil
}
