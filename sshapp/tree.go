package sshapp

import (
	"bytes"
	"cmp"
	"io"
	"io/fs"
	"net"
	"path"
	"slices"
	"strings"
	"time"

	"postern/posts"
	"postern/render"
)

// The tree is what readers see who fetch files: made of the listed posts, never the disk.
//
//	feed.xml
//	posts/SLUG.md      the source, as `read --format md`
//	posts/SLUG.txt     the text, as `read`
//	posts/SLUG/…       the pictures beside the post
//
// It is made once for a library and shared by all sessions. Texts are made again whenever they are read; only
// their sizes are kept.
type tree struct {
	library *posts.Library
	host    string // the address that the feed tells
	port    int
	nodes   map[string]*node // by path, without a slash at either end; "" is the top
}

// node is a file or a folder of the tree.
type node struct {
	name    string
	modTime time.Time
	kids    []*node // of a folder, by name; nil: a file
	size    func(*render.Pages) int64
	open    func(*render.Pages) (content, error)
}

// content is an open file.
type content interface {
	io.ReaderAt
	io.Closer
}

func (n *node) isDir() bool { return n.size == nil }

// sizeBy is how long a file is, made from pages if need be; 0 for folders.
func (n *node) sizeBy(pages *render.Pages) int64 {
	if n.isDir() {
		return 0
	}
	return n.size(pages)
}

// mode is what anyone may do: read. Folders look writable, though they are not, so that the copies that clients make
// of them can be filled and removed.
func (n *node) mode() fs.FileMode {
	if n.isDir() {
		return fs.ModeDir | 0o755
	}
	return 0o444
}

// tree returns the tree of the current library, for readers who came in at local.
func (s *Server) tree(local net.Addr) *tree {
	lib := s.library()
	host, port := s.publicAddress(local)
	if t := s.lastTree.Load(); t != nil && t.library == lib && t.host == host && t.port == port {
		return t
	}
	t := &tree{library: lib, host: host, port: port, nodes: map[string]*node{"": {}}}
	last := time.Unix(0, 0)
	for _, p := range lib.Posts() {
		changed := p.Changed()
		if changed.After(last) {
			last = changed
		}
		t.add("posts/"+p.Slug+".md", changed, func(*render.Pages) ([]byte, error) { return []byte(p.Source()), nil })
		t.add("posts/"+p.Slug+".txt", changed, func(pages *render.Pages) ([]byte, error) { return textOf(pages, p) })
		t.addPictures(p)
	}
	// A feed takes the HTML of many posts: it is made once for each tree, and kept.
	t.add(feedFile, last, once(func(pages *render.Pages) ([]byte, error) {
		feed, err := s.feedOf(pages, lib, lib.Posts(), local)
		if err != nil {
			return nil, err
		}
		return feed.Atom()
	}))
	for _, n := range t.nodes {
		slices.SortFunc(n.kids, func(a, b *node) int { return cmp.Compare(a.name, b.name) })
	}
	s.lastTree.Store(t)
	return t
}

// textOf is a post as `read` prints it into a file.
func textOf(pages *render.Pages, p *posts.Post) ([]byte, error) {
	page := pages.Page(p, plainSetup(plainWidth))
	if page.Err() != nil {
		return nil, page.Err()
	}
	return []byte(plainText(p, page, plainWidth)), nil
}

// add adds a file whose bytes write makes whenever they are asked for.
func (t *tree) add(name string, modTime time.Time, write writeFile) {
	file := &made{write: write, length: unknownLength}
	t.place(name, &node{
		modTime: modTime,
		size:    file.size,
		open: func(pages *render.Pages) (content, error) {
			data, err := file.bytes(pages)
			return &inMemory{bytes.NewReader(*data), data}, err
		},
	})
}

// addPictures adds the pictures of a post's bundle.
func (t *tree) addPictures(p *posts.Post) {
	for _, a := range p.Assets {
		name := posts.CleanLine(a.Name)
		if !a.IsPicture() || a.Size > posts.MaxAssetSize || !fs.ValidPath(name) {
			continue
		}
		t.place("posts/"+p.Slug+"/"+name, &node{
			modTime: a.ModTime,
			size:    func(*render.Pages) int64 { return a.Size },
			open: func(*render.Pages) (content, error) {
				f, err := t.library.OpenAsset(a)
				if err != nil {
					return nil, err
				}
				return &bounded{f, a.Size}, nil
			},
		})
	}
}

// place puts a node at a path, and the folders above it. What is there already stays.
func (t *tree) place(name string, n *node) {
	if _, taken := t.nodes[name]; taken {
		return
	}
	t.nodes[name] = n
	n.name = path.Base(name)
	dir := strings.TrimSuffix(path.Dir(name), ".")
	if _, ok := t.nodes[dir]; !ok {
		t.place(dir, &node{})
	}
	above := t.nodes[dir]
	above.kids = append(above.kids, n)
	for ; above != nil && above.modTime.Before(n.modTime); above = t.nodes[dir] {
		above.modTime = n.modTime
		if dir == "" {
			return
		}
		dir = strings.TrimSuffix(path.Dir(dir), ".")
	}
}

// bounded is an open file that is no longer than it was when the library was loaded.
type bounded struct {
	content
	size int64
}

func (b *bounded) ReadAt(p []byte, at int64) (int, error) {
	if at < 0 || at >= b.size {
		return 0, io.EOF
	}
	return b.content.ReadAt(p[:min(int64(len(p)), b.size-at)], at)
}
