package keys

import (
	"errors"
	"strings"
	"syscall"
)

// Error says why the host keys cannot be used, and what mends it.
type Error struct {
	File   string // the file or folder it is about
	Reason string // what is wrong with it
	Hint   string // what the person can do: a command where one mends it; never empty
	Err    error  // the cause, if the system gave one
}

func (e *Error) Error() string {
	if e.Err != nil {
		return "host key " + e.File + ": " + e.Reason + ": " + e.Err.Error()
	}
	return "host key " + e.File + ": " + e.Reason
}

func (e *Error) Unwrap() error { return e.Err }

// unwritable says why nothing could be written to the folder of the keys.
func unwritable(dir string, err error) error {
	mend := "let the user that runs postern write to " + quote(dir) + ", or name another folder"
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		mend = "make room on the disk that holds " + quote(dir)
	case errors.Is(err, syscall.EROFS):
		mend = "mount " + quote(dir) + " so that it can be written to, or name another folder"
	}
	return &Error{
		File:   dir,
		Reason: "no host key can be written there",
		Hint:   mend,
		Err:    err,
	}
}

// quote makes a file name one word of a shell command.
func quote(file string) string {
	if !strings.ContainsAny(file, " \t\n'\"\\$`*?[]{}()<>|&;#~!") {
		return file
	}
	return "'" + strings.ReplaceAll(file, "'", `'\''`) + "'"
}
