package sshapp

import (
	"bytes"
	"sync"
	"weak"

	"postern/render"
)

// writeFile makes the bytes of a file from the pages of whoever asks for it. It may wait for a turn, so nothing that others
// need may be held meanwhile.
type writeFile func(*render.Pages) ([]byte, error)

// once keeps what write made, unless it failed.
func once(write writeFile) writeFile {
	var mu sync.Mutex
	var kept []byte
	return func(pages *render.Pages) ([]byte, error) {
		mu.Lock()
		data := kept
		mu.Unlock()
		if data != nil {
			return data, nil
		}
		data, err := write(pages)
		if err == nil {
			mu.Lock()
			kept = data
			mu.Unlock()
		}
		return data, err
	}
}

const unknownLength = -1

// made is a file that is made when it is asked for. All who have it open share its bytes, and the last one takes them
// along.
type made struct {
	write writeFile

	mu     sync.Mutex
	last   weak.Pointer[[]byte]
	length int64 // unknownLength until it was made
}

// bytes returns the bytes of the file, never nil.
func (m *made) bytes(pages *render.Pages) (*[]byte, error) {
	if data := m.shared(nil); data != nil {
		return data, nil
	}
	data, err := m.write(pages)
	if err != nil {
		return &data, err
	}
	return m.shared(&data), nil
}

// shared returns the bytes that are there, else those that were just made, which are there from now on.
func (m *made) shared(made *[]byte) *[]byte {
	m.mu.Lock()
	defer m.mu.Unlock()
	if data := m.last.Value(); data != nil || made == nil {
		return data
	}
	m.last, m.length = weak.Make(made), int64(len(*made))
	return made
}

// size returns how long the file is; 0 if it cannot be made, of which whoever opens it is told.
func (m *made) size(pages *render.Pages) int64 {
	m.mu.Lock()
	length := m.length
	m.mu.Unlock()
	if length != unknownLength {
		return length
	}
	data, _ := m.bytes(pages)
	return int64(len(*data))
}

// inMemory is the content of a file that was made.
type inMemory struct {
	*bytes.Reader
	shared *[]byte // what made knows the bytes by
}

// Close lets go of the bytes.
func (m *inMemory) Close() error {
	m.shared = nil
	return nil
}
