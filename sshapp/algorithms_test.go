package sshapp

import (
	"bufio"
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// The names that the library adds to the key exchange by itself.
var added = []string{"curve25519-sha256@libssh.org", "kex-strict-s-v00@openssh.com"}

// accepted are the rows of the README's table.
func accepted() []negotiable {
	return []negotiable{keyExchange(), ciphers(), macs(), hostKeys(), readerMethods(), keyMethods(), readerKeys()}
}

// The README's table is the one that the handshake follows; -update rewrites it.
func TestReadmeHasTheAlgorithms(t *testing.T) {
	const path, begin, end = "../README.md", "<!-- algorithms -->\n", "<!-- /algorithms -->"
	var table strings.Builder
	table.WriteString("| What | Accepted, the best first | Why |\n|---|---|---|\n")
	for _, row := range accepted() {
		fmt.Fprintf(&table, "| %s | `%s` | %s |\n", row.what, strings.Join(row.names, "`, `"), row.why)
	}
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(readme), begin)
	now, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no %q … %q", path, begin, end)
	}
	if now == table.String() {
		return
	}
	if !*update {
		t.Fatalf("%s has another table of algorithms; run make golden", path)
	}
	if err := os.WriteFile(path, []byte(before+begin+table.String()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// The policy that ssh-audit is run with says the same.
func TestPolicyHasTheAlgorithms(t *testing.T) {
	const path = "../docs/ssh-audit.policy"
	policy, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	keys := hostKeys().names
	for _, name := range hostKeys().names {
		keys = append(keys, name+"-cert-v01@openssh.com")
	}
	for name, want := range map[string][]string{
		"key exchanges":      append(keyExchange().names, added...),
		"ciphers":            ciphers().names,
		"macs":               macs().names,
		"host keys":          keys[:1],
		"optional host keys": keys[1:],
	} {
		if line := "\n" + name + " = " + strings.Join(want, ", ") + "\n"; !strings.Contains(string(policy), line) {
			t.Errorf("%s has not%s", path, line)
		}
	}
}

// What is really offered is what the table says, the post-quantum key exchange first, and strict key exchange is on.
func TestOffer(t *testing.T) {
	lists := offered(t)
	for i, want := range map[int][]string{
		0: append(keyExchange().names, added...),
		1: hostKeys().names[:1],
		2: ciphers().names, 3: ciphers().names,
		4: macs().names, 5: macs().names,
		6: {"none"}, 7: {"none"},
	} {
		if !slices.Equal(lists[i], want) {
			t.Errorf("list %d of SSH_MSG_KEXINIT (RFC 4253, 7.1) is %q, want %q", i, lists[i], want)
		}
	}
}

// offered returns the lists of names in the first message of a server.
func offered(t *testing.T) [][]string {
	t.Helper()
	client := handshake(t, func(*gossh.ServerConfig) {})
	go func() { _, _ = io.WriteString(client, "SSH-2.0-test\r\n") }()
	in := bufio.NewReader(client)
	if banner, err := in.ReadString('\n'); err != nil || banner != "SSH-2.0-Postern\r\n" {
		t.Fatalf("banner %q, %v", banner, err)
	}
	var head [6]byte // length, padding, message (RFC 4253, 6)
	if _, err := io.ReadFull(in, head[:]); err != nil || head[5] != 20 {
		t.Fatalf("%x, %v", head, err)
	}
	rest := make([]byte, binary.BigEndian.Uint32(head[:])-2)
	if _, err := io.ReadFull(in, rest); err != nil {
		t.Fatal(err)
	}
	f := &fields{rest: rest[16:]} // after the cookie
	var lists [][]string
	for range 10 {
		lists = append(lists, strings.Split(f.string(), ","))
	}
	if f.bad {
		t.Fatal("the message is too short")
	}
	return lists
}

// handshake begins a server's side of a handshake on a pipe, and returns the client's end.
func handshake(t *testing.T, change func(*gossh.ServerConfig)) net.Conn {
	t.Helper()
	signer, err := gossh.NewSignerFromSigner(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	config := handshakeConfig(func(gossh.ConnMetadata) {})
	config.AddHostKey(signer)
	change(config)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		if server, err := listener.Accept(); err == nil {
			_, _, _, _ = gossh.NewServerConn(server, config) // ends with the connection
		}
	}()
	client, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	_ = client.SetDeadline(time.Now().Add(10 * time.Second))
	return client
}

// Every method of the table lets readers in, also clients that never try "none", and lets nobody in as me or owner.
func TestMethods(t *testing.T) {
	methods := map[string]gossh.AuthMethod{
		methodNone:     nil,
		methodPassword: gossh.Password("any"),
		methodInteractive: gossh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
			if len(questions) > 0 {
				t.Errorf("asked %q", questions)
			}
			return nil, nil
		}),
	}
	for _, name := range readerMethods().names {
		for user, in := range map[string]bool{"joe": true, loginPlain: true, loginMe: false, loginOwner: false} {
			conn := handshake(t, func(c *gossh.ServerConfig) {
				c.NoClientAuth = name == methodNone // the client of the test always tries it first
			})
			config := &gossh.ClientConfig{User: user, HostKeyCallback: gossh.InsecureIgnoreHostKey()}
			if method := methods[name]; method != nil {
				config.Auth = []gossh.AuthMethod{method}
			}
			_, _, _, err := gossh.NewClientConn(conn, "", config)
			if (err == nil) != in {
				t.Errorf("%s by %s: %v", user, name, err)
			}
		}
	}
}
