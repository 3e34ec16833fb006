package sshapp

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"postern/posts"
	"postern/render"
)

// scpSession sends files by the protocol that scp(1) had before sftp, and has with -O: the client runs
// `scp -f PATH…` here and answers each message with a zero byte. It has no specification but rcp's source.
type scpSession struct {
	tree           *tree
	pages          *render.Pages // that its files are made of
	in             *bufio.Reader
	out            *bufio.Writer
	active         func()
	fetched        func(name string)
	failed         func(name string, err error)
	folders, times bool // -r, -p
	errs           int
}

// isSCP reports whether a command line is what scp runs on the other side.
func isSCP(words []string) bool { return len(words) > 0 && words[0] == "scp" }

// serveSCP serves a session of scp -O, words being what follows its name.
func (s *Server) serveSCP(f *filter, place *place, words []string) (int, error) {
	defer s.counted(kindSCP)()
	f.conn.visit.reads(kindSCP)
	active, done := s.transferring(f, place)
	defer done()
	session := &scpSession{
		tree: s.tree(f.conn.LocalAddr()), pages: s.pagesFor(f.ctx, f.conn), in: bufio.NewReaderSize(f.channel, 1024),
		out: bufio.NewWriterSize(f.channel, outputBuffer), active: active, fetched: f.conn.visit.reads, failed: s.cannotFetch,
	}
	sends := false
	for len(words) > 0 && strings.HasPrefix(words[0], "-") {
		flags := words[0]
		words = words[1:]
		if flags == "--" {
			break
		}
		sends = sends || strings.Contains(flags, "f")
		session.folders = session.folders || strings.Contains(flags, "r")
		session.times = session.times || strings.Contains(flags, "p")
	}
	err := session.serve(sends, words)
	switch {
	case errors.Is(err, io.EOF):
		return exitDone, errLeft
	case err != nil:
		return exitFault, err
	case session.errs > 0:
		return exitFault, nil
	default:
		return exitDone, nil
	}
}

func (s *scpSession) serve(sends bool, names []string) error {
	if !sends { // -t: it wants to write
		s.complain("", sftpDenied)
		return s.out.Flush()
	}
	if err := s.acknowledged(); err != nil {
		return err
	}
	for _, name := range names {
		found, err := s.tree.matching(name)
		if err != nil {
			s.complain(name, err)
		}
		for _, n := range found {
			if err := s.send(n); err != nil {
				return err
			}
		}
	}
	return s.out.Flush()
}

// complain tells the client what it does not get. It answers nothing to that.
func (s *scpSession) complain(name string, err error) {
	s.errs++
	_, _ = fmt.Fprintf(s.out, "\x01scp: %s\n", posts.CleanLine(strings.TrimPrefix(name+": "+err.Error(), ": ")))
}

// acknowledged sends what is written and waits for the client's zero byte.
func (s *scpSession) acknowledged() error {
	if err := s.out.Flush(); err != nil {
		return err
	}
	b, err := s.in.ReadByte()
	s.active()
	if err == nil && b != 0 {
		return errLeft // it says why to its own user
	}
	return err
}

// send sends a file, or a folder with all that is in it.
func (s *scpSession) send(n *node) error {
	if n.isDir() && !s.folders {
		s.complain(n.name, errors.New("not a regular file"))
		return nil
	}
	if n.isDir() {
		return s.sendFolder(n)
	}
	file, err := n.open(s.pages)
	if err != nil {
		s.failed(n.name, err)
		s.complain(n.name, errors.New("cannot be read"))
		return nil
	}
	defer file.Close()
	s.fetched(n.name)
	if err := s.announce('C', n); err != nil {
		return err
	}
	sent, err := io.Copy(s.out, io.NewSectionReader(file, 0, n.sizeBy(s.pages)))
	if err == nil && sent < n.sizeBy(s.pages) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return err
	}
	_ = s.out.WriteByte(0) // flushed by the next
	return s.acknowledged()
}

func (s *scpSession) sendFolder(n *node) error {
	if err := s.announce('D', n); err != nil {
		return err
	}
	for _, kid := range n.kids {
		if err := s.send(kid); err != nil {
			return err
		}
	}
	_, _ = s.out.WriteString("E\n")
	return s.acknowledged()
}

// announce says what comes next, and how old it is if the client wants to know.
func (s *scpSession) announce(kind byte, n *node) error {
	if s.times {
		seconds := max(n.modTime.Unix(), 0)
		_, _ = fmt.Fprintf(s.out, "T%d 0 %d 0\n", seconds, seconds)
		if err := s.acknowledged(); err != nil {
			return err
		}
	}
	_, _ = fmt.Fprintf(s.out, "%c%04o %d %s\n", kind, archiveMode(n), n.sizeBy(s.pages), n.name)
	return s.acknowledged()
}

// matching returns the nodes that a path names, which may be a pattern (path.Match), in the order of their names.
func (t *tree) matching(name string) ([]*node, error) {
	n, err := t.find(name)
	if err == nil && n.name != "" {
		return []*node{n}, nil
	}
	if errors.Is(err, sftpDenied) {
		return nil, err
	}
	pattern := strings.TrimPrefix(path.Join("/", name), "/")
	var paths []string
	for p := range t.nodes {
		if ok, err := path.Match(pattern, p); err == nil && ok && p != "" {
			paths = append(paths, p)
		}
	}
	if pattern == "" { // everything
		for _, kid := range t.nodes[""].kids {
			paths = append(paths, kid.name)
		}
	}
	slices.Sort(paths)
	var found []*node
	for _, p := range paths {
		found = append(found, t.nodes[p])
	}
	if len(found) == 0 {
		return nil, sftpNoSuchFile
	}
	return found, nil
}
