//go:build unix

package keys

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/crypto/ssh"
)

const movedKey = "ssh_host_ed25519_2027-07-05_key" // 20 days from testDay

// A change of the day may be killed after any of its steps. The keys are loaded as before, and every command goes on.
func TestAChangeOfTheDayIsKilled(t *testing.T) {
	link := func(t *testing.T, from, to string) {
		t.Helper()
		if err := os.Link(from, to); err != nil {
			t.Fatal(err)
		}
	}
	steps := []func(t *testing.T, from, to string){
		func(*testing.T, string, string) {},
		func(t *testing.T, from, _ string) { remove(t, from+".pub") },
		func(t *testing.T, from, to string) { link(t, from+"-cert.pub", to+"-cert.pub") },
		func(t *testing.T, from, _ string) { remove(t, from+"-cert.pub") },
		func(t *testing.T, from, to string) { link(t, from, to) },
		func(t *testing.T, from, _ string) { remove(t, from) },
	}
	elsewhere := t.TempDir()
	writeKey(t, elsewhere, "another", newECDSA(t, p384))
	commands := map[string]func(f Folder, next Key) error{
		"the same again": func(f Folder, next Key) error {
			_, err := f.Reschedule(next, Day(testDay).AddDate(0, 0, 20), testDay)
			return err
		},
		"the day that was": func(f Folder, next Key) error { _, err := f.Reschedule(next, next.From, testDay); return err },
		"a third day": func(f Folder, next Key) error {
			_, err := f.Reschedule(next, Day(testDay).AddDate(0, 0, 200), testDay)
			return err
		},
		"another key": func(f Folder, _ Key) error {
			_, err := f.Rotate("ed25519", Day(testDay).AddDate(0, 0, 300), testDay)
			return err
		},
		"an import": func(f Folder, _ Key) error {
			_, err := f.Import(filepath.Join(elsewhere, "another"), Day(testDay), testDay)
			return err
		},
		"its time": func(f Folder, next Key) error { _, err := f.Renew(next.From); return err },
		"a start":  func(f Folder, _ Key) error { _, err := f.Open(testDay); return err },
	}
	key := newEd25519(t)
	for done := range steps {
		for name, command := range commands {
			f := opened(t)
			writeKey(t, f.Path, nextKey, key)
			writeFile(t, filepath.Join(f.Path, nextKey+".pub"), authorized(t, key), 0o644)
			writeCertificate(t, f.Path, nextKey, key, nil)
			next := nextIn(t, f)
			for _, step := range steps[:done+1] {
				step(t, next.File, filepath.Join(f.Path, movedKey))
			}
			if err := command(f, next); err != nil {
				t.Errorf("killed after step %d, then %s: %v", done, name, err)
			}
			set, err := f.Load(testDay)
			if err != nil || len(set.Problems) > 0 || !hasAll(set.Keys, []string{next.Fingerprint()}) {
				t.Errorf("killed after step %d, then %s: %q %v, %v", done, name, fingerprints(set.Keys), set.Problems, err)
			}
			if name == "a third day" && len(set.twins) > 0 {
				t.Errorf("killed after step %d, then %s: the key is there as %q too", done, name, set.twins[0].File)
			}
		}
	}
}

// Another program was quicker: the key is found where it lies now, or is not next any more.
func TestRescheduleAfterAnother(t *testing.T) {
	f := opened(t)
	loaded := rotated(t, f, "ed25519", 90)
	for _, days := range []int{10, 20, 20} {
		key, err := f.Reschedule(loaded, Day(testDay).AddDate(0, 0, days), testDay)
		if err != nil || key.Fingerprint() != loaded.Fingerprint() {
			t.Fatalf("%+v, %v", key, err)
		}
	}
	want := []string{movedKey, movedKey + ".pub", firstKey, firstKey + ".pub"}
	if got := dirNames(t, f.Path); !slices.Equal(got, want) {
		t.Errorf("the folder holds %q, want %q", got, want)
	}
	if _, err := f.Renew(loaded.From); err != nil {
		t.Fatal(err)
	}
	_, err := f.Reschedule(loaded, loaded.From, testDay)
	wantRefusal(t, nil, err, loaded.File, "it is no key that is next any more", "postern keys list")
}

