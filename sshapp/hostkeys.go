package sshapp

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// HostKeys are what a server is known by. Clients learn all of them at their visits (OpenSSH's option
// UpdateHostKeys), so that a key that is next can be in use later without a warning to anybody.
type HostKeys struct {
	InUse []gossh.Signer // offered in this order, one of each type; a certificate ([gossh.NewCertSigner]) is a type of its own
	Next  []gossh.Signer // announced and proven, not offered yet
}

// The global requests with which keys are announced and proven: OpenSSH's PROTOCOL, section 2.5.
const (
	announceRequest = "hostkeys-00@openssh.com"
	proveRequest    = "hostkeys-prove-00@openssh.com"
)

// proofTime is how long a session lasts at least if no proof was asked for until then.
const proofTime = 5 * time.Millisecond

var errNotOurs = errors.New("a key is asked for that is not ours, or twice")

// UseHostKeys exchanges the host keys for the connections that begin from now on; those that are open keep theirs.
func (s *Server) UseHostKeys(keys HostKeys) error {
	if len(keys.InUse) == 0 {
		return errors.New("no host key")
	}
	seen := map[string]bool{}
	for _, signer := range keys.InUse {
		if t := signer.PublicKey().Type(); seen[t] {
			return fmt.Errorf("two host keys of type %s in use", t)
		}
		seen[signer.PublicKey().Type()] = true
	}
	s.hostKeys.Store(&keys)
	return nil
}

// plain returns the signers of a list that are keys, not certificates.
func plain(signers []gossh.Signer) []gossh.Signer {
	var keys []gossh.Signer
	for _, signer := range signers {
		if _, certified := signer.PublicKey().(*gossh.Certificate); !certified {
			keys = append(keys, signer)
		}
	}
	return keys
}

// announced returns the keys that clients may learn: those in use first, certificates left out.
func (k HostKeys) announced() []gossh.Signer { return append(plain(k.InUse), plain(k.Next)...) }

// identity is what one connection knows the server by: the keys of the moment in which it began.
type identity struct {
	keys      HostKeys
	announced atomic.Bool
	proved    atomic.Bool
	asked     chan struct{} // closed when the client has asked for a proof
	proving   sync.Mutex    // held from then on until it is sent
}

// identityKey is the key of a connection's identity in its context.
type identityKey struct{}

func identityOf(ctx ssh.Context) *identity {
	id, _ := ctx.Value(identityKey{}).(*identity)
	return id
}

// identify gives a connection that begins the keys of the moment.
func (s *Server) identify(ctx ssh.Context, config *gossh.ServerConfig) {
	id := &identity{keys: *s.hostKeys.Load(), asked: make(chan struct{})}
	ctx.SetValue(identityKey{}, id)
	for _, signer := range id.keys.InUse {
		config.AddHostKey(signer)
	}
}

// announce tells a client, once a connection, which keys it may learn. Keys that it knows and is not told of are
// forgotten by it.
func (id *identity) announce(conn gossh.Conn) {
	if !id.announced.CompareAndSwap(false, true) {
		return
	}
	var payload []byte
	for _, signer := range id.keys.announced() {
		payload = appendString(payload, signer.PublicKey().Marshal())
	}
	_, _, _ = conn.SendRequest(announceRequest, false, payload) // the client may be gone
}

// proveHostKeys answers a client that wants proof of the keys that it was told of: a signature of each, over
// the id of this very session. It signs nothing else and, since signatures cost time, once a connection.
func proveHostKeys(ctx ssh.Context, _ *ssh.Server, req *gossh.Request) (bool, []byte) {
	id := identityOf(ctx)
	conn, _ := ctx.Value(ssh.ContextKeyConn).(*gossh.ServerConn)
	if id == nil || conn == nil || !req.WantReply || !id.proved.CompareAndSwap(false, true) {
		return false, nil
	}
	id.proving.Lock()
	defer id.proving.Unlock()
	close(id.asked)
	proofs, err := id.prove(req.Payload, conn)
	_ = req.Reply(err == nil, proofs) // the client may be gone
	req.WantReply = false             // the library would answer when the lock is open again
	return false, nil
}

