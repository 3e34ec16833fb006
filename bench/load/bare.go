package main

import (
	"fmt"
	"net"
	"strings"

	"golang.org/x/crypto/ssh"
)

// serveBare answers each session with a fixed frame, and each key with the line that scrolls in, from nothing but the
// SSH library: the floor below which no server of this stack can be.
func serveBare(l net.Listener, key ssh.Signer) error {
	config := &ssh.ServerConfig{NoClientAuth: true}
	config.AddHostKey(key)
	for {
		conn, err := l.Accept()
		if err != nil {
			return err
		}
		go serveBareConn(conn, config)
	}
}

func serveBareConn(conn net.Conn, config *ssh.ServerConfig) {
	server, channels, requests, err := ssh.NewServerConn(conn, config)
	if err != nil {
		_ = conn.Close()
		return
	}
	defer server.Close()
	go ssh.DiscardRequests(requests)
	for offered := range channels {
		channel, requests, err := offered.Accept()
		if err != nil {
			return
		}
		go serveBareChannel(channel, requests)
	}
}

func serveBareChannel(channel ssh.Channel, requests <-chan *ssh.Request) {
	defer channel.Close()
	for req := range requests {
		_ = req.Reply(req.Type == "shell" || req.Type == "pty-req", nil)
		if req.Type == "shell" {
			break
		}
	}
	go ssh.DiscardRequests(requests)
	lines := article()
	var frame strings.Builder
	frame.WriteString("\x1b[?1049h\x1b[2J\x1b[H")
	for row := range rows - 1 {
		frame.WriteString(lines[row] + "\r\n")
	}
	if _, err := channel.Write([]byte(frame.String() + footer)); err != nil {
		return
	}
	key := make([]byte, 1)
	for at := 0; ; at = (at + 1) % (len(lines) - rows) {
		if _, err := channel.Read(key); err != nil {
			return
		}
		scrolled := fmt.Sprintf("\x1b[1;%dr\x1b[%d;1H\n%s\x1b[r\x1b[%d;1H%s", rows-1, rows-1, lines[at+rows-1], rows, footer)
		if _, err := channel.Write([]byte(scrolled)); err != nil {
			return
		}
	}
}
