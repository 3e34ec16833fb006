package main

import (
	"path/filepath"
	"regexp"
	"testing"
)

// Owners learn of the end of a certificate in time.
func TestCheckTellsTheEndOfCertificates(t *testing.T) {
	blog, authority := t.TempDir(), opensshKey(t, "-t", "ed25519")
	keysOn(t, "import", opensshKey(t, "-t", "ed25519"), blog)
	public := filepath.Join(blog, "keys", "ssh_host_ed25519_key.pub")
	for _, tt := range []struct{ valid, want string }{
		{"-1d:+52w", `_key: note: certificate “blog” for blog\.example\.com, valid until 20\d\d-`},
		{"-300d:+3d", `_key-cert\.pub: warning: it expires on 20\d\d-.*; sign the key again: `},
		{"-52w:-1d", `_key-cert\.pub: warning: it has expired on 20\d\d-.*; sign the key again: `},
	} {
		keygen(t, "-q", "-s", authority, "-I", "blog", "-h", "-n", "blog.example.com", "-V", tt.valid, public)
		status, stdout, stderr := execute(t.Context(), nil, "check", blog)
		if status != exitDone || !regexp.MustCompile(tt.want).MatchString(stdout) {
			t.Errorf("%s: status %d, no line with %s in\n%s%s", tt.valid, status, tt.want, stdout, stderr)
		}
	}
}
