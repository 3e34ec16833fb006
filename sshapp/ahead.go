package sshapp

import (
	"errors"
	"io"
	"sync"
)

// maxAhead is how many bytes of requests are held until they are answered: clients send some dozens of them, of fifty
// bytes each, before they wait.
const maxAhead = 64 << 10

var errAhead = errors.New("sent too much before it was answered")

// ahead holds what a client sends until it is read, up to maxAhead bytes. What nobody takes from the SSH library piles up there
// in the pieces in which it came, each of which takes far more than the byte that it may hold.
type ahead struct {
	mu    sync.Mutex
	there *sync.Cond // there is more, or the end
	held  []byte
	err   error // why there will be no more
}

// readAhead takes in what the client of a session sends until it ends, in the background.
func readAhead(f *filter) io.Reader {
	a := &ahead{}
	a.there = sync.NewCond(&a.mu)
	go f.conn.contain(func() { a.take(f.channel, f.end) })
	return a
}

// take reads until the end, or until too much is held, which ends the session.
func (a *ahead) take(in io.Reader, end func(error)) {
	buf := make([]byte, 4<<10)
	for {
		n, err := in.Read(buf)
		a.mu.Lock()
		a.held = append(a.held, buf[:n]...)
		if err == nil && len(a.held) > maxAhead {
			err = errAhead
		}
		a.err = err
		a.there.Signal()
		a.mu.Unlock()
		if errors.Is(err, errAhead) {
			end(err)
		}
		if err != nil {
			return
		}
	}
}

// Read returns what has come, as soon as there is anything.
func (a *ahead) Read(p []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for len(a.held) == 0 && a.err == nil {
		a.there.Wait()
	}
	n := copy(p, a.held)
	a.held = a.held[n:]
	if n == 0 {
		return 0, a.err
	}
	return n, nil
}

// discard reads what a client sends where nothing is expected, until it ends.
func discard(in io.Reader) {
	buf := make([]byte, 256) // a session has one for as long as it lasts
	for {
		if _, err := in.Read(buf); err != nil {
			return
		}
	}
}
