package keys

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

const firstKey = "ssh_host_ed25519_key"

var p384 = elliptic.P384()

// start returns the keys that a server in the middle of 2027 starts with.
func start(dir string) ([]Key, error) {
	set, err := Folder{Path: dir}.Open(testDay)
	return set.Keys, err
}

var testDay = time.Date(2027, 6, 15, 12, 0, 0, 0, time.UTC)

func TestFirstStartMakesAKeyThatStays(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	first, err := start(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(first) != 1 || !first[0].Created || first[0].Type != "ED25519" || first[0].Bits != 256 {
		t.Fatalf("first start: %+v", first)
	}
	wantMode(t, dir, 0o700)
	wantMode(t, first[0].File, 0o600)

	again, err := start(dir)
	if err != nil {
		t.Fatal(err)
	}
	if again[0].Created || again[0].Fingerprint() != first[0].Fingerprint() {
		t.Errorf("second start: %s (created %v), want %s as it was", again[0].Fingerprint(), again[0].Created, first[0].Fingerprint())
	}

	names := dirNames(t, dir)
	if want := []string{firstKey, firstKey + ".pub"}; !slices.Equal(names, want) {
		t.Errorf("the folder holds %q, want %q and nothing temporary", names, want)
	}
	public := readFile(t, first[0].File+".pub")
	parsed, note, _, _, err := ssh.ParseAuthorizedKey([]byte(public))
	if err != nil || ssh.FingerprintSHA256(parsed) != first[0].Fingerprint() {
		t.Errorf("public half %q: %v", public, err)
	}
	if note != comment || strings.Count(public, "\n") != 1 {
		t.Errorf("public half %q: want one line with the comment %q", public, comment)
	}
}

// An empty folder is what a new volume looks like; its mode is its owner's business.
func TestFirstStartInAFolderThatIsThere(t *testing.T) {
	dir := t.TempDir()
	chmod(t, dir, 0o755)
	writeFile(t, filepath.Join(dir, ".gitignore"), "*\n", 0o644)
	if err := os.Mkdir(filepath.Join(dir, "lost+found"), 0o700); err != nil {
		t.Fatal(err)
	}
	made, err := start(dir)
	if err != nil {
		t.Fatal(err)
	}
	if !made[0].Created {
		t.Error("the key is not said to be new")
	}
	wantMode(t, dir, 0o755)
}

func TestEveryTypeIsLoadedInOrder(t *testing.T) {
	dir := t.TempDir()
	writeKey(t, dir, "ssh_host_rsa_key", newRSA(t, 2048))
	writeKey(t, dir, "ssh_host_ecdsa_key", newECDSA(t, p384))
	writeKey(t, dir, "ssh_host_ed25519_key", newEd25519(t))
	writeFile(t, filepath.Join(dir, "notes.txt"), "ours", 0o644)

	loaded, err := start(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, k := range loaded {
		got = append(got, k.Type)
		if k.Created {
			t.Errorf("%s is said to be new", k.File)
		}
	}
	if want := []string{"ED25519", "ECDSA", "RSA"}; !slices.Equal(got, want) {
		t.Fatalf("order %q, want %q", got, want)
	}
	if got := []int{loaded[0].Bits, loaded[1].Bits, loaded[2].Bits}; !slices.Equal(got, []int{256, 384, 2048}) {
		t.Errorf("bits %v", got)
	}
}

func TestRSASignsWithSHA2Only(t *testing.T) {
	dir := t.TempDir()
	writeKey(t, dir, "ssh_host_rsa_key", newRSA(t, 2048))
	loaded, err := start(dir)
	if err != nil {
		t.Fatal(err)
	}
	signer, ok := loaded[0].Signer.(ssh.MultiAlgorithmSigner)
	if !ok {
		t.Fatal("the signer does not say which algorithms it has")
	}
	if want := []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}; !slices.Equal(signer.Algorithms(), want) {
		t.Errorf("algorithms %q, want %q", signer.Algorithms(), want)
	}
	if _, err := signer.SignWithAlgorithm(rand.Reader, []byte("x"), ssh.KeyAlgoRSA); err == nil {
		t.Error("it signs with SHA-1")
	}
}

func TestEd25519InPKCS8(t *testing.T) {
	dir := t.TempDir()
	der, err := x509.MarshalPKCS8PrivateKey(newEd25519(t))
	if err != nil {
		t.Fatal(err)
	}
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	writeFile(t, filepath.Join(dir, "ssh_host_ed25519_key"), string(text), 0o600)
	loaded, err := start(dir)
	if err != nil || loaded[0].Type != "ED25519" {
		t.Errorf("%+v, %v", loaded, err)
	}
}

// Two programs that start at once must end up with one key.
func TestFirstStartLosesARaceGracefully(t *testing.T) {
	dir := t.TempDir()
	theirs, err := start(dir)
	if err != nil {
		t.Fatal(err)
	}
	created, err := Folder{Path: dir}.create() // as if the folder had still been empty when it was listed
	if err != nil || created {
		t.Fatalf("created %v, %v; want their key to stay", created, err)
	}
	ours, err := start(dir)
	if err != nil || ours[0].Fingerprint() != theirs[0].Fingerprint() {
		t.Errorf("%v, %v", ours, err)
	}
}

// OpenSSH's own program is the judge of what we write and of what we print.
func TestAsSSHKeygenSaysIt(t *testing.T) {
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("ssh-keygen is not installed")
	}
	dir := t.TempDir()
	made, err := start(dir)
	if err != nil {
		t.Fatal(err)
	}
	derived := strings.Fields(run(t, "ssh-keygen", "-y", "-f", made[0].File))
	if beside := strings.Fields(readFile(t, made[0].File+".pub")); !slices.Equal(derived[:2], beside[:2]) {
		t.Errorf("ssh-keygen -y gives %q, beside the key lies %q", derived, beside)
	}
	for _, args := range [][]string{{"ecdsa", "-b", "256"}, {"rsa", "-b", "2048"}, {"rsa", "-b", "2048", "-m", "PEM"}} {
		dir := t.TempDir()
		file := filepath.Join(dir, "ssh_host_"+args[0]+"_key")
		run(t, "ssh-keygen", append([]string{"-q", "-N", "", "-C", "", "-f", file, "-t"}, args...)...)
		loaded, err := start(dir)
		if err != nil {
			t.Fatal(err)
		}
		made = append(made, loaded[0])
	}
	for _, k := range made {
		fields := strings.Fields(run(t, "ssh-keygen", "-l", "-f", k.File))
		if fields[1] != k.Fingerprint() || fields[len(fields)-1] != "("+k.Type+")" {
			t.Errorf("ssh-keygen -l says %q, we say %d %s (%s)", fields, k.Bits, k.Fingerprint(), k.Type)
		}
	}
}

func newEd25519(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newECDSA(t *testing.T, curve elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func newRSA(t *testing.T, bits int) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func writeKey(t *testing.T, dir, name string, key any) {
	t.Helper()
	block, err := ssh.MarshalPrivateKey(key, "")
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, name), string(pem.EncodeToMemory(block)), 0o600)
}

// writeEncrypted writes a key with the passphrase "secret".
func writeEncrypted(t *testing.T, dir, name string) {
	t.Helper()
	writeFile(t, filepath.Join(dir, name), readFile(t, "testdata/ed25519_encrypted"), 0o600)
}

func writeFile(t *testing.T, file, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	chmod(t, file, mode) // whatever the umask
}

func chmod(t *testing.T, file string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(file, mode); err != nil {
		t.Fatal(err)
	}
}

func wantMode(t *testing.T, file string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != want {
		t.Errorf("%s has mode %04o, want %04o", filepath.Base(file), info.Mode().Perm(), want)
	}
}

func readFile(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func dirNames(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %q: %v\n%s", name, args, err, out)
	}
	return string(out)
}
