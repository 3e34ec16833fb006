package sshtest

import (
	"cmp"
	"io"
	"strings"
	"time"
)

// keyNames are the keys that are not the character they are called by.
var keyNames = map[string]string{
	"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
	"home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdn": "\x1b[6~",
	"f1": "\x1bOP", "ctrl+c": "\x03", "ctrl+d": "\x04", "ctrl+u": "\x15", "ctrl+f": "\x06", "ctrl+b": "\x02",
}

// Press presses keys, given by their names with blanks between them: "j j enter", "/words enter". A word that
// is not a key's name is typed letter by letter.
func (x *Terminal) Press(keys string) {
	x.t.Helper()
	for key := range strings.FieldsSeq(keys) {
		if bytes, ok := keyNames[key]; ok {
			key = bytes
		}
		x.Type(key)
	}
}

// Type sends bytes as they are.
func (x *Terminal) Type(text string) {
	x.t.Helper()
	if err := x.write(text); err != nil {
		x.t.Fatalf("type %q: %v", text, err)
	}
}

// Resize changes the window's size.
func (x *Terminal) Resize(columns, rows int) {
	x.t.Helper()
	x.mu.Lock()
	x.screen.Resize(columns, rows)
	x.mu.Unlock()
	if err := x.resize(columns, rows); err != nil {
		x.t.Fatalf("resize: %v", err)
	}
}

// Quits presses ctrl+c until the session has ended, see [Terminal.QuitsBy].
func (x *Terminal) Quits() int {
	x.t.Helper()
	return x.QuitsBy("ctrl+c")
}

// QuitsBy presses a key until the session has ended, since none quits in the first moments, and returns its exit status.
func (x *Terminal) QuitsBy(key string) int {
	x.t.Helper()
	ticker := time.NewTicker(50 * time.Millisecond)
	defer ticker.Stop()
	for deadline := time.Now().Add(Patience); time.Now().Before(deadline); <-ticker.C {
		x.mu.Lock()
		ended := x.ended
		x.mu.Unlock()
		if ended {
			return x.Ends()
		}
		_ = x.write(cmp.Or(keyNames[key], key)) // it may end at this moment
	}
	return x.Ends()
}

// EOF ends the input of the session, as ssh does when its own input ends.
func (x *Terminal) EOF() {
	x.input.Lock()
	defer x.input.Unlock()
	_ = x.stdin.Close()
}

// write types bytes. The person and the terminal that answers questions take turns.
func (x *Terminal) write(text string) error {
	x.input.Lock()
	defer x.input.Unlock()
	_, err := io.WriteString(x.stdin, text)
	return err
}
