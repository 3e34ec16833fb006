package keys

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

const (
	prefix        = "ssh_host_"
	privateSuffix = "_key"
	publicSuffix  = "_key.pub"
)

func isPrivate(name string) bool {
	return strings.HasPrefix(name, prefix) && strings.HasSuffix(name, privateSuffix)
}

func isPublic(name string) bool {
	return strings.HasPrefix(name, prefix) && strings.HasSuffix(name, publicSuffix)
}

func privateName(public string) string { return strings.TrimSuffix(public, ".pub") }

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
