package metrics

import (
	"container/list"
	"net"
	"sync"
)

// crowd is a listener of which at most most connections are open. When more come, the oldest gives way, so that whoever holds or
// floods them does not keep a health check out, which takes a moment: a newcomer never waits.
type crowd struct {
	net.Listener
	most int

	mu   sync.Mutex
	open *list.List // of net.Conn, the oldest first
}

func newCrowd(l net.Listener, most int) *crowd {
	return &crowd{Listener: l, most: most, open: list.New()}
}

// Accept returns the next connection.
func (c *crowd) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	m := &member{Conn: conn, crowd: c}
	m.place = c.open.PushBack(m)
	var oldest *member
	if c.open.Len() > c.most {
		oldest, _ = c.open.Front().Value.(*member)
	}
	c.mu.Unlock()
	if oldest != nil {
		_ = oldest.Close() // it may be closed by now
	}
	return m, nil
}

// member is one of the crowd's connections.
type member struct {
	net.Conn
	crowd *crowd
	place *list.Element
}

// Close closes the connection and gives its place back.
func (m *member) Close() error {
	m.crowd.mu.Lock()
	m.crowd.open.Remove(m.place) // only once: Remove knows its own
	m.crowd.mu.Unlock()
	return m.Conn.Close()
}
