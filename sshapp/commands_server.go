package sshapp

import (
	"crypto/sha1" //nolint:gosec // one of the two digests of RFC 4255
	"crypto/sha256"
	"fmt"
	"net"
	"strconv"
	"strings"

	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// runVersion prints the server's version.
func runVersion(c *call) error {
	_, err := fmt.Fprintf(c.asked, "postern %s\n", c.server.cfg.Version)
	return err
}

// runHostKey prints what tells a reader, or a reader's client, that this is the server they meant.
func runHostKey(c *call) error {
	host, port := c.server.publicAddress(c.filter.conn.LocalAddr())
	var prints, known, records []string
	for _, signer := range c.server.cfg.HostKeys {
		key := signer.PublicKey()
		kind := keyKindOf(key.Type())
		prints = append(prints, gossh.FingerprintSHA256(key)+" "+kind.name)
		known = append(known, knownhosts.Line([]string{net.JoinHostPort(host, strconv.Itoa(port))}, key))
		if kind.sshfp != 0 {
			one, two := sha1.Sum(key.Marshal()), sha256.Sum256(key.Marshal()) //nolint:gosec // as above
			records = append(records,
				fmt.Sprintf("%s IN SSHFP %d 1 %x", host, kind.sshfp, one),
				fmt.Sprintf("%s IN SSHFP %d 2 %x", host, kind.sshfp, two))
		}
	}
	_, err := fmt.Fprintf(c.asked, "# Fingerprints, as ssh shows them at the first connection\n%s\n\n"+
		"# Lines for ~/.ssh/known_hosts\n%s\n\n# Records for the DNS (VerifyHostKeyDNS)\n%s\n",
		strings.Join(prints, "\n"), strings.Join(known, "\n"), strings.Join(records, "\n"))
	return err
}

// keyKind is what a type of host key is called by ssh-keygen(1), and its number in SSHFP records (RFC 4255, 6594
// and 7479).
type keyKind struct {
	name  string
	sshfp int
}

func keyKindOf(algorithm string) keyKind {
	switch algorithm {
	case gossh.KeyAlgoED25519:
		return keyKind{"ED25519", 4}
	case gossh.KeyAlgoECDSA256, gossh.KeyAlgoECDSA384, gossh.KeyAlgoECDSA521:
		return keyKind{"ECDSA", 3}
	case gossh.KeyAlgoRSA:
		return keyKind{"RSA", 1}
	default:
		return keyKind{name: algorithm}
	}
}
