package sshapp_test

import (
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"postern/sshapp"
	"postern/sshapp/sshtest"
)

// slowConn is the connection of a client that says its version and then, until it is released, nothing.
type slowConn struct {
	net.Conn
	once    sync.Once
	spoken  chan struct{} // closed when it has heard the server
	release chan struct{}
}

func (c *slowConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.once.Do(func() {
		close(c.spoken)
		<-c.release
	})
	return n, err
}

// A restart refuses nobody whom the server has accepted.
func TestStoppingTheServerAnswersWhoShakesHands(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{
		Version: "v1", Limits: func(l *sshapp.Limits) { l.ArrivalTime = time.Hour },
	})
	conn, err := net.Dial("tcp", server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	slow := &slowConn{Conn: conn, spoken: make(chan struct{}), release: make(chan struct{})}
	answered := make(chan string, 1)
	go func() {
		out, err := versionOver(slow)
		if err != nil {
			out = err.Error()
		}
		answered <- out
	}()
	<-slow.spoken
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		server.Stop(t)
	}()
	sshtest.Eventually(t, "no listener", func() bool {
		late, err := net.Dial("tcp", server.Addr)
		if err == nil {
			_ = late.Close()
		}
		return err != nil
	})
	close(slow.release)
	if answer := <-answered; !strings.Contains(answer, "v1") {
		t.Errorf("answer: %s", answer)
	}
	<-stopped
}

func versionOver(conn net.Conn) (string, error) {
	c, chans, reqs, err := gossh.NewClientConn(conn, "", &gossh.ClientConfig{
		User: "reader", HostKeyCallback: gossh.InsecureIgnoreHostKey(), //nolint:gosec // the key was made for this test
	})
	if err != nil {
		return "", err
	}
	client := gossh.NewClient(c, chans, reqs)
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return "", err
	}
	out, err := session.Output("version")
	return string(out), err
}
