//go:build unix

package keys

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"
)

const nextKey = "ssh_host_ed25519_2027-09-13_key"

// roles says what a folder's keys do: "ssh_host_ed25519_key in use".
func roles(t *testing.T, f Folder, now time.Time) []string {
	t.Helper()
	set, err := f.Load(now)
	if err != nil {
		t.Fatal(err)
	}
	retired, problems := f.Retired()
	if len(problems) > 0 {
		t.Error(problems)
	}
	var said []string
	for _, k := range append(set.Keys, retired...) {
		said = append(said, filepath.Base(k.File)+" "+k.Role.String())
	}
	return said
}

func wantRoles(t *testing.T, f Folder, now time.Time, want ...string) {
	t.Helper()
	if got := roles(t, f, now); !slices.Equal(got, want) {
		t.Errorf("the keys are %q, want %q", got, want)
	}
}

func opened(t *testing.T) Folder {
	t.Helper()
	f := Folder{Path: filepath.Join(t.TempDir(), "keys")}
	if _, err := f.Open(testDay); err != nil {
		t.Fatal(err)
	}
	return f
}

func rotated(t *testing.T, f Folder, kindName string, days int) Key {
	t.Helper()
	key, err := f.Rotate(kindName, Day(testDay).AddDate(0, 0, days), testDay)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// A key is made, is next until its day, is in use from then on, and the one before it is kept under another name.
func TestRotation(t *testing.T) {
	f := opened(t)
	next := rotated(t, f, "ed25519", 90)
	if next.Role != Next || filepath.Base(next.File) != nextKey {
		t.Fatalf("made %s, %s", next.File, next.Role)
	}
	wantMode(t, next.File, 0o600)
	before, after := next.From.Add(-time.Second), next.From

	if _, err := f.Renew(before); err != nil {
		t.Fatal(err)
	}
	wantRoles(t, f, before, firstKey+" in use", nextKey+" next")
	set, err := f.Renew(after)
	if err != nil {
		t.Fatal(err)
	}
	if len(set.Keys) != 1 || set.Keys[0].Fingerprint() != next.Fingerprint() {
		t.Errorf("in use are %v", set.Keys)
	}
	wantRoles(t, f, after, nextKey+" in use", firstKey+".retired retired")
	if want := []string{nextKey, nextKey + ".pub", firstKey + ".pub.retired", firstKey + ".retired"}; !slices.Equal(dirNames(t, f.Path), want) {
		t.Errorf("the folder holds %q, want %q", dirNames(t, f.Path), want)
	}

	// A clock that runs back brings nothing back.
	if _, err := f.Renew(before); err != nil {
		t.Fatal(err)
	}
	wantRoles(t, f, before, nextKey+" in use", firstKey+".retired retired")
}

func TestRotateAnotherKind(t *testing.T) {
	f := opened(t)
	rsa := rotated(t, f, "rsa", 90)
	if rsa.Role != InUse || rsa.Bits != makeRSABits {
		t.Errorf("a first RSA key of %d bits is %s, and nobody knows another", rsa.Bits, rsa.Role)
	}
	writeKey(t, f.Path, "ssh_host_ecdsa_key", newECDSA(t, p384))
	if ecdsa := rotated(t, f, "ecdsa", 30); ecdsa.Role != Next || ecdsa.Bits != 384 {
		t.Errorf("%d bits, %s: want a key that follows the one of 384 bits", ecdsa.Bits, ecdsa.Role)
	}
	wantRoles(t, f, testDay, firstKey+" in use",
		"ssh_host_ecdsa_key in use", "ssh_host_ecdsa_2027-07-15_key next", "ssh_host_rsa_key in use")
	if _, err := f.Rotate("dsa", testDay, testDay); err == nil {
		t.Error("a DSA key was made")
	}
}

func TestReschedule(t *testing.T) {
	f := opened(t)
	key := newEd25519(t)
	writeKey(t, f.Path, nextKey, key)
	writeCertificate(t, f.Path, nextKey, key, nil)
	set, err := f.Load(testDay)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Reschedule(set.With(Next)[0], Day(testDay), testDay); err != nil {
		t.Fatal(err)
	}
	const today = "ssh_host_ed25519_2027-06-15_key"
	if want := []string{today, today + "-cert.pub", today + ".pub", firstKey, firstKey + ".pub"}; !slices.Equal(dirNames(t, f.Path), want) {
		t.Errorf("the folder holds %q, want %q", dirNames(t, f.Path), want)
	}
	if set, err = f.Renew(testDay); err != nil || !set.Keys[0].CertificateValid(testDay) {
		t.Errorf("%+v, %v", set, err)
	}
	wantRoles(t, f, testDay, today+" in use", firstKey+".retired retired")
}

func TestImport(t *testing.T) {
	from := t.TempDir()
	key := newEd25519(t)
	source := filepath.Join(from, "their_key")
	writeKey(t, from, "their_key", key)
	writeCertificate(t, from, "their_key", key, nil)
	old := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	if err := os.Chtimes(source, old, old); err != nil {
		t.Fatal(err)
	}

	f := Folder{Path: filepath.Join(t.TempDir(), "keys")}
	first, err := f.Import(source, Day(testDay), testDay)
	if err != nil {
		t.Fatal(err)
	}
	wantMode(t, f.Path, 0o700)
	wantMode(t, first.File, 0o600)
	set, err := f.Open(testDay)
	if err != nil {
		t.Fatal(err)
	}
	if k := set.Keys[0]; k.Created || k.Role != InUse || !k.Made.Equal(old) || !k.CertificateValid(testDay) {
		t.Errorf("the first key of a folder: %+v", k)
	}
	_, err = f.Import(source, Day(testDay), testDay)
	wantRefusal(t, nil, err, source, "the same key is there already", "nothing is to be done")

	// Another one follows.
	writeKey(t, from, "another", newEd25519(t))
	second, err := f.Import(filepath.Join(from, "another"), Day(testDay).AddDate(0, 0, 90), testDay)
	if err != nil || second.Role != Next {
		t.Errorf("a second key is %s, %v", second.Role, err)
	}
	wantRoles(t, f, testDay, firstKey+" in use", nextKey+" next")
}

func TestRefusalsOfRotation(t *testing.T) {
	f := opened(t)
	rotated(t, f, "ed25519", 0)
	if _, err := f.Renew(testDay); err != nil {
		t.Fatal(err)
	}
	const today = "ssh_host_ed25519_2027-06-15_key"
	elsewhere := t.TempDir()
	for name, lay := range map[string]func(file string){
		"open":      func(file string) { writeKey(t, elsewhere, "open", newEd25519(t)); chmod(t, file, 0o644) },
		"encrypted": func(string) { writeEncrypted(t, elsewhere, "encrypted") },
		"public":    func(file string) { writeFile(t, file, authorized(t, newEd25519(t)), 0o600) },
	} {
		lay(filepath.Join(elsewhere, name))
	}
	importing := func(name string) func() error {
		return func() error {
			_, err := f.Import(filepath.Join(elsewhere, name), Day(testDay).AddDate(0, 0, 90), testDay)
			return err
		}
	}
	for _, tt := range []struct {
		name               string
		do                 func() error
		file, reason, hint string
	}{
		{
			"twice a day", func() error { _, err := f.Rotate("ed25519", Day(testDay), testDay); return err },
			filepath.Join(f.Path, today), "it is the key of 2027-06-15", "choose a later day",
		},
		{"no key yet", func() error {
			_, err := Folder{Path: elsewhere + "/none"}.Rotate("ed25519", Day(testDay), testDay)
			return err
		}, elsewhere + "/none", "no host key is there", "a mount may be missing"},
		{"import of nothing", importing("missing"), filepath.Join(elsewhere, "missing"), "the key cannot be read", "chown USER"},
		{"import of an open key", importing("open"), filepath.Join(elsewhere, "open"), "others can get at the key (mode 0644)", "chmod 600"},
		{"import of an encrypted key", importing("encrypted"), filepath.Join(elsewhere, "encrypted"), "the key is encrypted", "ssh-keygen -p"},
		{"import of a public key", importing("public"), filepath.Join(elsewhere, "public"), "it is a public key", "from a backup"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := content(t, f.Path)
			wantRefusal(t, nil, tt.do(), tt.file, tt.reason, tt.hint)
			if after := content(t, f.Path); !maps.Equal(before, after) {
				t.Errorf("the refusal left %q, before it was %q", after, before)
			}
		})
	}
}

