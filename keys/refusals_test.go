//go:build unix

package keys

import (
	"crypto/elliptic"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// Each row lays a folder out that must not be served from. A refusal names the file, the reason and the mend,
// and leaves the folder as it was: no key is ever made in the place of another.
func TestRefusals(t *testing.T) {
	const name = "ssh_host_ed25519_key"
	tests := []struct {
		name   string
		lay    func(t *testing.T, dir string)
		file   string // below the folder; "" is the folder itself
		reason string
		hint   string // KEY stands for the path of the file
	}{
		{
			"readable by the group",
			func(t *testing.T, dir string) {
				writeKey(t, dir, name, newEd25519(t))
				chmod(t, filepath.Join(dir, name), 0o640)
			},
			name, "others can get at the key (mode 0640)", "chmod 600 KEY",
		},
		{
			"readable by all, in a folder with a blank",
			func(t *testing.T, dir string) {
				writeKey(t, dir, name, newEd25519(t))
				chmod(t, filepath.Join(dir, name), 0o604)
			},
			name, "(mode 0604)", "chmod 600 KEY",
		},
		{
			"a folder that the group can write to",
			func(t *testing.T, dir string) {
				writeKey(t, dir, name, newEd25519(t))
				chmod(t, dir, 0o770)
			},
			"", "others can write to the folder of the host keys (mode 0770)", "chmod 700 KEY",
		},
		{
			"an empty folder that all can write to",
			func(t *testing.T, dir string) { chmod(t, dir, 0o777) },
			"", "others can write", "chmod 700 KEY",
		},
		{
			"an empty file",
			func(t *testing.T, dir string) { writeFile(t, filepath.Join(dir, name), "\n", 0o600) },
			name, "the file is empty", "from a backup",
		},
		{
			"not a key",
			func(t *testing.T, dir string) { writeFile(t, filepath.Join(dir, name), "hello\n", 0o600) },
			name, "it is not a private key", "from a backup",
		},
		{
			"a key cut short",
			func(t *testing.T, dir string) {
				writeKey(t, dir, name, newEd25519(t))
				text := readFile(t, filepath.Join(dir, name))
				writeFile(t, filepath.Join(dir, name), text[:len(text)/2], 0o600)
			},
			name, "it is not a private key", "from a backup",
		},
		{
			"a file without end",
			func(t *testing.T, dir string) {
				writeFile(t, filepath.Join(dir, name), strings.Repeat("x", maxFileSize+1), 0o600)
			},
			name, "more than 65536 bytes", "from a backup",
		},
		{
			"a folder in the key's place",
			func(t *testing.T, dir string) {
				if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
					t.Fatal(err)
				}
			},
			name, "it is not a file", "as a file of its own",
		},
		{
			"a link to nowhere",
			func(t *testing.T, dir string) {
				if err := os.Symlink("gone", filepath.Join(dir, name)); err != nil {
					t.Fatal(err)
				}
			},
			name, "the key cannot be read", "chown USER KEY",
		},
		{
			"encrypted",
			func(t *testing.T, dir string) { writeEncrypted(t, dir, name) },
			name, "the key is encrypted", "ssh-keygen -p -N '' -f KEY, or give the passphrase",
		},
		{
			"the public key in the private one's place",
			func(t *testing.T, dir string) {
				writeFile(t, filepath.Join(dir, name), authorized(t, newEd25519(t)), 0o600)
			},
			name, "it is a public key", "from a backup",
		},
		{
			"only the public key is left",
			func(t *testing.T, dir string) {
				writeFile(t, filepath.Join(dir, name+".pub"), "ssh-ed25519 AAAA\n", 0o644)
			},
			name, "the key is gone, only its public half is left", "rm KEY.pub",
		},
		{
			"one of two keys is lost",
			func(t *testing.T, dir string) {
				writeKey(t, dir, "ssh_host_ecdsa_key", newECDSA(t, elliptic.P256()))
				writeFile(t, filepath.Join(dir, name+".pub"), "ssh-ed25519 AAAA\n", 0o644)
			},
			name, "the key is gone", "put KEY back",
		},
		{
			"other files and no key",
			func(t *testing.T, dir string) { writeFile(t, filepath.Join(dir, "post.md"), "# Hello\n", 0o644) },
			"", "it holds no host key", "an empty folder of their own",
		},
		{
			"a short RSA key",
			func(t *testing.T, dir string) { writeKey(t, dir, "ssh_host_rsa_key", newRSA(t, 1024)) },
			"ssh_host_rsa_key", "an RSA key of 1024 bits is too short, at least 2048 are needed", "-t rsa -b 3072 -N '' -C '' -f KEY",
		},
		{
			"a long RSA key",
			func(t *testing.T, dir string) {
				writeFile(t, filepath.Join(dir, "ssh_host_rsa_key"), readFile(t, "testdata/rsa_8200"), 0o600)
			},
			"ssh_host_rsa_key", "an RSA key of 8200 bits is too slow", "-t rsa -b 3072 -N '' -C '' -f KEY",
		},
		{
			"a DSA key",
			func(t *testing.T, dir string) {
				writeFile(t, filepath.Join(dir, "ssh_host_dsa_key"), readFile(t, "testdata/dsa_openssh"), 0o600)
			},
			"ssh_host_dsa_key", "a DSA key, which no client of today accepts", "-t ed25519 -N ''",
		},
		{
			"a DSA key in PEM",
			func(t *testing.T, dir string) {
				writeFile(t, filepath.Join(dir, "ssh_host_dsa_key"), readFile(t, "testdata/dsa_pem"), 0o600)
			},
			"ssh_host_dsa_key", "a DSA key, which no client of today accepts", "-t ed25519 -N ''",
		},
		{
			"a key in PuTTY's format",
			func(t *testing.T, dir string) {
				writeFile(t, filepath.Join(dir, name), "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n", 0o600)
			},
			name, "it is in PuTTY's format", "puttygen KEY -O private-openssh -o KEY.openssh",
		},
		{
			"a key in Dropbear's format",
			func(t *testing.T, dir string) {
				writeFile(t, filepath.Join(dir, name), "\x00\x00\x00\x0bssh-ed25519\x00\x00\x00\x40", 0o600)
			},
			name, "it is in Dropbear's format", "dropbearconvert dropbear openssh KEY KEY.openssh",
		},
		{
			"two keys of one type",
			func(t *testing.T, dir string) {
				writeKey(t, dir, name, newEd25519(t))
				writeKey(t, dir, "ssh_host_old_key", newEd25519(t))
			},
			"ssh_host_old_key", "is a host key of the same type", "move the one that readers do not know",
		},
		{
			"no certificate in a certificate's place",
			func(t *testing.T, dir string) {
				writeKey(t, dir, name, newEd25519(t))
				writeFile(t, filepath.Join(dir, name+"-cert.pub"), "hello\n", 0o644)
			},
			name + "-cert.pub", "it is not a certificate", "or do without: rm KEY",
		},
		{
			"a public key in a certificate's place",
			func(t *testing.T, dir string) {
				writeKey(t, dir, name, newEd25519(t))
				writeFile(t, filepath.Join(dir, name+"-cert.pub"), authorized(t, newEd25519(t)), 0o644)
			},
			name + "-cert.pub", "it is a key, not a certificate", "ssh-keygen -s CA -I NAME -h",
		},
		{
			"a certificate for a user",
			func(t *testing.T, dir string) {
				key := newEd25519(t)
				writeKey(t, dir, name, key)
				writeCertificate(t, dir, name, key, func(c *ssh.Certificate) { c.CertType = ssh.UserCert })
			},
			name + "-cert.pub", "it is a certificate for a user", "ssh-keygen -s CA -I NAME -h",
		},
		{
			"the certificate of another key",
			func(t *testing.T, dir string) {
				writeKey(t, dir, name, newEd25519(t))
				writeCertificate(t, dir, name, newEd25519(t), nil)
			},
			name + "-cert.pub", "it is the certificate of another key", "ssh-keygen -s CA -I NAME -h",
		},
		{
			"a certificate that nobody signed",
			func(t *testing.T, dir string) {
				key := newEd25519(t)
				writeKey(t, dir, name, key)
				file := filepath.Join(dir, name+"-cert.pub")
				writeCertificate(t, dir, name, key, nil)
				writeFile(t, file, tampered(t, readFile(t, file)), 0o644)
			},
			name + "-cert.pub", "it is not a valid certificate", "ssh-keygen -s CA -I NAME -h",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "keys")
			if err := os.Mkdir(dir, 0o700); err != nil {
				t.Fatal(err)
			}
			tt.lay(t, dir)
			before := content(t, dir)

			loaded, err := start(dir)
			file := filepath.Join(dir, tt.file)
			wantRefusal(t, loaded, err, file, tt.reason, strings.ReplaceAll(tt.hint, "KEY", file))
			if after := content(t, dir); !maps.Equal(before, after) {
				t.Errorf("the refusal left %q, before it was %q", after, before)
			}
		})
	}
}

