package keys

import "strings"

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

// quote makes a file name one word of a shell command.
func quote(file string) string {
	if !strings.ContainsAny(file, " \t\n'\"\\$`*?[]{}()<>|&;#~!") {
		return file
	}
	return "'" + strings.ReplaceAll(file, "'", `'\''`) + "'"
}
