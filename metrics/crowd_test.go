package metrics

import (
	"errors"
	"io"
	"net"
	"testing"
)

// pipes is a listener to which somebody new connects whenever it is asked.
type pipes struct {
	net.Listener
	clients []net.Conn
}

func (p *pipes) Accept() (net.Conn, error) {
	ours, theirs := net.Pipe()
	p.clients = append(p.clients, theirs)
	return ours, nil
}

// A newcomer never waits, such as a health check: the oldest of those who hold connections is sent away.
func TestTheOldestConnectionGivesWay(t *testing.T) {
	const most, all = 2, 5
	line := &pipes{}
	c := newCrowd(line, most)
	var open []net.Conn
	for range all {
		conn, err := c.Accept()
		if err != nil {
			t.Fatal(err)
		}
		open = append(open, conn)
	}
	for i, client := range line.clients {
		if i < all-most {
			if _, err := client.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
				t.Errorf("connection %d is open: %v", i, err)
			}
			continue
		}
		go func() { _, _ = open[i].Write([]byte("x")) }()
		if _, err := io.ReadFull(client, make([]byte, 1)); err != nil {
			t.Errorf("connection %d had to give way: %v", i, err)
		}
	}
	for range 2 { // as http.Server does now and then
		_ = open[all-1].Close()
	}
	if n := c.open.Len(); n != most-1 {
		t.Errorf("%d have a place, want %d", n, most-1)
	}
}
