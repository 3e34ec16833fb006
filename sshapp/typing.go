package sshapp

import (
	"io"
	"runtime/debug"
	"sync"
	"time"
)

// typing reads what a client types, and has it answered by the goroutine that reads it. When that takes long, since something is
// computed or the client does not take what is drawn, another goroutine goes on to read: what nobody takes from the SSH library
// piles up there (see ahead). What comes meanwhile is held, up to maxAhead bytes; more is dropped.
type typing struct {
	in    *input
	from  io.Reader
	ended func() // is called once, when all that came is answered

	mu   sync.Mutex
	busy bool   // somebody answers
	held []byte // what has come meanwhile
	over bool   // nothing more comes
}

// reliefTime is how long whoever reads may be busy with an answer until another goes on to read.
const reliefTime = time.Second

// read reads until the end, or until another does.
func (t *typing) read() {
	buf := make([]byte, 1024)
	relief := time.AfterFunc(reliefTime, t.relieve) // one for all, since a key should cost little
	if !relief.Stop() {
		return
	}
	for {
		n, err := t.from.Read(buf)
		if n > 0 {
			t.in.typed()
		}
		if err != nil {
			t.take(buf[:n], true)
			return
		}
		relief.Reset(reliefTime)
		t.take(buf[:n], false)
		if !relief.Stop() {
			return
		}
	}
}

// relieve reads in the place of one who is busy.
func (t *typing) relieve() {
	defer func() {
		if value := recover(); value != nil {
			t.in.fault(value, debug.Stack())
		}
	}()
	t.read()
}

// take has what came answered, now or by whoever is busy.
func (t *typing) take(p []byte, last bool) {
	t.mu.Lock()
	t.over = t.over || last
	if t.busy {
		t.held = append(t.held, p[:min(len(p), maxAhead-len(t.held))]...)
		t.mu.Unlock()
		return
	}
	t.busy = true
	for len(p) > 0 {
		t.mu.Unlock()
		t.in.feed(p)
		t.mu.Lock()
		p, t.held = t.held, nil
	}
	t.busy = false
	over := t.over
	t.mu.Unlock()
	if over {
		t.ended()
	}
}
