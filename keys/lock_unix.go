//go:build unix

package keys

import (
	"os"
	"syscall"
)

// lockFlag opens nothing but a folder.
const lockFlag = os.O_RDONLY | syscall.O_DIRECTORY

// lockFile returns what is locked with flock(2): the folder itself, which needs no right to write, belongs to whom
// it should and leaves no file behind.
func lockFile(dir string) string { return dir }
