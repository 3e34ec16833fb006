package sshapp_test

import (
	"crypto/rand"
	"crypto/rsa"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"postern/keys/publish"
	"postern/posts"
	"postern/sshapp"
	"postern/sshapp/sshtest"
)

// knows writes what a client knows of the server: lines of known_hosts.
func (o *openssh) knows(lines ...string) {
	o.t.Helper()
	if err := os.WriteFile(filepath.Join(o.dir, "known_hosts"), []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		o.t.Fatal(err)
	}
}

// line is how the server is known by a key.
func (o *openssh) line(key gossh.Signer) string {
	return publish.KnownHosts("127.0.0.1", o.server.Port, key.PublicKey())
}

// visit connects as a client does that trusts only what it knows, and returns what it knows then.
func (o *openssh) visit(options ...string) (known string) {
	o.t.Helper()
	args := append([]string{"-o", "StrictHostKeyChecking=yes", "-o", "UpdateHostKeys=yes"}, options...)
	cmd := o.command(append(args, "reader@127.0.0.1", "version")...)
	// The first of two options counts, and command has said no.
	cmd.Args = append(cmd.Args[:3:3], append(args, cmd.Args[3:]...)...)
	stdout, stderr, status := run(o.t, cmd)
	if status != 0 || !strings.HasPrefix(stdout, "postern ") {
		o.t.Fatalf("%q: status %d, stdout %q, stderr %s", options, status, stdout, stderr)
	}
	if strings.Contains(stderr, "WARNING") {
		o.t.Errorf("the reader was warned: %s", stderr)
	}
	data, err := os.ReadFile(filepath.Join(o.dir, "known_hosts"))
	if err != nil {
		o.t.Fatal(err)
	}
	return string(data)
}

// mostVisits are enough to learn keys; one is where the machine is not busy.
const mostVisits = 20

// learns visits until the client knows keys, which it asks about while it does what it came for.
func (o *openssh) learns(keys []gossh.Signer, options ...string) {
	o.t.Helper()
	var known string
	unknown := func(key gossh.Signer) bool { return !strings.Contains(known, o.line(key)) }
	for range mostVisits {
		if known = o.visit(options...); !slices.ContainsFunc(keys, unknown) {
			return
		}
	}
	o.t.Fatalf("%q: it knows only\n%s", options, known)
}

