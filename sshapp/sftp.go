package sshapp

import (
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"postern/posts"
	"postern/render"
)

// sftpSession serves the tree to one client of the subsystem sftp: sftp(1), scp(1), sshfs, file managers. One
// request is answered after the other, in the goroutine of the session and under its recover; what a client
// does not take is not prepared. Whatever would change anything is refused.
type sftpSession struct {
	tree    *tree
	pages   *render.Pages // that its files are made of
	out     io.Writer
	handles map[string]*handle
	opened  uint32 // handles that were given out in all: none is given twice
	fetched func(name string)
	failed  func(name string, err error)
}

// handle is an open file or folder.
type handle struct {
	node    *node
	content content // of a file
	listed  int     // how many kids of a folder were told
}

// serveSFTP serves a session of the subsystem sftp until the client ends it.
func (s *Server) serveSFTP(f *filter, place *place) (int, error) {
	defer s.counted(kindSFTP)()
	f.conn.visit.reads(kindSFTP)
	active, done := s.transferring(f, place)
	defer done()
	session := &sftpSession{
		tree: s.tree(f.conn.LocalAddr()), pages: s.pagesFor(f.ctx, f.conn), out: f.channel, handles: map[string]*handle{},
		fetched: f.conn.visit.reads, failed: s.cannotFetch,
	}
	defer session.close()
	err := session.serve(readAhead(f), active)
	if errors.Is(err, io.EOF) {
		return exitDone, nil
	}
	return exitFault, err
}

// transferring bounds the time of a session that fetches files. The function that it returns first is called
// whenever the client asks for something, the second one at the end.
func (s *Server) transferring(f *filter, place *place) (active, done func()) {
	idle := time.AfterFunc(s.limits.NoKeyTime, func() { f.end(errNoKey) })
	longest := time.AfterFunc(s.limits.SessionTime, func() { f.end(errSessionMax) })
	active = func() {
		place.typed()
		idle.Reset(s.limits.NoKeyTime)
	}
	f.endAt(s.stopping, 0)
	return active, func() {
		idle.Stop()
		longest.Stop()
	}
}

// cannotFetch logs that a file of the tree cannot be had, unless it is only the session that has ended.
func (s *Server) cannotFetch(name string, err error) {
	if isOver(err) {
		return
	}
	s.logger.Warn("file cannot be fetched", "file", posts.CleanLine(name), "error", err)
}

// serve answers requests until there are no more, which is io.EOF.
func (s *sftpSession) serve(in io.Reader, active func()) error {
	var buf []byte
	for {
		var err error
		if buf, err = readPacket(in, buf); err != nil {
			return err
		}
		active()
		f := &fields{rest: buf}
		kind := f.byte()
		if kind == sftpInit {
			hello := packet{0, 0, 0, 0, sftpVersionN}
			if _, err := s.out.Write(hello.uint32(sftpVersion).bytes()); err != nil {
				return err
			}
			continue
		}
		id := f.uint32()
		if f.bad {
			return errPacketSize
		}
		answer, err := s.answer(kind, id, f)
		if f.bad {
			answer, err = nil, sftpBadMessage
		}
		if answer == nil {
			answer = statusPacket(id, err)
		}
		if _, err := s.out.Write(answer.bytes()); err != nil {
			return err
		}
	}
}

// statusPacket says how a request ended.
func statusPacket(id uint32, err error) packet {
	code, ok := errors.AsType[sftpCode](err)
	if !ok && err != nil {
		code = sftpFailure
	}
	return newPacket(sftpStatus, id).uint32(uint32(code)).string(code.Error()).string("en")
}

