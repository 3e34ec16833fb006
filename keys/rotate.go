package keys

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Day returns the midnight, in UTC, that a day begins with: keys change on days.
func Day(t time.Time) time.Time {
	year, month, day := t.UTC().Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// Rotate makes a key that follows the one of its kind on a day, and until then is announced. If
// the folder has no key of that kind, the new one is in use at once. The kinds are those of [Kinds]. The folder has to
// have a key. Errors about what lies on the disk are an [*Error].
func (f Folder) Rotate(kindName string, from, now time.Time) (Key, error) {
	wanted, ok := kindNamed(kindName)
	if !ok {
		return Key{}, fmt.Errorf("%q is no kind of host key; there are %q", kindName, Kinds())
	}
	set, err := f.Load(now)
	if err != nil {
		return Key{}, err
	}
	bits := 0
	for _, k := range set.With(InUse) {
		if k.kind == wanted {
			bits = k.Bits
		}
	}
	private, err := wanted.generate(bits)
	if err != nil {
		return Key{}, fmt.Errorf("make a host key: %w", err)
	}
	unlock, err := f.lock()
	if err != nil {
		return Key{}, err
	}
	defer unlock()
	if set, err = f.look(now); err != nil {
		return Key{}, err
	}
	return f.add(private, set, from)
}

// Import copies a private key from elsewhere into the folder, with the host certificate that lies beside it. If
// the folder has a key of its SSH type, the copy follows that one on a day; else it is in use at once, also where
// there was no folder. Errors about what lies on the disk are an [*Error].
func (f Folder) Import(file string, from, now time.Time) (Key, error) {
	data, made, err := readPrivately(file, os.Geteuid())
	if err != nil {
		return Key{}, err
	}
	private, err := f.parse(file, data)
	if err != nil {
		return Key{}, err
	}
	given, err := describe(file, private)
	if err != nil {
		return Key{}, err
	}
	if _, err := given.readCertificate(now, os.Geteuid()); err != nil {
		return Key{}, err
	}
	if err := f.mkdir(); err != nil {
		return Key{}, err
	}
	unlock, err := f.lock()
	if err != nil {
		return Key{}, err
	}
	defer unlock()
	set, err := f.loadIfAny(now)
	if err != nil {
		return Key{}, err
	}
	var key Key
	if i := slices.IndexFunc(set.Keys, given.same); i < 0 {
		key, err = f.add(private, set, from)
	} else if key = set.Keys[i]; key.Certificate != nil || given.Certificate == nil { // else it was cut short
		err = &Error{File: file, Reason: "the same key is there already", Hint: "nothing is to be done: it is " + quote(key.File)}
	}
	if err != nil {
		return Key{}, err
	}
	if err := setTime(key.File, made); err != nil { // a key keeps its age
		return Key{}, unwritable(f.Path, err)
	}
	key.Made = made
	if given.Certificate == nil {
		return key, nil
	}
	certificate, err := readLimited(file+certificateSuffix, os.Geteuid())
	if err == nil {
		err = writeNew(key.File+certificateSuffix, certificate, 0o644)
	}
	if err != nil {
		return Key{}, unwritable(f.Path, err)
	}
	key.Certificate = given.Certificate
	return key, nil
}

func setTime(file string, made time.Time) error {
	folder, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return err
	}
	defer folder.Close()
	return folder.Chtimes(filepath.Base(file), made, made)
}

// loadIfAny returns an empty set where there is no key yet.
func (f Folder) loadIfAny(now time.Time) (Set, error) {
	names, err := list(f.Path)
	if err != nil {
		return Set{}, err
	}
	if len(names) == 0 {
		return Set{}, nil
	}
	return f.look(now)
}

func (k Key) same(other Key) bool {
	return bytes.Equal(k.Signer.PublicKey().Marshal(), other.Signer.PublicKey().Marshal())
}

// add writes a key that follows the last one of its SSH type on a day; without such a one it is in use at once.
func (f Folder) add(private crypto.PrivateKey, set Set, from time.Time) (Key, error) {
	key, err := describe("", private)
	if err != nil {
		return Key{}, err
	}
	var last *Key
	for i := range set.Keys {
		if set.Keys[i].sshType() == key.sshType() {
			last = &set.Keys[i]
		}
	}
	if last == nil {
		from = time.Time{}
	} else {
		key.Role = Next
		if err := last.mayPrecede(from); err != nil {
			return Key{}, err
		}
	}
	key.From = from
	key.File = filepath.Join(f.Path, nameFor(key.kind, from))
	// Halves that another key has left there would pass for this one's.
	for _, suffix := range []string{"", publicSuffix, certificateSuffix} {
		if _, err := os.Lstat(key.File + suffix); !errors.Is(err, fs.ErrNotExist) {
			return Key{}, taken(key.File + suffix)
		}
	}
	err = f.write(key.File, private)
	if errors.Is(err, fs.ErrExist) {
		return Key{}, taken(key.File)
	}
	return key, err
}

func taken(file string) error {
	return &Error{File: file, Reason: "there is such a file already", Hint: "choose another day, or move the file away"}
}

// mayPrecede refuses a day on which a key could not follow k, which would turn their order round.
func (k Key) mayPrecede(from time.Time) error {
	if from.After(k.From) {
		return nil
	}
	return &Error{
		File:   k.File,
		Reason: "it is the key of " + k.From.Format(time.DateOnly) + ", and the next one has to be of a later day than " + from.Format(time.DateOnly),
		Hint:   "choose a later day with --after",
	}
}
