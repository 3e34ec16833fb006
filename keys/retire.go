package keys

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// over returns the keys of which the next one's day has come at now.
func (s Set) over(now time.Time) []Key {
	var over []Key
	for i := range max(0, len(s.Keys)-1) {
		key, next := s.Keys[i], s.Keys[i+1]
		if next.Role == Next && !next.From.After(now) {
			over = append(over, key)
		}
	}
	return over
}

// retire takes the files of a key out of use by their names. The private half is the last: until it is renamed,
// the key is in use as before.
func (k Key) retire() error {
	for _, file := range []string{k.File + certificateSuffix, k.File + publicSuffix, k.File} {
		if err := move(file, file+retiredSuffix); err != nil {
			return &Error{
				File:   k.File,
				Reason: "its time is over, but it cannot be renamed and stays in use",
				Hint:   "let the user that runs postern write to " + quote(filepath.Dir(k.File)) + ", or do it in its place: postern keys rotate --after 0",
				Err:    err,
			}
		}
	}
	return syncFolder(filepath.Dir(k.File))
}

// move renames a file, if it is there, and never takes the name of another. A move that was cut short can be done
// again.
func move(from, to string) error {
	err := os.Link(from, to)
	if err == nil {
		return os.Remove(from)
	}
	if errors.Is(err, fs.ErrNotExist) { // it was moved before, by us or by another program
		return nil
	}
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return removeCopy(from, to)
	}
	return os.Rename(from, to) // a file system without links
}

// removeCopy removes a file of which another is the same.
func removeCopy(file, other string) error {
	a, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	b, otherErr := os.ReadFile(other)
	if err := errors.Join(err, otherErr); err != nil {
		return err
	}
	if !bytes.Equal(a, b) {
		return fmt.Errorf("%s is another file", other)
	}
	return os.Remove(file)
}
