package keys

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	prefix            = "ssh_host_"
	privateSuffix     = "_key"
	publicSuffix      = ".pub"
	certificateSuffix = "-cert.pub"
	retiredSuffix     = ".retired"
)

// Folder is the folder in which the host keys of a blog lie.
type Folder struct {
	Path       string
	Passphrase []byte // opens keys that are encrypted, and encrypts those that are made; empty: keys are not encrypted
}

// Open returns the host keys that a server starts with: as [Folder.Renew] does, but the first start makes one.
//
// It makes an ed25519 key if, and only if, the folder does not exist (its parent must) or is empty; dot files and
// lost+found do not count. That is the first start: a folder that holds anything else has had a key,
// and to make another one would show every returning reader a warning. The mode of a folder
// that exists is never changed. Errors about what lies on the disk are an [*Error].
func (f Folder) Open(now time.Time) (Set, error) {
	names, err := list(f.Path)
	if err != nil {
		return Set{}, err
	}
	created := false
	if len(names) == 0 {
		if created, err = f.create(); err != nil {
			return Set{}, err
		}
	}
	set, err := f.Renew(now)
	if err != nil {
		return Set{}, err
	}
	set.Keys[0].Created = created
	return set, nil
}

// New reports whether [Folder.Open] would make the first key.
func (f Folder) New() (bool, error) {
	names, err := list(f.Path)
	return err == nil && len(names) == 0, err
}

// Renew retires the keys whose time is over at now, and returns the others. It makes none. A key that
// cannot be retired stays in use, and that is one of the set's problems. Errors are an [*Error].
func (f Folder) Renew(now time.Time) (Set, error) {
	set, err := f.Load(now)
	if err != nil || len(set.over(now)) == 0 {
		return set, err
	}
	unlock, err := f.lock()
	if err != nil {
		set.Problems = append(set.Problems, err)
		return set, nil
	}
	defer unlock()
	return f.retireOver(now)
}

func (f Folder) retireOver(now time.Time) (Set, error) {
	for {
		set, err := f.look(now)
		if err != nil {
			return Set{}, err
		}
		over := set.over(now)
		if len(over) == 0 {
			return set, nil
		}
		for _, key := range over {
			if err := key.retire(); err != nil {
				set.Problems = append(set.Problems, err)
				return set, nil
			}
		}
	}
}

// Load returns the keys that are in use and those that are next, and changes nothing. It waits while another
// program changes them. Errors are an [*Error].
func (f Folder) Load(now time.Time) (Set, error) {
	if unlock, err := f.lockToRead(); err == nil {
		defer unlock()
	}
	return f.look(now)
}

// look is [Folder.Load] for who has the lock, or cannot.
func (f Folder) look(now time.Time) (Set, error) {
	set, err := f.loadOnce(now)
	if errors.Is(err, fs.ErrNotExist) { // a hand, or a program without a lock, may have renamed a key in the meantime
		return f.loadOnce(now)
	}
	return set, err
}

func (f Folder) loadOnce(now time.Time) (Set, error) {
	names, err := list(f.Path)
	if err != nil {
		return Set{}, err
	}
	if len(names) == 0 {
		return Set{}, &Error{
			File:   f.Path,
			Reason: "no host key is there",
			Hint:   "if the blog has had one, put it back (a mount may be missing); if not, 'postern serve' makes one at its first start",
		}
	}
	return f.load(names, now)
}

// Retired returns the keys whose time is over, the newest last, and an [*Error] for each that cannot be read.
func (f Folder) Retired() (retired []Key, problems []error) {
	names, err := list(f.Path)
	if err != nil {
		return nil, []error{err}
	}
	for _, name := range names {
		if active, ok := strings.CutSuffix(name, retiredSuffix); !ok || !isPrivate(active) {
			continue
		}
		key, err := f.read(filepath.Join(f.Path, name))
		if err != nil {
			problems = append(problems, err)
			continue
		}
		key.Role, key.From = Retired, fromOf(strings.TrimSuffix(name, retiredSuffix))
		retired = append(retired, key)
	}
	slices.SortStableFunc(retired, func(a, b Key) int { return a.From.Compare(b.From) })
	return retired, problems
}

func isPrivate(name string) bool {
	return strings.HasPrefix(name, prefix) && strings.HasSuffix(name, privateSuffix)
}

func isPublic(name string) bool {
	return strings.HasSuffix(name, publicSuffix) && isPrivate(privateName(name))
}

func privateName(public string) string { return strings.TrimSuffix(public, publicSuffix) }

// nameFor returns the name of the file of a key that is in use from a day on, the zero time being the beginning.
func nameFor(k kind, from time.Time) string {
	if from.IsZero() {
		return prefix + k.String() + privateSuffix
	}
	return prefix + k.String() + "_" + from.Format(time.DateOnly) + privateSuffix
}

// fromOf returns the day in the name of a private key, the zero time if there is none.
func fromOf(name string) time.Time {
	name = strings.TrimSuffix(name, privateSuffix)
	from, err := time.Parse(time.DateOnly, name[strings.LastIndexByte(name, '_')+1:])
	if err != nil {
		return time.Time{}
	}
	return from
}

// list returns the names in dir that count, sorted; none if dir does not exist. It refuses a folder in which
// somebody else could put another key.
func list(dir string) ([]string, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, unusable(dir, err)
	case !info.IsDir():
		return nil, &Error{File: dir, Reason: "it is not a folder", Hint: "name a folder for the host keys"}
	}
	if err := checkFolder(dir, info); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, unusable(dir, err)
	}
	var names []string
	for _, entry := range entries {
		// Dot files are notes to tools (.gitignore) or what a start that was cut short left behind; a new
		// file system has a lost+found.
		if name := entry.Name(); !strings.HasPrefix(name, ".") && name != "lost+found" {
			names = append(names, name)
		}
	}
	return names, nil
}

func unusable(dir string, err error) error {
	return &Error{
		File:   dir,
		Reason: "the folder of the host keys cannot be read",
		Hint:   "let the user that runs postern read it, or name another folder",
		Err:    err,
	}
}

func lost(public string) error {
	private := privateName(public)
	return &Error{
		File:   private,
		Reason: "the key is gone, only its public half is left; another key would warn every reader of an attack",
		Hint:   "put " + quote(private) + " back from a backup; if it is lost for good: rm " + quote(public),
	}
}