// answer answers a request with a packet, or with a status if that is nil.
func (s *sftpSession) answer(kind byte, id uint32, f *fields) (packet, error) {
	switch kind {
	case sftpOpen:
		return s.open(id, f.string(), f.uint32())
	case sftpOpendir:
		return s.openFolder(id, f.string())
	case sftpClose:
		return nil, s.closeHandle(f.string())
	case sftpRead:
		return s.read(id, f.string(), f.uint64(), f.uint32())
	case sftpReaddir:
		return s.list(id, f.string())
	case sftpStat, sftpLstat:
		n, err := s.tree.find(f.string())
		if err != nil {
			return nil, err
		}
		return newPacket(sftpAttrs, id).attrs(n, n.sizeBy(s.pages)), nil
	case sftpFstat:
		h := s.handles[f.string()]
		if h == nil {
			return nil, sftpFailure
		}
		return newPacket(sftpAttrs, id).attrs(h.node, h.node.sizeBy(s.pages)), nil
	case sftpRealpath:
		name := path.Join("/", f.string()) // nothing is above the top
		return newPacket(sftpName, id).uint32(1).string(name).string(name).uint32(0), nil
	case sftpWrite, sftpSetstat, sftpFsetstat, sftpRemove, sftpMkdir, sftpRmdir, sftpRename, sftpReadlink, sftpSymlink:
		return nil, sftpDenied
	default:
		return nil, sftpUnsupported
	}
}

// find returns the node that a path names. Paths that go up are refused, wherever they lead.
func (t *tree) find(name string) (*node, error) {
	if slices.Contains(strings.Split(name, "/"), "..") {
		return nil, sftpDenied
	}
	n, ok := t.nodes[strings.TrimPrefix(path.Join("/", name), "/")]
	if !ok {
		return nil, sftpNoSuchFile
	}
	return n, nil
}

func (s *sftpSession) open(id uint32, name string, flags uint32) (packet, error) {
	if flags != sftpOpenRead {
		return nil, sftpDenied
	}
	n, err := s.tree.find(name)
	if err != nil {
		return nil, err
	}
	if n.isDir() || len(s.handles) >= maxHandles {
		return nil, sftpFailure
	}
	c, err := n.open(s.pages)
	if err != nil {
		s.failed(name, err)
		return nil, sftpFailure
	}
	s.fetched(n.name)
	return s.give(id, &handle{node: n, content: c}), nil
}

func (s *sftpSession) openFolder(id uint32, name string) (packet, error) {
	n, err := s.tree.find(name)
	if err != nil {
		return nil, err
	}
	if !n.isDir() || len(s.handles) >= maxHandles {
		return nil, sftpFailure
	}
	return s.give(id, &handle{node: n}), nil
}

// give answers with the name of a new handle.
func (s *sftpSession) give(id uint32, h *handle) packet {
	s.opened++
	name := fmt.Sprint(s.opened)
	s.handles[name] = h
	return newPacket(sftpHandle, id).string(name)
}

func (s *sftpSession) closeHandle(name string) error {
	h := s.handles[name]
	if h == nil {
		return sftpFailure
	}
	delete(s.handles, name)
	return h.close()
}

func (h *handle) close() error {
	if h.content == nil {
		return nil
	}
	return h.content.Close()
}

// close closes what the client left open.
func (s *sftpSession) close() {
	for _, h := range s.handles {
		_ = h.close() // it was only read
	}
}

func (s *sftpSession) read(id uint32, name string, at uint64, n uint32) (packet, error) {
	h := s.handles[name]
	switch {
	case h == nil || h.content == nil:
		return nil, sftpFailure
	case at >= uint64(h.node.sizeBy(s.pages)):
		return nil, sftpEOF
	}
	p := make([]byte, min(n, maxSFTPRead))
	got, err := h.content.ReadAt(p, int64(at))
	if got == 0 && err != nil {
		return nil, sftpEOF // it became shorter, at worst
	}
	return newPacket(sftpData, id).string(string(p[:got])), nil
}

// list tells the next files of a folder.
func (s *sftpSession) list(id uint32, name string) (packet, error) {
	h := s.handles[name]
	if h == nil || h.content != nil {
		return nil, sftpFailure
	}
	kids := h.node.kids[h.listed:]
	if len(kids) == 0 {
		return nil, sftpEOF
	}
	kids = kids[:min(len(kids), maxListed)]
	h.listed += len(kids)
	answer := newPacket(sftpName, id).uint32(uint32(len(kids)))
	for _, kid := range kids {
		size := kid.sizeBy(s.pages)
		answer = answer.string(kid.name).string(longName(kid, size)).attrs(kid, size)
	}
	return answer, nil
}