// Where nothing can be renamed, readers keep seeing the key they know, and the owner is told.
func TestAKeyThatCannotRetireStays(t *testing.T) {
	f := opened(t)
	rotated(t, f, "ed25519", 0)
	writeFile(t, filepath.Join(f.Path, firstKey+".retired"), "another file\n", 0o600)
	set, err := f.Renew(testDay)
	if err != nil || len(set.Problems) != 1 || filepath.Base(set.With(InUse)[0].File) != firstKey {
		t.Fatalf("%+v, %v", set, err)
	}
	if refusal, ok := errors.AsType[*Error](set.Problems[0]); !ok || !strings.Contains(refusal.Error(), "stays in use") {
		t.Errorf("%v", set.Problems[0])
	}
	if got := readFile(t, filepath.Join(f.Path, firstKey+".retired")); got != "another file\n" {
		t.Errorf("a file was overwritten: %q", got)
	}
}

// With a passphrase what is made is encrypted with it, and keys without one are still read.
func TestPassphrase(t *testing.T) {
	f := Folder{Path: filepath.Join(t.TempDir(), "keys"), Passphrase: []byte("secret")}
	if _, err := f.create(); err != nil {
		t.Fatal(err)
	}
	_, err := ssh.ParseRawPrivateKey([]byte(readFile(t, filepath.Join(f.Path, firstKey))))
	if _, encrypted := errors.AsType[*ssh.PassphraseMissingError](err); !encrypted {
		t.Errorf("the key is not encrypted: %v", err)
	}

	f.Path = t.TempDir()
	writeEncrypted(t, f.Path, firstKey)
	writeKey(t, f.Path, "ssh_host_ecdsa_key", newECDSA(t, p384))
	wantRoles(t, f, testDay, firstKey+" in use", "ssh_host_ecdsa_key in use")
	f.Passphrase = []byte("wrong")
	_, err = f.Load(testDay)
	wantRefusal(t, nil, err, filepath.Join(f.Path, firstKey), "another passphrase", "ssh-keygen -p -f")
}

func rename(t *testing.T, from, to string) {
	t.Helper()
	if err := os.Rename(from, to); err != nil {
		t.Fatal(err)
	}
}
