package sshtest

import (
	"cmp"

	gossh "golang.org/x/crypto/ssh"
)

// Window describes the terminal that a session is opened with. The zero value is xterm-256color, 80x24, dark.
type Window struct {
	Columns, Rows int
	Term          string
	Light         bool
	Mute          bool   // answers no questions
	Name          string // what it says that it is (XTVERSION); then it also knows modes 2026 and 2027
	Unsized       bool   // does not say how large it is
	NoPTY         bool   // there is no terminal: input and output are pipes
	Command       string
	Env           map[string]string
}

// complete fills in what is not set.
func (w Window) complete() Window {
	if w.Columns == 0 {
		w.Columns, w.Rows = 80, 24
	}
	w.Term = cmp.Or(w.Term, "xterm-256color")
	return w
}

func requestPTY(session *gossh.Session, w Window) error {
	switch {
	case w.NoPTY:
		return nil
	case w.Unsized:
		return session.RequestPty(w.Term, 0, 0, gossh.TerminalModes{})
	default:
		return session.RequestPty(w.Term, w.Rows, w.Columns, gossh.TerminalModes{})
	}
}