// No key takes the name of another, nor what another has left beside it.
func TestANameThatIsTaken(t *testing.T) {
	f := opened(t)
	next := rotated(t, f, "ed25519", 10)
	last := rotated(t, f, "ed25519", 20)
	before := content(t, f.Path)
	_, err := f.Reschedule(next, last.From, testDay)
	wantRefusal(t, nil, err, last.File, "there is such a file already", "choose another day")
	if after := content(t, f.Path); !maps.Equal(before, after) {
		t.Errorf("the refusal left %q, before it was %q", after, before)
	}
	certificate := filepath.Join(f.Path, nextKey+"-cert.pub")
	writeFile(t, certificate, "left over\n", 0o644)
	_, err = f.Rotate("ed25519", Day(testDay).AddDate(0, 0, 90), testDay)
	wantRefusal(t, nil, err, certificate, "there is such a file already", "move the file away")
	_, err = f.Rotate("ed25519", Day(testDay).AddDate(0, 0, 91), testDay)
	if err != nil {
		t.Error(err)
	}
}

// A public half whose private one lies there under another name is told of and can be served.
func TestAPublicHalfIsLeftOver(t *testing.T) {
	for name, lay := range map[string]func(f Folder, next Key) (half Key){
		"of a key that is next": func(_ Folder, next Key) Key { return next },
		"of a retired key": func(f Folder, next Key) Key {
			if _, err := f.Renew(next.From); err != nil {
				t.Fatal(err)
			}
			retired, _ := f.Retired()
			return retired[0]
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := opened(t)
			half := lay(f, rotated(t, f, "ed25519", 10))
			left := filepath.Join(f.Path, movedKey)
			writeFile(t, left+".pub", "no key\n", 0o644)
			_, err := f.Open(testDay)
			wantRefusal(t, nil, err, left, "the key is gone", "from a backup") // it is no public half at all

			writeFile(t, left+".pub", string(ssh.MarshalAuthorizedKey(half.Signer.PublicKey())), 0o644)
			set, err := f.Open(testDay)
			if err != nil || len(set.Problems) != 1 {
				t.Fatalf("%v, %v; want one problem", set.Problems, err)
			}
			wantRefusal(t, nil, set.Problems[0], left+".pub", "its private half is "+half.File, "rm "+left+".pub")
			if half.Role != Next {
				return
			}
			if _, err := f.Reschedule(half, Day(testDay).AddDate(0, 0, 20), testDay); err != nil {
				t.Fatal(err)
			}
			if set, err = f.Load(testDay); err != nil || len(set.Problems) > 0 {
				t.Errorf("%v, %v; a key that takes the name mends it", set.Problems, err)
			}
		})
	}
}

func TestAPublicHalfIsNeverWrittenAlone(t *testing.T) {
	f := opened(t)
	before := content(t, f.Path)
	set, err := f.Load(testDay)
	if err != nil {
		t.Fatal(err)
	}
	err = writePublic(filepath.Join(f.Path, movedKey), set.Keys[0].Signer.PublicKey())
	wantRefusal(t, nil, err, f.Path, "no host key can be written there", "write to")
	if after := content(t, f.Path); !maps.Equal(before, after) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%q is left, %v", after, err)
	}
}

// An import that was killed before the certificate was copied is ended by the next one.
func TestAnImportIsKilled(t *testing.T) {
	from, f := t.TempDir(), Folder{Path: t.TempDir()}
	key := newEd25519(t)
	writeKey(t, from, "theirs", key)
	theirs := filepath.Join(from, "theirs")
	if _, err := f.Import(theirs, Day(testDay), testDay); err != nil {
		t.Fatal(err)
	}
	writeCertificate(t, from, "theirs", key, nil)
	again, err := f.Import(theirs, Day(testDay), testDay)
	if err != nil || !again.CertificateValid(testDay) {
		t.Fatalf("%+v, %v", again, err)
	}
	if set, err := f.Load(testDay); err != nil || !set.Keys[0].CertificateValid(testDay) {
		t.Errorf("%+v, %v", set.Keys, err)
	}
	_, err = f.Import(theirs, Day(testDay), testDay)
	wantRefusal(t, nil, err, theirs, "the same key is there already", "nothing is to be done")
}

func nextIn(t *testing.T, f Folder) Key {
	t.Helper()
	set, err := f.Load(testDay)
	if err != nil {
		t.Fatal(err)
	}
	return set.With(Next)[0]
}

func remove(t *testing.T, file string) {
	t.Helper()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}
