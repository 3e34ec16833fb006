package sshapp

import (
	"fmt"
	"strings"

	"postern/keys/publish"
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
	keys := c.server.hostKeys.Load()
	inUse := len(plain(keys.InUse))
	for i, signer := range keys.announced() {
		key := signer.PublicKey()
		line := publish.Fingerprint(key) + " " + publish.Name(key)
		if i >= inUse {
			line += " (in use later)"
		}
		prints = append(prints, line)
		known = append(known, publish.KnownHosts(host, port, key))
		records = append(records, publish.SSHFP(host, key)...)
	}
	_, err := fmt.Fprintf(c.asked, "# Fingerprints, as ssh shows them at the first connection\n%s\n\n"+
		"# Lines for ~/.ssh/known_hosts\n%s\n\n# Records for the DNS (VerifyHostKeyDNS)\n%s\n",
		strings.Join(prints, "\n"), strings.Join(known, "\n"), strings.Join(records, "\n"))
	return err
}
