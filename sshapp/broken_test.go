package sshapp_test

import (
	"encoding/binary"
	"io"
	"net"
	"regexp"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"postern/sshapp/sshtest"
)

// resets are so many, since each of them meets the server in another state.
const resets = 20

// A client that goes while it is sent something leaves a line that does not name it.
func TestResetConnectionsNameNoReader(t *testing.T) {
	server := sshtest.Serve(t, sshtest.Blog(t, "-- postern.toml --\n-- posts/long.md --\n---\ntitle: Long\ndate: 2026-01-01\n---\n"+
		strings.Repeat("word ", 40_000)), sshtest.Config{})
	for _, command := range []string{"sftp", "tar"} {
		for range resets {
			resetWhileSent(t, server, command)
		}
	}
	sshtest.Eventually(t, "all lines", func() bool { return strings.Count(server.Log.String(), "\n") >= 2*resets })
	log := server.Log.String()
	if strings.Contains(log, "127.0.0.1") || strings.Contains(log, "level=ERROR") {
		t.Errorf("the log is\n%s", log)
	}
	reasons := regexp.MustCompile(`why=(?:done|"the connection broke"|"the client did not wait for the end"|"there was no session")\n`)
	if got := len(reasons.FindAllString(log, -1)); got != strings.Count(log, "\n") {
		t.Errorf("%d lines have reasons of ours:\n%s", got, log)
	}
}

// resetWhileSent asks for a long post, many times by sftp, and resets the connection when the first bytes come.
func resetWhileSent(t *testing.T, server *sshtest.Server, command string) {
	t.Helper()
	raw, err := net.Dial("tcp", server.Addr)
	if err != nil {
		t.Fatal(err)
	}
	conn, channels, requests, err := gossh.NewClientConn(raw, "", &gossh.ClientConfig{HostKeyCallback: gossh.InsecureIgnoreHostKey()})
	if err != nil {
		t.Fatal(err)
	}
	client := gossh.NewClient(conn, channels, requests)
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	in, _ := session.StdinPipe()
	out, _ := session.StdoutPipe()
	if command == "sftp" {
		err = session.RequestSubsystem("sftp")
	} else {
		err = session.Start(command)
	}
	if err != nil {
		t.Fatal(err)
	}
	if command == "sftp" {
		const read = "\x05\x00\x00\x00\x02\x00\x00\x00\x011\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x00"
		_, _ = io.WriteString(in, sftpPacket("\x01\x00\x00\x00\x03")+
			sftpPacket("\x03\x00\x00\x00\x01\x00\x00\x00\rposts/long.md\x00\x00\x00\x01\x00\x00\x00\x00")+strings.Repeat(sftpPacket(read), 100))
	}
	_, _ = io.ReadFull(out, make([]byte, 64<<10))
	tcp, _ := raw.(*net.TCPConn)
	_ = tcp.SetLinger(0) // with data on the way it is a reset anyway
	_ = tcp.Close()
}

func sftpPacket(body string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)))) + body
}
