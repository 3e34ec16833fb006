package keys

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Reschedule moves the day of a key that is next, wherever another program has moved it since it was loaded. Errors
// are an [*Error].
func (f Folder) Reschedule(key Key, from, now time.Time) (Key, error) {
	unlock, err := f.lock()
	if err != nil {
		return Key{}, err
	}
	defer unlock()
	set, err := f.look(now)
	if err != nil {
		return Key{}, err
	}
	next := set.With(Next)
	i := slices.IndexFunc(next, key.same)
	if i < 0 {
		return Key{}, &Error{File: key.File, Reason: "it is no key that is next any more", Hint: "to see what is there: postern keys list"}
	}
	key = next[i]
	for _, k := range set.With(InUse) {
		if k.sshType() != key.sshType() {
			continue
		}
		if err := k.mayPrecede(from); err != nil {
			return Key{}, err
		}
	}
	names := []string{key.File} // more than one after a change that was cut short
	for _, twin := range set.twins {
		if twin.same(key) {
			names = append(names, twin.File)
		}
	}
	to := filepath.Join(f.Path, nameFor(key.kind, from))
	if _, err := os.Lstat(to); !slices.Contains(names, to) && !errors.Is(err, fs.ErrNotExist) {
		return Key{}, taken(to)
	}
	if err := gather(names, to); err != nil {
		return Key{}, unwritable(f.Path, err)
	}
	key.File, key.From = to, from
	return key, writePublic(to, key.Signer.PublicKey())
}

// gather gives a key one name. Its public halves go first, to be written again last: they must never lie there without the
// private one, which would look lost. The certificate, which may find its new name taken, goes before the private half.
func gather(names []string, to string) error {
	for _, file := range append(names, to) {
		if err := os.Remove(file + publicSuffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, file := range names {
		if file == to {
			continue
		}
		if err := move(file+certificateSuffix, to+certificateSuffix); err != nil {
			return err
		}
		if err := move(file, to); err != nil {
			return err
		}
	}
	return syncFolder(filepath.Dir(to))
}