// awaitProof returns when no proof is under way any more in a session that began at a time. A client that runs a short
// command leaves at its end, with the proof or without. It asks before it starts the command, but these are read by
// different goroutines.
func (id *identity) awaitProof(began time.Time) {
	timer := time.NewTimer(time.Until(began.Add(proofTime)))
	defer timer.Stop()
	select {
	case <-id.asked:
		id.proving.Lock()
		defer id.proving.Unlock()
	case <-timer.C:
	}
}

// prove returns the proof of the keys that a client asks for.
func (id *identity) prove(payload []byte, conn *gossh.ServerConn) ([]byte, error) {
	asked, err := askedKeys(payload, id.keys.announced())
	if err != nil {
		return nil, err
	}
	negotiated := ""
	if c, ok := conn.Conn.(gossh.AlgorithmsConnMetadata); ok {
		negotiated = c.Algorithms().HostKey
	}
	var proofs []byte
	for _, key := range asked {
		signature, err := signProof(key, conn.SessionID(), negotiated)
		if err != nil {
			return nil, err
		}
		proofs = appendString(proofs, gossh.Marshal(signature))
	}
	return proofs, nil
}

// askedKeys finds the keys of a prove request: strings that each are one of ours, none twice, so that there are no
// more of them than we have.
func askedKeys(payload []byte, ours []gossh.Signer) ([]gossh.Signer, error) {
	var asked []gossh.Signer
	left := make(map[string]gossh.Signer, len(ours))
	for _, signer := range ours {
		left[string(signer.PublicKey().Marshal())] = signer
	}
	for rest := payload; len(rest) > 0; {
		var next struct {
			Key  []byte
			Rest []byte `ssh:"rest"`
		}
		if err := gossh.Unmarshal(rest, &next); err != nil {
			return nil, err
		}
		signer, ok := left[string(next.Key)]
		if !ok {
			return nil, errNotOurs
		}
		delete(left, string(next.Key))
		asked, rest = append(asked, signer), next.Rest
	}
	if len(asked) == 0 {
		return nil, errNotOurs
	}
	return asked, nil
}

// signProof signs a session id with a key, as OpenSSH's PROTOCOL says. negotiated is the algorithm of the key
// exchange: clients want RSA keys to sign with the same.
func signProof(key gossh.Signer, session []byte, negotiated string) (*gossh.Signature, error) {
	data := appendString(nil, []byte(proveRequest))
	data = appendString(data, session)
	data = appendString(data, key.PublicKey().Marshal())
	rsa, ok := key.(gossh.AlgorithmSigner)
	if !ok || key.PublicKey().Type() != gossh.KeyAlgoRSA {
		return key.Sign(rand.Reader, data)
	}
	algorithm := gossh.KeyAlgoRSASHA512
	if negotiated == gossh.KeyAlgoRSASHA256 || negotiated == gossh.CertAlgoRSASHA256v01 {
		algorithm = gossh.KeyAlgoRSASHA256
	}
	return rsa.SignWithAlgorithm(rand.Reader, data, algorithm)
}

// appendString appends a string as RFC 4251, section 5, has it.
func appendString(to, s []byte) []byte {
	return append(to, gossh.Marshal(struct{ S []byte }{s})...)
}

// noKey stands where the SSH library wants a host key, and would else make one: it knows one list for all
// connections, and we have one for each. It has no algorithm and so is never offered.
type noKey struct{}

func (noKey) PublicKey() gossh.PublicKey                       { return noKey{} }
func (noKey) Algorithms() []string                             { return nil }
func (noKey) Type() string                                     { return "none" }
func (noKey) Marshal() []byte                                  { return nil }
func (noKey) Verify([]byte, *gossh.Signature) error            { return errNotOurs }
func (noKey) Sign(io.Reader, []byte) (*gossh.Signature, error) { return nil, errNotOurs }
func (noKey) SignWithAlgorithm(io.Reader, []byte, string) (*gossh.Signature, error) {
	return nil, errNotOurs
}
