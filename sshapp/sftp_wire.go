package sshapp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
)

// The messages of the SSH File Transfer Protocol, version 3 (draft-ietf-secsh-filexfer-02), which all clients speak.
const (
	sftpVersion = 3

	sftpInit     = 1
	sftpVersionN = 2
	sftpOpen     = 3
	sftpClose    = 4
	sftpRead     = 5
	sftpWrite    = 6
	sftpLstat    = 7
	sftpFstat    = 8
	sftpSetstat  = 9
	sftpFsetstat = 10
	sftpOpendir  = 11
	sftpReaddir  = 12
	sftpRemove   = 13
	sftpMkdir    = 14
	sftpRmdir    = 15
	sftpRealpath = 16
	sftpStat     = 17
	sftpRename   = 18
	sftpReadlink = 19
	sftpSymlink  = 20
	sftpStatus   = 101
	sftpHandle   = 102
	sftpData     = 103
	sftpName     = 104
	sftpAttrs    = 105
)

// The codes of a status message, as errors.
type sftpCode uint32

const (
	sftpOK          sftpCode = 0
	sftpEOF         sftpCode = 1
	sftpNoSuchFile  sftpCode = 2
	sftpDenied      sftpCode = 3
	sftpFailure     sftpCode = 4
	sftpBadMessage  sftpCode = 5
	sftpUnsupported sftpCode = 8
)

func (c sftpCode) Error() string {
	switch c {
	case sftpOK:
		return "done"
	case sftpEOF:
		return "end of file"
	case sftpNoSuchFile:
		return "no such file"
	case sftpDenied:
		return "permission denied"
	case sftpBadMessage:
		return "bad message"
	case sftpUnsupported:
		return "operation unsupported"
	default:
		return "failure"
	}
}

// Flags of the open message, and of attributes.
const (
	sftpOpenRead = 0x01 // all others write

	sftpHasSize  = 0x01
	sftpHasModes = 0x04
	sftpHasTimes = 0x08

	unixFolder = 0o040000 // type bits of modes, as stat(2) has them
	unixFile   = 0o100000
)

var errPacketSize = errors.New("a packet of a size that no client sends")

// readPacket reads one packet into buf, which it grows if need be.
func readPacket(r io.Reader, buf []byte) ([]byte, error) {
	var length [4]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return buf, err
	}
	n := binary.BigEndian.Uint32(length[:])
	if n == 0 || n > maxSFTPPacket {
		return buf, fmt.Errorf("%w: %d bytes", errPacketSize, n)
	}
	if int(n) > cap(buf) {
		buf = make([]byte, n)
	}
	buf = buf[:n]
	_, err := io.ReadFull(r, buf)
	return buf, err
}

// fields reads the fields of a packet. After the first that is not there all are zero, and bad is set.
type fields struct {
	rest []byte
	bad  bool
}

func (f *fields) take(n int) []byte {
	if n > len(f.rest) {
		f.bad, f.rest = true, nil
		return make([]byte, min(n, 8)) // enough for a number
	}
	field := f.rest[:n]
	f.rest = f.rest[n:]
	return field
}

func (f *fields) byte() byte     { return f.take(1)[0] }
func (f *fields) uint32() uint32 { return binary.BigEndian.Uint32(f.take(4)) }
func (f *fields) uint64() uint64 { return binary.BigEndian.Uint64(f.take(8)) }

func (f *fields) string() string {
	n := f.uint32()
	if f.bad || int64(n) > int64(len(f.rest)) {
		f.bad, f.rest = true, nil
		return ""
	}
	return string(f.take(int(n)))
}

// packet builds a packet.
type packet []byte

func newPacket(kind byte, id uint32) packet {
	return binary.BigEndian.AppendUint32(append(make(packet, 4, 64), kind), id)
}

func (p packet) uint32(v uint32) packet { return binary.BigEndian.AppendUint32(p, v) }

func (p packet) string(s string) packet { return append(p.uint32(uint32(len(s))), s...) }

// attrs adds what there is to know of a file, size being how long it is.
func (p packet) attrs(n *node, size int64) packet {
	modes := uint32(n.mode().Perm()) | unixFile
	if n.isDir() {
		modes = uint32(n.mode().Perm()) | unixFolder
	}
	seconds := uint32(min(max(n.modTime.Unix(), 0), math.MaxUint32))
	p = p.uint32(sftpHasSize | sftpHasModes | sftpHasTimes)
	p = binary.BigEndian.AppendUint64(p, uint64(size))
	return p.uint32(modes).uint32(seconds).uint32(seconds)
}

// bytes returns the packet with its length.
func (p packet) bytes() []byte {
	binary.BigEndian.PutUint32(p, uint32(len(p)-4))
	return p
}

// longName is a line of `ls -l`, which clients show as it is.
func longName(n *node, size int64) string {
	return fmt.Sprintf("%s 1 blog blog %8d %s %s", n.mode(), size, n.modTime.UTC().Format("Jan _2  2006"), n.name)
}
