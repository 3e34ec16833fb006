package sshapp

import (
	"crypto/ed25519"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// Whatever a client asks to be proven, only our own keys are, none twice.
func FuzzProveRequest(f *testing.F) {
	var ours []gossh.Signer
	var all []byte
	for i := range 3 {
		seed := make([]byte, ed25519.SeedSize)
		seed[0] = byte(i)
		signer, err := gossh.NewSignerFromSigner(ed25519.NewKeyFromSeed(seed))
		if err != nil {
			f.Fatal(err)
		}
		ours = append(ours, signer)
		all = appendString(all, signer.PublicKey().Marshal())
		f.Add(all)
	}
	f.Add([]byte{})
	f.Add([]byte("\xff\xff\xff\xff"))
	f.Add(append(all[:len(all):len(all)], all...))
	f.Add(append(all[:len(all):len(all)], 0, 0, 0, 0))
	f.Fuzz(func(t *testing.T, payload []byte) {
		asked, err := askedKeys(payload, ours)
		if err != nil {
			if asked != nil {
				t.Errorf("%v came with keys: %v", err, asked)
			}
			return
		}
		var again []byte
		for _, key := range asked {
			again = appendString(again, key.PublicKey().Marshal())
		}
		if len(asked) == 0 || len(asked) > len(ours) || string(again) != string(payload) {
			t.Errorf("%d keys for %q", len(asked), payload)
		}
	})
}
