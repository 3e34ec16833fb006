package sshapp

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"postern/render"
)

// sftpOf returns a session on the blog of the scripts, and what it answers.
func sftpOf(t testing.TB) (*sftpSession, *bytes.Buffer) {
	t.Helper()
	archive, err := os.ReadFile("testdata/blog.txtar")
	if err != nil {
		t.Fatal(err)
	}
	server, _ := serverOf(t, string(archive))
	var out bytes.Buffer
	return &sftpSession{
		tree: server.tree(nil), pages: server.pages.In(render.AtOnce), out: &out,
		handles: map[string]*handle{}, fetched: func(string) {}, failed: func(string, error) {},
	}, &out
}

// asks sends one request and returns the kind of the answer and its fields after the id.
func asks(t *testing.T, s *sftpSession, out *bytes.Buffer, request packet) (byte, *fields) {
	t.Helper()
	out.Reset()
	if err := s.serve(bytes.NewReader(request.bytes()), func() {}); !errors.Is(err, io.EOF) {
		t.Fatal(err)
	}
	answer, err := readPacket(out, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := &fields{rest: answer}
	kind := f.byte()
	if id := f.uint32(); id != 7 {
		t.Errorf("the answer is to request %d", id)
	}
	return kind, f
}

func TestSFTPRefuses(t *testing.T) {
	s, out := sftpOf(t)
	for _, tt := range []struct {
		name    string
		request packet
		want    sftpCode
	}{
		{"a path that goes up", newPacket(sftpOpen, 7).string("posts/../feed.xml").uint32(1).uint32(0), sftpDenied},
		{"a path out", newPacket(sftpStat, 7).string("/../etc/passwd"), sftpDenied},
		{"a folder that goes up", newPacket(sftpOpendir, 7).string(".."), sftpDenied},
		{"a file of the disk", newPacket(sftpOpen, 7).string("/etc/passwd").uint32(1).uint32(0), sftpNoSuchFile},
		{"a key", newPacket(sftpLstat, 7).string("/keys/ssh_host_ed25519_key"), sftpNoSuchFile},
		{"the source's own name", newPacket(sftpLstat, 7).string("/posts/2026-01-01-oldest.md"), sftpNoSuchFile},
		{"a draft", newPacket(sftpLstat, 7).string("/posts/draft.md"), sftpNoSuchFile},
		{"an unlisted post", newPacket(sftpLstat, 7).string("/posts/unlisted.md"), sftpNoSuchFile},
		{"opening to write", newPacket(sftpOpen, 7).string("/posts/oldest.md").uint32(2).uint32(0), sftpDenied},
		{"opening to read and write", newPacket(sftpOpen, 7).string("/posts/oldest.md").uint32(3).uint32(0), sftpDenied},
		{"creating", newPacket(sftpOpen, 7).string("/new").uint32(0x1a).uint32(0), sftpDenied},
		{"opening a folder as a file", newPacket(sftpOpen, 7).string("/posts").uint32(1).uint32(0), sftpFailure},
		{"opening a file as a folder", newPacket(sftpOpendir, 7).string("/feed.xml"), sftpFailure},
		{"a link", newPacket(sftpSymlink, 7).string("/a").string("/b"), sftpDenied},
		{"reading a link", newPacket(sftpReadlink, 7).string("/feed.xml"), sftpDenied},
		{"an extension", newPacket(200, 7).string("hardlink@openssh.com"), sftpUnsupported},
		{"an unknown message", newPacket(99, 7), sftpUnsupported},
		{"half a message", newPacket(sftpOpen, 7).uint32(500), sftpBadMessage},
		{"an unknown handle", newPacket(sftpRead, 7).string("1").uint32(0).uint32(0).uint32(9), sftpFailure},
		{"closing an unknown handle", newPacket(sftpClose, 7).string("1"), sftpFailure},
	} {
		kind, f := asks(t, s, out, tt.request)
		if code := sftpCode(f.uint32()); kind != sftpStatus || code != tt.want {
			t.Errorf("%s: message %d, %v; want %v", tt.name, kind, code, tt.want)
		}
	}
}

func TestSFTPHandlesAreLimited(t *testing.T) {
	s, out := sftpOf(t)
	var last string
	for range maxHandles {
		kind, f := asks(t, s, out, newPacket(sftpOpendir, 7).string("/posts"))
		if last = f.string(); kind != sftpHandle || last == "" {
			t.Fatalf("message %d", kind)
		}
	}
	open := newPacket(sftpOpen, 7).string("/feed.xml").uint32(1).uint32(0)
	if kind, f := asks(t, s, out, open); kind != sftpStatus || sftpCode(f.uint32()) != sftpFailure {
		t.Errorf("message %d beyond the limit", kind)
	}
	asks(t, s, out, newPacket(sftpClose, 7).string(last))
	if kind, f := asks(t, s, out, open); kind != sftpHandle || f.string() == last {
		t.Errorf("message %d after one was closed", kind)
	}
}

func TestSFTPReadsWhatIsAskedFor(t *testing.T) {
	s, out := sftpOf(t)
	_, f := asks(t, s, out, newPacket(sftpOpen, 7).string("/posts/oldest.md").uint32(1).uint32(0))
	name := f.string()
	for _, tt := range []struct {
		at   uint64
		n    uint32
		want string // empty: the end of the file
	}{{0, 2, "It"}, {3, 1 << 30, "all began here.\n"}, {19, 1, ""}, {1 << 63, 1, ""}, {1<<64 - 1, 1, ""}} {
		request := packet(binary.BigEndian.AppendUint64(newPacket(sftpRead, 7).string(name), tt.at)).uint32(tt.n)
		kind, f := asks(t, s, out, request)
		if tt.want == "" {
			if code := sftpCode(f.uint32()); kind != sftpStatus || code != sftpEOF {
				t.Errorf("at %d: message %d, %v", tt.at, kind, code)
			}
		} else if got := f.string(); kind != sftpData || got != tt.want {
			t.Errorf("at %d: message %d, %q", tt.at, kind, got)
		}
	}
}

func TestSFTPEndsWithAHugePacket(t *testing.T) {
	s, _ := sftpOf(t)
	for _, length := range []uint32{0, maxSFTPPacket + 1, 1<<32 - 1} {
		in := io.MultiReader(bytes.NewReader(binary.BigEndian.AppendUint32(nil, length)), strings.NewReader("more"))
		if err := s.serve(in, func() {}); !errors.Is(err, errPacketSize) {
			t.Errorf("length %d: %v", length, err)
		}
	}
}

// Many who have one file open take the memory of one.
func TestOpenFilesAreShared(t *testing.T) {
	s, _ := sftpOf(t)
	first, err := s.tree.nodes[feedFile].open(s.pages)
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.tree.nodes[feedFile].open(s.pages)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := first.(*inMemory), second.(*inMemory); a.shared == nil || a.shared != b.shared {
		t.Error("each has bytes of its own")
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := second.ReadAt(make([]byte, 1), 0); err != nil {
		t.Error(err)
	}
}

// Whatever a client sends, the session ends with its input, and answers in whole packets.
func FuzzSFTP(f *testing.F) {
	for _, request := range []packet{
		newPacket(sftpInit, 3), newPacket(sftpOpen, 1).string("/feed.xml").uint32(1).uint32(0),
		newPacket(sftpOpendir, 1).string("posts"), newPacket(sftpReaddir, 2).string("1"), newPacket(sftpRealpath, 1).string("."),
		packet(binary.BigEndian.AppendUint64(newPacket(sftpRead, 7).string("1"), 1<<63)).uint32(1<<32 - 1),
		newPacket(sftpStat, 1).string("/posts/../.."), newPacket(sftpOpen, 1).uint32(1<<32 - 1),
	} {
		f.Add(append(newPacket(sftpOpendir, 1).string("posts").bytes(), request.bytes()...))
	}
	s, out := sftpOf(f)
	f.Fuzz(func(t *testing.T, in []byte) {
		out.Reset()
		session := &sftpSession{tree: s.tree, pages: s.pages, out: out, handles: map[string]*handle{}, fetched: func(string) {}, failed: func(string, error) {}}
		err := session.serve(bytes.NewReader(in), func() {})
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, errPacketSize) {
			t.Errorf("%x: %v", in, err)
		}
		session.close()
		for out.Len() > 0 {
			var length [4]byte
			if _, err := io.ReadFull(out, length[:]); err != nil {
				t.Fatal(err)
			}
			n := int(binary.BigEndian.Uint32(length[:]))
			if n == 0 || len(out.Next(n)) != n {
				t.Fatalf("%x: half a packet", in)
			}
		}
	})
}

// A pattern is the client's, so it is matched against the tree only.
func TestSCPPatterns(t *testing.T) {
	s, _ := sftpOf(t)
	for pattern, want := range map[string]string{
		"posts/*.md": "first-words.md long-read.md oldest.md", "*": "feed.xml posts", "": "feed.xml posts", ".": "feed.xml posts",
		"posts/long-read/*": "dot.png", "/posts/o?dest.txt": "oldest.txt", "posts/[": "no such file", "*/../*": "permission denied",
		"/etc/*": "no such file", "posts/draft*": "no such file",
	} {
		found, err := s.tree.matching(pattern)
		var names []string
		for _, n := range found {
			names = append(names, n.name)
		}
		if err != nil {
			names = []string{err.Error()}
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%q: %s, want %s", pattern, got, want)
		}
	}
}

// Whatever is asked for with scp -O, and whatever is answered to what comes, the session ends with its input.
func FuzzSCP(f *testing.F) {
	for _, names := range []string{"posts", "feed.xml", "posts/*", "*", "..", "posts/[", "posts/long-read posts/../feed.xml", ""} {
		for _, in := range []string{strings.Repeat("\x00", 100), "", "\x00\x00\x01", "\x02no\n"} {
			f.Add(names, true, in)
		}
	}
	f.Add("posts", false, "C0644 5 x\nhello\x00")
	s, _ := sftpOf(f)
	f.Fuzz(func(t *testing.T, names string, sends bool, in string) {
		words, err := splitWords(names)
		if err != nil || len(names) > maxCommand {
			return
		}
		var out bytes.Buffer
		session := &scpSession{
			tree: s.tree, pages: s.pages, in: bufio.NewReader(strings.NewReader(in)), out: bufio.NewWriter(&out), active: func() {}, fetched: func(string) {},
			failed: func(name string, err error) { t.Errorf("%q: %v", name, err) }, folders: true, times: true,
		}
		err = session.serve(sends, words)
		if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, errLeft) {
			t.Errorf("%q, %q: %v", names, in, err)
		}
		if !sends && out.String() != "\x01scp: permission denied\n" {
			t.Errorf("to a client that wants to write: %q", out.String())
		}
	})
}
