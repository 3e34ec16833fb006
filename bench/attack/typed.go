package main

import (
	"bytes"
	"strings"
	"time"
)

// What is typed into the full-screen reader.

func fiveBytes(a *attacker) {
	a.readers(8, 4, 2, func(_ int, s *session) {
		go s.take()
		for a.types(s, "\x9bM:2_") && a.types(s, "\x1b[M:2_\x1b[M\x80\x1b[\x9bM\x8f\x90\x9d") {
			a.rest(20 * time.Millisecond)
		}
	})
}

func typedSize(a *attacker) {
	a.readers(8, 1, 8, func(_ int, s *session) {
		go s.take()
		for a.types(s, "\x1b[8;256;4096t\x1b[8;65535;65535t\x1b[48;9999;9999;0;0t\x1b[4;99999;99999t") {
			a.rest(5 * time.Millisecond)
		}
	})
}

// quitThenKeys quits ten times from each of 20 sources. Half of the clients hang up, the others wait for the end.
func quitThenKeys(a *attacker) {
	a.each(20, func(from int) {
		for i := 0; i < 10 && a.goes(); i++ {
			c, err := a.connect(from)
			if err != nil {
				continue
			}
			s, err := c.reader(80, 24)
			if err != nil {
				continue
			}
			ended := make(chan struct{})
			go func() {
				s.take()
				close(ended)
			}()
			a.rest(quietTime)
			a.types(s, strings.Repeat("qQqqqq\x03\x1b[c", 4))
			if i%2 == 0 {
				select {
				case <-ended:
				case <-time.After(time.Second):
				}
				_ = c.Close()
			} else {
				c.hangUp()
			}
		}
	})
	a.hold()
}

// quietTime is how long a session does not take q for an answer after it has begun.
const quietTime = 350 * time.Millisecond

// endless types a beginning, and then one byte without an end.
func endless(start string, fill byte) func(*attacker) {
	chunk := string(bytes.Repeat([]byte{fill}, 8<<10))
	return func(a *attacker) {
		a.readers(8, 1, 8, func(_ int, s *session) {
			go s.take()
			a.types(s, start)
			for a.types(s, chunk) {
			}
		})
	}
}

func manyParameters(a *attacker) {
	sequences := strings.Repeat("\x1b["+strings.Repeat("1;", 100)+"u", 40)
	a.readers(8, 1, 8, func(_ int, s *session) {
		go s.take()
		for a.types(s, sequences) {
		}
	})
}

// inPost opens the first post of the list, in its widest form.
const inPost = "\rww"

func keysHeld(a *attacker) {
	a.readers(80, 4, 20, func(_ int, s *session) {
		go s.take()
		a.types(s, inPost)
		for a.types(s, "jkjkjkjkttjkjkjk") {
			a.rest(100 * time.Millisecond)
		}
	})
}

func keysOfMany(a *attacker) {
	a.readers(80, 1, 2, func(_ int, s *session) {
		go s.take()
		a.types(s, inPost)
		for a.types(s, " b j k") {
			a.rest(time.Millisecond)
		}
	})
}

func keysByByte(a *attacker) {
	a.readers(40, 1, 20, func(_ int, s *session) {
		go s.take()
		for a.types(s, "j") {
		}
	})
}

func stalledReaders(a *attacker) {
	a.readers(40, 1, 20, func(_ int, s *session) {
		for a.types(s, "jjkkGg") {
			a.rest(20 * time.Millisecond)
		}
	})
}