func TestHintsAreCommandsAShellCanRun(t *testing.T) {
	for in, want := range map[string]string{
		"/blog/keys/ssh_host_rsa_key": "/blog/keys/ssh_host_rsa_key",
		"my blog/it's a key":          `'my blog/it'\''s a key'`,
		"a$(b)":                       "'a$(b)'",
	} {
		if got := quote(in); got != want {
			t.Errorf("quote(%q) = %s, want %s", in, got, want)
		}
	}
}

func wantRefusal(t *testing.T, loaded []Key, err error, file, reason, hint string) {
	t.Helper()
	refusal, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("got %v, %v; want a refusal", loaded, err)
	}
	if loaded != nil {
		t.Errorf("a refusal came with keys: %v", loaded)
	}
	if refusal.File != file {
		t.Errorf("it is about %s, want %s", refusal.File, file)
	}
	if !strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), reason) {
		t.Errorf("error %q, want the file and %q", err, reason)
	}
	if !strings.Contains(refusal.Hint, hint) {
		t.Errorf("hint %q, want %q", refusal.Hint, hint)
	}
}

// content maps the names in a folder to what is in the files and their modes.
func content(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, name := range dirNames(t, dir) {
		info, err := os.Lstat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		found[name] = info.Mode().String()
		if info.Mode().IsRegular() {
			found[name] += readFile(t, filepath.Join(dir, name))
		}
	}
	return found
}
