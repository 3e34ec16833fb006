package sshapp_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"postern/sshapp"
	"postern/sshapp/sshtest"
)

// lineOf waits for the line of a connection that was closed, and returns it without its time.
func lineOf(t *testing.T, server *sshtest.Server) string {
	t.Helper()
	server.Log.Waits(t, "connection ended")
	for line := range strings.Lines(server.Log.String()) {
		if strings.Contains(line, "connection ended") {
			return strings.TrimSpace(regexp.MustCompile(`time=\S+ `).ReplaceAllString(line, ""))
		}
	}
	return ""
}

func TestOneLineAConnection(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	conn := server.Dial(t, "oldest")
	term := conn.Open(sshtest.Window{})
	term.Sees("It all began here.")
	term.Press("q")
	term.Sees("First words")
	term.Press("g enter")
	term.Sees("Hello from the")
	for range 2 {
		session, err := conn.Client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if err := session.Run("list --limit 1"); err != nil {
			t.Fatal(err)
		}
	}
	term.Press("Q")
	term.Quits()
	_ = conn.Client.Close()
	got := lineOf(t, server)
	want := `^level=INFO msg="connection ended" address=127\.0\.0\.0/24 login=oldest client=SSH-2\.0-Go ` +
		`read="oldest first-words list" sessions=3 bytes=[1-9][0-9]+ seconds=[0-9]+ why=done$`
	if !regexp.MustCompile(want).MatchString(got) {
		t.Errorf("the line is\n%s\nwant\n%s", got, want)
	}
	if all := server.Log.String(); strings.Count(all, "\n") != 1 {
		t.Errorf("more than one line:\n%s", all)
	}
}

func TestLinesSayWhyItEnded(t *testing.T) {
	t.Run("without a session", func(t *testing.T) {
		server := sshtest.Serve(t, blog(t), sshtest.Config{})
		_ = server.Dial(t, "").Client.Close()
		if got := lineOf(t, server); !strings.Contains(got, `sessions=0`) || !strings.HasSuffix(got, `why="there was no session"`) {
			t.Error(got)
		}
	})
	t.Run("hung up", func(t *testing.T) {
		server := sshtest.Serve(t, blog(t), sshtest.Config{})
		conn := server.Dial(t, "")
		conn.Open(sshtest.Window{}).Sees("First words")
		_ = conn.Client.Close()
		// Whichever of the ends of the channel is noticed first.
		if got := lineOf(t, server); !strings.HasSuffix(got, `why="the reader hung up"`) && !strings.HasSuffix(got, `why="end of input"`) {
			t.Error(got)
		}
	})
	t.Run("no key", func(t *testing.T) {
		server := sshtest.Serve(t, blog(t), sshtest.Config{Limits: func(l *sshapp.Limits) {
			l.NoKeyTime, l.UnusedTime = 100*time.Millisecond, time.Hour
		}})
		conn := server.Dial(t, "")
		conn.Open(sshtest.Window{}).Ends()
		_ = conn.Client.Close()
		if got := lineOf(t, server); !strings.HasSuffix(got, `why="no key for a long time"`) {
			t.Error(got)
		}
	})
	t.Run("stopped", func(t *testing.T) {
		server := sshtest.Serve(t, blog(t), sshtest.Config{})
		server.Open(t, "", sshtest.Window{}).Sees("First words")
		server.Stop(t)
		if got := lineOf(t, server); !strings.HasSuffix(got, `why="the server stops"`) {
			t.Error(got)
		}
	})
}

// Files that are fetched are named, and only the first of many.
func TestLinesAreBounded(t *testing.T) {
	var archive strings.Builder
	for i := range 30 {
		fmt.Fprintf(&archive, "-- posts/post-%02d.md --\n# Post %d\n", i, i)
	}
	server := sshtest.Serve(t, sshtest.Blog(t, archive.String()), sshtest.Config{})
	conn := server.Dial(t, "")
	for i := range 30 {
		session, err := conn.Client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if err := session.Run(fmt.Sprintf("read post-%02d", i)); err != nil {
			t.Fatal(err)
		}
	}
	_ = conn.Client.Close()
	if got := lineOf(t, server); !strings.Contains(got, "post-18 (and 11 more)") || strings.Contains(got, "post-19") {
		t.Error(got)
	}
}

// What a client says of itself and asks for cannot forge a line, drive a terminal, or name its user.
func TestHostileClientsInTheLog(t *testing.T) {
	const hostile = "joe\nlevel=ERROR msg=forged\x1b]0;x\x07\u009b2J\u202e"
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	client, err := gossh.Dial("tcp", server.Addr, &gossh.ClientConfig{
		User: hostile, HostKeyCallback: gossh.InsecureIgnoreHostKey(),
		ClientVersion: "SSH-2.0-x level=ERROR msg=forged " + strings.Repeat("long", 40),
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{hostile, "read " + hostile, "search '" + hostile + "'", "list --tag '" + hostile + "'", "scp -f '" + hostile + "'"} {
		session, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		_ = session.Setenv("TERM", hostile)
		_ = session.RequestPty(hostile, 24, 80, gossh.TerminalModes{})
		_ = session.Run(command)
	}
	_ = client.Close()
	lineOf(t, server)
	log := server.Log.String()
	if strings.Count(log, "\n") != 1 || strings.ContainsAny(log, "\x1b\a\u009b\u202e") || strings.Contains(log, "joe") {
		t.Errorf("the log is %q", log)
	}
	if !strings.Contains(log, `login=other client="SSH-2.0-x level=ERROR msg=forged longlong`) || len(log) > 600 {
		t.Errorf("the log is %q", log)
	}
}

func TestKeysAreNotLogged(t *testing.T) {
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromSigner(private)
	if err != nil {
		t.Fatal(err)
	}
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	client, err := gossh.Dial("tcp", server.Addr, &gossh.ClientConfig{
		User: "me", HostKeyCallback: gossh.InsecureIgnoreHostKey(), Auth: []gossh.AuthMethod{gossh.PublicKeys(signer)},
	})
	if err != nil {
		t.Fatal(err)
	}
	session, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	if err := session.Run("list"); err != nil {
		t.Fatal(err)
	}
	_ = client.Close()
	if got := lineOf(t, server); !strings.Contains(got, "login=me ") {
		t.Error(got)
	}
	blob := base64.StdEncoding.EncodeToString(signer.PublicKey().Marshal())
	for _, secret := range []string{blob, strings.TrimPrefix(gossh.FingerprintSHA256(signer.PublicKey()), "SHA256:"), fmt.Sprintf("%x", public)} {
		if strings.Contains(server.Log.String(), secret) {
			t.Errorf("%s is in the log", secret)
		}
	}
}
