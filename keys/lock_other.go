//go:build !unix

package keys

import (
	"os"
	"path/filepath"
)

const lockFlag = os.O_CREATE | os.O_RDWR

// lockFile returns what is locked: a file, since a folder cannot be.
func lockFile(dir string) string { return filepath.Join(dir, ".lock") }
