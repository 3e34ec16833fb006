//go:build unix

package keys

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

const day = 24 * time.Hour

// The owner is told of a certificate's end before it comes; one whose time is over, or has not come, is not served.
func TestCertificatesAndTime(t *testing.T) {
	seconds := func(d time.Duration) uint64 { return uint64(testDay.Add(d).Unix()) }
	for _, tt := range []struct {
		name        string
		from, until uint64
		valid       bool
		says        string
	}{
		{"for ever", 0, ssh.CertTimeInfinity, true, ""},
		{"a year", seconds(-day), seconds(364 * day), true, ""},
		{"a year, 13 days left", seconds(-352 * day), seconds(13 * day), true, "it expires on 2027-06-28 12:00:00 UTC"},
		{"a day", seconds(-time.Hour), seconds(23 * time.Hour), true, ""},
		{"a day, in its last third", seconds(-20 * time.Hour), seconds(4 * time.Hour), true, "it expires on"},
		{"over", seconds(-2 * day), seconds(0), false, "it has expired on 2027-06-15 12:00:00 UTC"},
		{"not yet", seconds(time.Second), seconds(day), false, "it is not valid before"},
	} {
		dir := t.TempDir()
		key := newEd25519(t)
		writeKey(t, dir, firstKey, key)
		writeCertificate(t, dir, firstKey, key, func(c *ssh.Certificate) { c.ValidAfter, c.ValidBefore = tt.from, tt.until })
		set, err := Folder{Path: dir}.Open(testDay)
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := set.Keys[0].CertificateValid(testDay); got != tt.valid {
			t.Errorf("%s: valid %v, want %v", tt.name, got, tt.valid)
		}
		said := fmt.Sprint(errors.Join(set.Problems...))
		if (tt.says == "") != (len(set.Problems) == 0) || !strings.Contains(said, tt.says) {
			t.Errorf("%s: said %q, want %q", tt.name, said, tt.says)
		}
	}
}

// writeCertificate signs a host certificate for a key, after change has changed it, and puts it beside the key.
func writeCertificate(t *testing.T, dir, name string, key ed25519.PrivateKey, change func(*ssh.Certificate)) {
	t.Helper()
	public, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	authority, err := ssh.NewSignerFromKey(newEd25519(t))
	if err != nil {
		t.Fatal(err)
	}
	certificate := &ssh.Certificate{
		Key: public, CertType: ssh.HostCert, ValidPrincipals: []string{"blog.example.com"}, ValidBefore: ssh.CertTimeInfinity,
	}
	if change != nil {
		change(certificate)
	}
	if err := certificate.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, name+certificateSuffix), string(ssh.MarshalAuthorizedKey(certificate)), 0o644)
}

// tampered returns a certificate for another host than the one that was signed.
func tampered(t *testing.T, line string) string {
	t.Helper()
	fields := strings.Fields(line)
	data, err := base64.StdEncoding.DecodeString(fields[1])
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.Replace(data, []byte("blog.example.com"), []byte("evil.example.com"), 1)
	return fields[0] + " " + base64.StdEncoding.EncodeToString(data) + "\n"
}

func authorized(t *testing.T, key ed25519.PrivateKey) string {
	t.Helper()
	public, err := ssh.NewPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return string(ssh.MarshalAuthorizedKey(public))
}