// certified returns a key with a certificate for 127.0.0.1.
func certified(t *testing.T, authority, key gossh.Signer) gossh.Signer {
	t.Helper()
	certificate := &gossh.Certificate{
		Key: key.PublicKey(), CertType: gossh.HostCert, ValidPrincipals: []string{"127.0.0.1"}, ValidBefore: gossh.CertTimeInfinity,
	}
	if err := certificate.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewCertSigner(certificate, key)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

func newRSAHostKey(t *testing.T) gossh.Signer {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromKey(key)
	if err != nil {
		t.Fatal(err)
	}
	algorithms, _ := signer.(gossh.AlgorithmSigner)
	multi, err := gossh.NewSignerWithAlgorithms(algorithms, []string{gossh.KeyAlgoRSASHA512, gossh.KeyAlgoRSASHA256})
	if err != nil {
		t.Fatal(err)
	}
	return multi
}

// OpenSSH's hostkey-rotate: a reader's client learns the next key at a visit, and when the first one is gone, connects
// without a question and forgets it.
func TestOpenSSHLearnsTheNextKey(t *testing.T) {
	first, next := sshtest.NewHostKey(t), sshtest.NewHostKey(t)
	server := sshtest.Serve(t, blog(t), sshtest.Config{HostKeys: sshapp.HostKeys{InUse: []gossh.Signer{first}}})
	o := withOpenSSH(t, server)
	o.knows(o.line(first))
	if known := o.visit(); strings.Contains(known, o.line(next)) {
		t.Fatalf("it knows a key that nobody has told of: %s", known)
	}
	server.UseHostKeys(t, sshapp.HostKeys{InUse: []gossh.Signer{first}, Next: []gossh.Signer{next}})
	o.learns([]gossh.Signer{first, next})
	server.UseHostKeys(t, sshapp.HostKeys{InUse: []gossh.Signer{next}})
	if known := o.visit(); strings.Contains(known, o.line(first)) || !strings.Contains(known, o.line(next)) {
		t.Fatalf("after the first key is gone, it knows\n%s", known)
	}
}

// RSA keys prove themselves with the algorithm of the key exchange, and by themselves where that was another key's.
func TestOpenSSHLearnsKeysOfOtherTypes(t *testing.T) {
	ed25519, rsa, nextRSA := sshtest.NewHostKey(t), newRSAHostKey(t), newRSAHostKey(t)
	server := sshtest.Serve(t, blog(t), sshtest.Config{
		HostKeys: sshapp.HostKeys{InUse: []gossh.Signer{ed25519, rsa}, Next: []gossh.Signer{nextRSA}},
	})
	o := withOpenSSH(t, server)
	for _, tt := range []struct {
		algorithms string // the first one is negotiated, and keys of others are not learned
		learned    []gossh.Signer
	}{
		{"rsa-sha2-256", []gossh.Signer{rsa, nextRSA}},
		{"rsa-sha2-512", []gossh.Signer{rsa, nextRSA}},
		{"rsa-sha2-256,ssh-ed25519", []gossh.Signer{ed25519, rsa, nextRSA}},
		{"ssh-ed25519,rsa-sha2-512", []gossh.Signer{ed25519, rsa, nextRSA}},
	} {
		o.knows(o.line(ed25519), o.line(rsa))
		o.learns(tt.learned, "-o", "HostKeyAlgorithms="+tt.algorithms)
	}
}

// Who trusts an authority needs to know no key, and learns none.
func TestOpenSSHTrustsACertificate(t *testing.T) {
	authority, key, next := sshtest.NewHostKey(t), sshtest.NewHostKey(t), sshtest.NewHostKey(t)
	server := sshtest.Serve(t, blog(t), sshtest.Config{
		HostKeys: sshapp.HostKeys{InUse: []gossh.Signer{certified(t, authority, key), key}, Next: []gossh.Signer{next}},
	})
	o := withOpenSSH(t, server)
	trust := "@cert-authority " + o.line(authority)
	o.knows(trust)
	if known := o.visit(); known != trust+"\n" {
		t.Errorf("it learned\n%s", known)
	}
	o.knows(o.line(key)) // who knows the key does not need the authority, and goes on to learn
	o.learns([]gossh.Signer{key, next})
	if stdout, _, _ := run(t, o.command("reader@127.0.0.1", "hostkey")); strings.Count(stdout, "SHA256:") != 2 || !strings.Contains(stdout, publish.Fingerprint(next.PublicKey())+" ED25519 (in use later)") {
		t.Errorf("the command shows\n%s", stdout)
	}
}

// What we print for known_hosts is what ssh-keyscan finds.
func TestHostKeyAsSSHKeyscanSaysIt(t *testing.T) {
	needs(t, "ssh-keyscan")
	keys := []gossh.Signer{sshtest.NewHostKey(t), newRSAHostKey(t)}
	server := sshtest.Serve(t, blog(t), sshtest.Config{HostKeys: sshapp.HostKeys{InUse: keys}, PublicHost: "127.0.0.1"})
	stdout, _, _ := run(t, withOpenSSH(t, server).command("reader@127.0.0.1", "hostkey"))
	for i, kind := range []string{"ed25519", "rsa"} {
		found, err := exec.CommandContext(t.Context(), "ssh-keyscan", "-t", kind, "-p", strconv.Itoa(server.Port), "127.0.0.1").Output()
		if err != nil {
			t.Fatal(err)
		}
		want := publish.KnownHosts("127.0.0.1", server.Port, keys[i].PublicKey()) + "\n"
		if string(found) != want || !strings.Contains(stdout, want) {
			t.Errorf("ssh-keyscan says %q, we %q, in\n%s", found, want, stdout)
		}
	}
}

// keyBlobs packs keys as requests about host keys have them.
func keyBlobs(keys ...gossh.Signer) (payload []byte) {
	for _, key := range keys {
		payload = append(payload, gossh.Marshal(struct{ Key []byte }{key.PublicKey().Marshal()})...)
	}
	return payload
}

// However many sessions a connection has, its client is told once; and a connection keeps the keys that it began with.
func TestHostKeysAreAnnouncedOnce(t *testing.T) {
	first, next, last := sshtest.NewHostKey(t), sshtest.NewHostKey(t), sshtest.NewHostKey(t)
	server := sshtest.Serve(t, blog(t), sshtest.Config{
		HostKeys: sshapp.HostKeys{InUse: []gossh.Signer{first}, Next: []gossh.Signer{next}},
	})
	conn, channels, requests, err := gossh.NewClientConn(server.HalfOpen(t), server.Addr, &gossh.ClientConfig{
		User: "reader", HostKeyCallback: gossh.FixedHostKey(first.PublicKey()),
	})
	if err != nil {
		t.Fatal(err)
	}
	server.UseHostKeys(t, sshapp.HostKeys{InUse: []gossh.Signer{last}})
	client := gossh.NewClient(conn, channels, nil)
	for range 3 {
		session, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		if out, err := session.Output("version"); err != nil || !strings.HasPrefix(string(out), "postern ") {
			t.Fatalf("%q, %v", out, err)
		}
	}
	const prove = "hostkeys-prove-00@openssh.com"
	if ok, _, err := conn.SendRequest(prove, true, keyBlobs(first, next)); !ok || err != nil {
		t.Errorf("the keys it was told of are not proven: %v, %v", ok, err)
	}
	_ = conn.Close()
	var told [][]byte
	for request := range requests {
		if request.Type == "hostkeys-00@openssh.com" && !request.WantReply {
			told = append(told, request.Payload)
		}
	}
	if len(told) != 1 || string(told[0]) != string(keyBlobs(first, next)) {
		t.Errorf("it was told %d times: %q", len(told), told)
	}
}

// The proof is given once, for our own keys only.
func TestProofOfHostKeys(t *testing.T) {
	first, next, foreign := sshtest.NewHostKey(t), sshtest.NewHostKey(t), sshtest.NewHostKey(t)
	server := sshtest.Serve(t, blog(t), sshtest.Config{
		HostKeys: sshapp.HostKeys{InUse: []gossh.Signer{first}, Next: []gossh.Signer{next}},
	})
	for _, tt := range []struct {
		name    string
		payload []byte
		proved  []gossh.Signer
	}{
		{"both", keyBlobs(next, first), []gossh.Signer{next, first}},
		{"nothing", nil, nil},
		{"a foreign key", keyBlobs(first, foreign), nil},
		{"a key twice", keyBlobs(first, first), nil},
		{"cut short", keyBlobs(first)[:20], nil},
		{"a length that lies", []byte("\xff\xff\xff\xff"), nil},
	} {
		client := server.Dial(t, "").Client
		ok, answer, err := client.SendRequest("hostkeys-prove-00@openssh.com", true, tt.payload)
		if err != nil || ok != (tt.proved != nil) {
			t.Errorf("%s: %v, %v", tt.name, ok, err)
		}
		for _, key := range tt.proved {
			var proof struct {
				Signature []byte
				Rest      []byte `ssh:"rest"`
			}
			if err := gossh.Unmarshal(answer, &proof); err != nil {
				t.Fatalf("%s: %v", tt.name, err)
			}
			answer = proof.Rest
			var signature gossh.Signature
			if err := gossh.Unmarshal(proof.Signature, &signature); err != nil {
				t.Fatalf("%s: %v", tt.name, err)
			}
			data := gossh.Marshal(struct {
				Name         string
				Session, Key []byte
			}{"hostkeys-prove-00@openssh.com", client.SessionID(), key.PublicKey().Marshal()})
			if err := key.PublicKey().Verify(data, &signature); err != nil {
				t.Errorf("%s: %v", tt.name, err)
			}
		}
		if len(answer) > 0 {
			t.Errorf("%s: %d bytes are left", tt.name, len(answer))
		}
		if ok, _, err := client.SendRequest("hostkeys-prove-00@openssh.com", true, keyBlobs(first)); ok || err != nil {
			t.Errorf("%s: a second proof: %v, %v, want a refusal", tt.name, ok, err)
		}
	}
}

func TestHostKeysThatCannotBeUsed(t *testing.T) {
	lib := blog(t)
	library := func() *posts.Library { return lib }
	if _, err := sshapp.New(sshapp.Config{Library: library}); err == nil {
		t.Error("a server was made without a key")
	}
	key := sshtest.NewHostKey(t)
	server, err := sshapp.New(sshapp.Config{Library: library, HostKeys: sshapp.HostKeys{InUse: []gossh.Signer{key}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := server.UseHostKeys(sshapp.HostKeys{InUse: []gossh.Signer{key, sshtest.NewHostKey(t)}}); err == nil {
		t.Error("two keys of one type are in use")
	}
}
