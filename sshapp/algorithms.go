package sshapp

import gossh "golang.org/x/crypto/ssh"

// negotiable is a row of the table of what clients may use, the best first: the handshake, the README's table and
// docs/ssh-audit.policy follow it.
type negotiable struct {
	what  string
	names []string
	why   string
}

// keyExchange has the post-quantum hybrid first: what is recorded today cannot be read when there are quantum
// computers. The library adds the older name of Curve25519, and strict key exchange, which no prefix of the
// messages can be cut from (CVE-2023-48795).
func keyExchange() negotiable {
	return negotiable{
		"Key exchange",
		[]string{gossh.KeyExchangeMLKEM768X25519, gossh.KeyExchangeCurve25519},
		"post-quantum first; Curve25519 for clients before OpenSSH 9.9 and PuTTY 0.83. No NIST curves, no SHA-1",
	}
}

func ciphers() negotiable {
	return negotiable{
		"Ciphers",
		[]string{
			gossh.CipherAES256GCM, gossh.CipherAES128GCM, gossh.CipherChaCha20Poly1305,
			gossh.CipherAES256CTR, gossh.CipherAES128CTR,
		},
		"authenticated ones first; ChaCha20 for Dropbear, which knows no encrypt-then-MAC",
	}
}

func macs() negotiable {
	return negotiable{
		"MACs",
		[]string{gossh.HMACSHA256ETM, gossh.HMACSHA512ETM},
		"encrypt-then-MAC only, for AES-CTR",
	}
}

func readerKeys() negotiable {
	return negotiable{
		"Readers' keys",
		[]string{gossh.KeyAlgoED25519, gossh.KeyAlgoRSASHA512, gossh.KeyAlgoRSASHA256},
		"asked of `me` and `owner` only; nobody else is offered to send one",
	}
}

func hostKeys() negotiable {
	return negotiable{
		"Host keys",
		[]string{gossh.KeyAlgoED25519, gossh.KeyAlgoRSASHA512, gossh.KeyAlgoRSASHA256, gossh.KeyAlgoECDSA256, gossh.KeyAlgoECDSA384, gossh.KeyAlgoECDSA521},
		"those in `keys/`, also with a certificate; ed25519 is what Postern makes. RSA never signs with SHA-1",
	}
}

// The methods of authentication (RFC 4252, RFC 4256).
const (
	methodNone        = "none"
	methodInteractive = "keyboard-interactive"
	methodPassword    = "password"
)

func readerMethods() negotiable {
	return negotiable{
		"Authentication",
		[]string{methodNone, methodInteractive, methodPassword},
		"for every login name but `me` and `owner`: no question is asked, and any password will do",
	}
}

func keyMethods() negotiable {
	return negotiable{
		"Authentication of `me` and `owner`",
		[]string{"publickey"},
		"whoever comes by these names wants to be known by a key",
	}
}
