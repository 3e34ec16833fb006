package sshapp

import (
	"bytes"
	"errors"
	"io"
	"sync"
	"testing"
	"testing/iotest"
)

func newAhead() *ahead {
	a := &ahead{}
	a.there = sync.NewCond(&a.mu)
	return a
}

func TestAheadHandsOnWhatCame(t *testing.T) {
	sent := bytes.Repeat([]byte("0123456789"), maxAhead/20)
	a := newAhead()
	go a.take(iotest.OneByteReader(bytes.NewReader(sent)), func(err error) { t.Error(err) })
	got, err := io.ReadAll(iotest.HalfReader(a))
	if err != nil || !bytes.Equal(got, sent) {
		t.Errorf("%d of %d bytes, %v", len(got), len(sent), err)
	}
}

// A client that sends on and on while it is not answered loses its session, and is read no further.
func TestAheadHoldsSoMuchAndNoMore(t *testing.T) {
	a := newAhead()
	in := bytes.NewReader(make([]byte, 10*maxAhead))
	var why error
	a.take(in, func(err error) { why = err })
	if !errors.Is(why, errAhead) || in.Len() < 8*maxAhead {
		t.Errorf("it ended with %v, and %d bytes were not read", why, in.Len())
	}
	if got, err := io.ReadAll(a); !errors.Is(err, errAhead) || len(got) > 2*maxAhead {
		t.Errorf("%d bytes were held, %v", len(got), err)
	}
}
