//go:build unix

package keys

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// Whatever is done at once, whoever looks in between sees whole keys, and in the end each of them is there.
func TestTheFolderIsWholeAtAnyTime(t *testing.T) {
	elsewhere := t.TempDir()
	writeKey(t, elsewhere, "rsa", newRSA(t, 2048))
	for range 15 {
		f := opened(t)
		next := rotated(t, f, "ed25519", 90)
		wanted := []string{fingerprintIn(t, f, 0), next.Fingerprint()}
		var all sync.WaitGroup
		for _, days := range []int{10, 20, 30} {
			all.Go(func() {
				if _, err := f.Reschedule(next, Day(testDay).AddDate(0, 0, days), testDay); err != nil {
					t.Error(err)
				}
			})
		}
		all.Go(func() { rotated(t, f, "ecdsa", 90) })
		all.Go(func() {
			if _, err := f.Import(filepath.Join(elsewhere, "rsa"), Day(testDay), testDay); err != nil {
				t.Error(err)
			}
		})
		for range 3 {
			all.Go(func() {
				for range 10 {
					set, err := f.Open(testDay)
					if err != nil || len(set.Problems) > 0 || !hasAll(set.Keys, wanted) {
						t.Errorf("%q, %v; want no problem and the keys %q", fingerprints(set.Keys), err, wanted)
					}
				}
			})
		}
		all.Wait()
		names := dirNames(t, f.Path)
		if len(names) != 8 {
			t.Errorf("the folder holds %q, want four keys of two halves", names)
		}
		for _, name := range names {
			if isPublic(name) && !slices.Contains(names, privateName(name)) {
				t.Errorf("%s lies alone", name)
			}
		}
	}
}

// The days of next keys come while they are moved: each key ends up in use or retired.
func TestRetiringAndMovingAtOnce(t *testing.T) {
	for range 15 {
		f := opened(t)
		next := rotated(t, f, "ed25519", 1)
		first := fingerprintIn(t, f, 0)
		var all sync.WaitGroup
		for i := range 3 {
			all.Go(func() {
				_, err := f.Reschedule(next, Day(testDay).AddDate(0, 0, 10*i), testDay)
				if err != nil && !strings.Contains(err.Error(), "it is no key that is next any more") {
					t.Error(err)
				}
			})
			all.Go(func() {
				if set, err := f.Renew(testDay.AddDate(0, 0, 5)); err != nil || len(set.Problems) > 0 {
					t.Errorf("%v, %v", set.Problems, err)
				}
			})
		}
		all.Wait()
		set, err := f.Load(testDay)
		retired, problems := f.Retired()
		if err != nil || len(problems)+len(set.Problems) > 0 || !hasAll(slices.Concat(set.Keys, retired), []string{first, next.Fingerprint()}) {
			t.Errorf("%q and retired %q, %v %v", fingerprints(set.Keys), fingerprints(retired), problems, err)
		}
	}
}

// Who changes keys waits for another program, but not for ever. Who reads them goes on: a server must start.
func TestAnotherProgramHoldsTheLock(t *testing.T) {
	f := opened(t)
	next := rotated(t, f, "ed25519", 10)
	elsewhere := t.TempDir()
	writeKey(t, elsewhere, "rsa", newRSA(t, 2048))
	empty := Folder{Path: t.TempDir()}
	for _, folder := range []Folder{f, empty} {
		unlock, err := folder.lock()
		if err != nil {
			t.Fatal(err)
		}
		defer unlock()
	}
	later := Day(testDay).AddDate(0, 0, 20)
	for name, tt := range map[string]struct {
		folder Folder
		do     func() error
	}{
		"rotate":     {f, func() error { _, err := f.Rotate("ed25519", later, testDay); return err }},
		"import":     {f, func() error { _, err := f.Import(filepath.Join(elsewhere, "rsa"), later, testDay); return err }},
		"reschedule": {f, func() error { _, err := f.Reschedule(next, later, testDay); return err }},
		"first key":  {empty, func() error { _, err := empty.Open(testDay); return err }},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				before := content(t, tt.folder.Path)
				wantRefusal(t, nil, tt.do(), lockFile(tt.folder.Path), "another program changes the host keys, and has not ended in 5s", "fuser -v")
				if after := content(t, tt.folder.Path); fmt.Sprint(before) != fmt.Sprint(after) {
					t.Errorf("it left %q, before it was %q", after, before)
				}
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		began := time.Now() // the bubble's clock
		wantRoles(t, f, testDay, firstKey+" in use", filepath.Base(next.File)+" next")
		if waited := time.Since(began); waited != lockPatience {
			t.Errorf("a reader has waited %s for the change to end, want %s", waited, lockPatience)
		}
		set, err := f.Renew(later)
		if err != nil || len(set.Problems) != 1 || len(set.Keys) != 2 {
			t.Errorf("%+v, %v; want both keys as they were, and a problem", set, err)
		}
	})
}

// What cannot be locked at all is told as well.
func TestNothingToLock(t *testing.T) {
	none := Folder{Path: filepath.Join(t.TempDir(), "none")}
	_, err := none.lock()
	wantRefusal(t, nil, err, lockFile(none.Path), "it cannot be locked", "on a file system that has locks")
}

func fingerprintIn(t *testing.T, f Folder, i int) string {
	t.Helper()
	set, err := f.Load(testDay)
	if err != nil {
		t.Fatal(err)
	}
	return set.Keys[i].Fingerprint()
}

func fingerprints(keys []Key) []string {
	var all []string
	for _, k := range keys {
		all = append(all, k.Fingerprint())
	}
	return all
}

func hasAll(keys []Key, wanted []string) bool {
	there := fingerprints(keys)
	return !slices.ContainsFunc(wanted, func(one string) bool { return !slices.Contains(there, one) })
}
