// Package keys holds the host keys of a blog: files in a folder of their own become signers for the SSH
// server. It makes an ed25519 key on the first start; after it a new key is made only when the owner asks, and is in use only
// when readers' clients had time to learn it. It refuses, saying what mends it, whatever would make a
// server known by another key or leave a key open to others. It imports nothing else of Postern but package publish.
//
// The names of the files are the whole state. They are sshd's own (sshd_config(5), HostKey):
//
//	ssh_host_ed25519_key                       the first key, from the beginning
//	ssh_host_ed25519_2027-02-21_key            the next one: in use from that day (UTC)
//	ssh_host_ed25519_key.retired               a key whose time is over
//
// Beside each private key lies its public half, …_key.pub, and, if there is one, its host certificate,
// …_key-cert.pub (ssh-keygen(1), -s -h). Of the keys of one SSH type the earliest is in use, and the others are announced. When
// the day of a key has come, the one before it is renamed, last of its three files, in one step: nothing is
// ever overwritten or deleted, a break leaves a state that is served as before, and a clock that runs back brings
// no old key back. Changes lock the folder, so that two programs at once do no harm.
package keys

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/crypto/ssh"

	"postern/keys/publish"
)

// Role says what a key does.
type Role int

// The roles.
const (
	InUse   Role = iota // proves the server to whoever connects
	Next                // is announced to clients, which learn it, and comes into use on its day
	Retired             // does nothing any more
)

// String returns the role as the owner reads it.
func (r Role) String() string { return [...]string{"in use", "next", "retired"}[r] }

// Key is one host key.
type Key struct {
	File        string // path of the private key
	Type        string // as ssh-keygen(1) -l prints it: "ED25519", "ECDSA" or "RSA"
	Bits        int    // as ssh-keygen(1) -l prints them
	Role        Role
	From        time.Time        // midnight of the day from which it is in use; zero: from the beginning
	Made        time.Time        // when the file was last written
	Created     bool             // made by this very start
	Signer      ssh.Signer       // RSA signs with SHA-2 only (RFC 8332)
	Certificate *ssh.Certificate // of the host, for this key; nil: there is none

	kind kind
}

// Fingerprint returns the fingerprint that readers are shown at their first connection.
func (k Key) Fingerprint() string { return publish.Fingerprint(k.Signer.PublicKey()) }

// sshType tells keys apart of which a server can use one each: "ssh-ed25519", "ecdsa-sha2-nistp256".
func (k Key) sshType() string { return k.Signer.PublicKey().Type() }

// Set are the host keys of a folder.
type Set struct {
	Keys     []Key   // in the order in which a server should offer them: ed25519, ECDSA, RSA; each before its next
	Problems []error // an [*Error] each: what the owner should mend, though the keys can be served

	twins []Key // further names of keys that are next
}

// With returns the keys of a role, in order.
func (s Set) With(role Role) []Key {
	var found []Key
	for _, k := range s.Keys {
		if k.Role == role {
			found = append(found, k)
		}
	}
	return found
}

// load reads the host keys among the named files of the folder. now is for what depends on the time:
// certificates.
func (f Folder) load(names []string, now time.Time) (Set, error) {
	var set Set
	var alone []string // public halves
	for _, name := range names {
		file := filepath.Join(f.Path, name)
		switch {
		case isPrivate(name):
			key, err := f.read(file)
			if err != nil {
				return Set{}, err
			}
			set.Keys = append(set.Keys, key)
		case isPublic(name) && !slices.Contains(names, privateName(name)):
			alone = append(alone, name)
		}
	}
	problems, err := f.orphans(alone, set.Keys)
	if err != nil {
		return Set{}, err
	}
	set.Problems = problems
	if len(set.Keys) == 0 {
		return Set{}, &Error{
			File:   f.Path,
			Reason: "the folder is not empty, yet it holds no host key (ssh_host_…_key)",
			Hint:   "put the blog's host key back, or give host keys an empty folder of their own",
		}
	}
	slices.SortStableFunc(set.Keys, func(a, b Key) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.Bits, b.Bits), a.From.Compare(b.From))
	})
	if err := assignRoles(set.Keys); err != nil {
		return Set{}, err
	}
	set.Keys, set.twins = withoutTwins(set.Keys)
	for i := range set.Keys {
		problem, err := set.Keys[i].readCertificate(now, f.owner())
		if err != nil {
			return Set{}, err
		}
		if problem != nil {
			set.Problems = append(set.Problems, problem)
		}
	}
	return set, nil
}

// assignRoles puts the first key of each type into use. It refuses two of one day: a server uses one, and which
// one must not be an accident.
func assignRoles(sorted []Key) error {
	for i := range sorted[1:] {
		key, before := &sorted[i+1], sorted[i]
		if key.sshType() != before.sshType() {
			continue
		}
		if key.From.Equal(before.From) {
			return &Error{
				File:   key.File,
				Reason: fmt.Sprintf("%s is a host key of the same type for the same time, and only one can be in use", before.File),
				Hint:   "move the one that readers do not know out of the folder; to have it follow the other: postern keys import FILE",
			}
		}
		key.Role = Next
	}
	return nil
}

// withoutTwins sets keys apart that are next and the same as one before them: a change of the day that was cut short leaves a
// key under two names, and clients learn nothing from a server that announces one twice.
func withoutTwins(sorted []Key) (kept, twins []Key) {
	for _, key := range sorted {
		if key.Role == Next && slices.ContainsFunc(kept, key.same) {
			twins = append(twins, key)
			continue
		}
		kept = append(kept, key)
	}
	return kept, twins
}
