package publish

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// OpenSSH's own program says how a key is published; a walk of many keys crosses the board everywhere.
func TestAsSSHKeygenSaysIt(t *testing.T) {
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("ssh-keygen is not installed")
	}
	for i, key := range someKeys(t) {
		file := filepath.Join(t.TempDir(), "key.pub")
		if err := os.WriteFile(file, ssh.MarshalAuthorizedKey(key), 0o600); err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitN(keygen(t, "-l", "-v", "-f", file), "\n", 2)
		fields := strings.Fields(lines[0])
		if got := "(" + Name(key) + ")"; Fingerprint(key) != fields[1] || got != fields[len(fields)-1] {
			t.Errorf("key %d: %s %s, ssh-keygen says %q", i, Fingerprint(key), got, lines[0])
		}
		if got := Art(key) + "\n"; got != lines[1] {
			t.Errorf("key %d: we draw\n%s\nand ssh-keygen\n%s", i, got, lines[1])
		}
		if got, want := strings.Join(SSHFP("blog.example.com", key), "\n")+"\n", keygen(t, "-r", "blog.example.com", "-f", file); got != want {
			t.Errorf("key %d: records\n%s\nand ssh-keygen's\n%s", i, got, want)
		}
	}
}

func TestKnownHosts(t *testing.T) {
	key := someKeys(t)[0]
	text := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
	for _, tt := range []struct {
		host string
		port int
		want string
	}{
		{"blog.example.com", 22, "blog.example.com"},
		{"blog.example.com", 2222, "[blog.example.com]:2222"},
		{"::1", 22, "::1"},
		{"::1", 2222, "[::1]:2222"},
	} {
		if got, want := KnownHosts(tt.host, tt.port, key), tt.want+" "+text; got != want {
			t.Errorf("%s, %d: %s; want %s", tt.host, tt.port, got, want)
		}
	}
}

// someKeys returns many Ed25519 keys and one of each other kind.
func someKeys(t *testing.T) []ssh.PublicKey {
	t.Helper()
	var raw []any
	for range 20 {
		key, _, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		raw = append(raw, key)
	}
	for _, curve := range []elliptic.Curve{elliptic.P256(), elliptic.P384(), elliptic.P521()} {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		raw = append(raw, &key.PublicKey)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	raw = append(raw, &key.PublicKey)

	var keys []ssh.PublicKey
	for _, k := range raw {
		key, err := ssh.NewPublicKey(k)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	return keys
}

func keygen(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "ssh-keygen", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("ssh-keygen %q: %v\n%s", args, err, out)
	}
	return string(out)
}
