package sshtest

import (
	"fmt"
	"strings"
)

// What a session has printed, for those who look at the bytes and not at the screen.

// Bytes returns how many bytes the session has printed.
func (x *Terminal) Bytes() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.printed.Len()
}

// Printed returns the bytes that the session has printed, as they came.
func (x *Terminal) Printed() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.printed.String()
}

// Prints waits until every text has been printed after the first seen bytes, and returns how many bytes have been
// printed then: what the next call need not look at.
func (x *Terminal) Prints(seen int, texts ...string) int {
	x.t.Helper()
	x.until(fmt.Sprintf("%q to be printed", texts), func() bool {
		printed := x.printed.String()[seen:]
		for _, text := range texts {
			if !strings.Contains(printed, text) {
				return false
			}
		}
		return true
	})
	return x.Bytes()
}
