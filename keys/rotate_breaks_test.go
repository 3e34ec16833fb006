//go:build unix

package keys

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Whatever a break leaves between two steps is served as before, and the next try ends it.
func TestABreakLosesNothing(t *testing.T) {
	for _, tt := range []struct {
		name string
		done func(t *testing.T, file string)
	}{
		{"the certificate is moved", func(t *testing.T, file string) { rename(t, file+"-cert.pub", file+"-cert.pub.retired") }},
		{"the public half too", func(t *testing.T, file string) {
			rename(t, file+"-cert.pub", file+"-cert.pub.retired")
			rename(t, file+".pub", file+".pub.retired")
		}},
		{"the private half has both names", func(t *testing.T, file string) {
			rename(t, file+"-cert.pub", file+"-cert.pub.retired")
			rename(t, file+".pub", file+".pub.retired")
			if err := os.Link(file, file+".retired"); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		f := Folder{Path: t.TempDir()}
		key := newEd25519(t)
		writeKey(t, f.Path, firstKey, key)
		writeFile(t, filepath.Join(f.Path, firstKey+".pub"), authorized(t, key), 0o644)
		writeCertificate(t, f.Path, firstKey, key, nil)
		next := rotated(t, f, "ed25519", 0)
		tt.done(t, filepath.Join(f.Path, firstKey))

		set, err := f.Load(testDay)
		if err != nil || filepath.Base(set.With(InUse)[0].File) != firstKey {
			t.Errorf("%s: in use is %v, %v", tt.name, set.Keys, err)
		}
		if set, err = f.Renew(testDay); err != nil || len(set.Keys) != 1 || set.Keys[0].Fingerprint() != next.Fingerprint() {
			t.Errorf("%s: then in use is %v, %v", tt.name, set.Keys, err)
		}
		today := filepath.Base(next.File)
		want := []string{today, today + ".pub", firstKey + "-cert.pub.retired", firstKey + ".pub.retired", firstKey + ".retired"}
		if got := dirNames(t, f.Path); !slices.Equal(got, want) {
			t.Errorf("%s: the folder holds %q, want %q", tt.name, got, want)
		}
	}
}

// A change of the day that is cut short leaves a key under two names. It is announced once, and is gone as one.
func TestATwinIsOneKey(t *testing.T) {
	f := opened(t)
	first := rotated(t, f, "ed25519", 10)
	twin := filepath.Join(f.Path, "ssh_host_ed25519_2027-07-05_key")
	if err := os.Link(first.File, twin); err != nil {
		t.Fatal(err)
	}
	wantRoles(t, f, testDay, firstKey+" in use", filepath.Base(first.File)+" next")

	last := rotated(t, f, "ed25519", 90)
	set, err := f.Renew(last.From)
	if err != nil || len(set.Keys) != 1 || set.Keys[0].Fingerprint() != last.Fingerprint() {
		t.Errorf("in use is %v, %v; want the last key alone", set.Keys, err)
	}
}

// Many programs at once come to one next key and to one end.
func TestManyAtOnce(t *testing.T) {
	f := opened(t)
	from := Day(testDay)
	var (
		all  sync.WaitGroup
		made sync.Map
	)
	for range 8 {
		all.Go(func() {
			if key, err := f.Rotate("ed25519", from, testDay); err == nil {
				made.Store(key.Fingerprint(), true)
			}
			if _, err := f.Renew(testDay); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	wantRoles(t, f, testDay, "ssh_host_ed25519_2027-06-15_key in use", firstKey+".retired retired")
	set, err := f.Load(testDay)
	if err != nil {
		t.Fatal(err)
	}
	if _, ours := made.Load(set.Keys[0].Fingerprint()); !ours {
		t.Error("the key in use is none that anybody was told of")
	}
	for _, name := range dirNames(t, f.Path) {
		if strings.HasPrefix(name, ".") {
			t.Errorf("%s is left", name)
		}
	}
}
