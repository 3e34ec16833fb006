package posts

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

// DefaultMaxFileSize is how large a post may be unless [Options] say otherwise, in bytes.
const DefaultMaxFileSize = 2 << 20

// Options of [Load]. The zero value is ready to use.
type Options struct {
	Content     string           // folder of the posts below the blog's folder; empty: looked for
	Site        Site             // what is set here (from postern.toml) overrides the generator's configuration
	Now         func() time.Time // default: time.Now
	MaxFileSize int64            // bytes of one post; default: DefaultMaxFileSize
	Preview     bool             // for the author: drafts, scheduled and expired posts, and those of members are listed, too
	Previous    *Library         // keeps its folder of posts, and the last good version of a file that is broken now
}

// Load reads the blog in a folder. Whatever is wrong with one file is a [Problem] of the library; the
// error is for a folder that cannot be used at all: missing, no folder, not readable. An empty folder is
// an empty library that says where posts were looked for.
func Load(dir string, opts Options) (*Library, error) {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.MaxFileSize <= 0 {
		opts.MaxFileSize = DefaultMaxFileSize
	}
	root, err := openFolder(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()

	site, problems, err := findSite(root, dir, opts)
	if err != nil {
		return nil, err
	}
	w := walk{root: root, site: site}
	for _, content := range site.folders {
		if err := w.top(content); err != nil {
			return nil, fmt.Errorf("posts in %s cannot be read: %w", filepath.Join(dir, filepath.FromSlash(content)), reason(err))
		}
	}
	problems = append(problems, w.problems...)
	if len(w.found) == 0 {
		problems = append(problems, problem(site.Content, Warning, "no posts; looked for files ending in .md in %s",
			strings.Join(site.looked, ", ")))
	}

	b := builder{folder: dir, site: site, preview: opts.Preview, last: opts.Previous.byFile(), problems: problems}
	b.takePosts(readAll(root, site, w.found, b.last))
	for _, r := range readAll(root, site, w.homes[:min(1, len(w.homes))], nil) {
		b.takeHome(r)
	}
	return b.library(opts.Now()), nil
}

// openFolder opens a blog's folder so that nothing outside of it can be read, and says in plain words why it cannot.
func openFolder(dir string) (*os.Root, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("folder %q: %w", dir, fs.ErrNotExist)
	case err != nil:
		return nil, fmt.Errorf("folder %q: %w", dir, reason(err))
	case !info.IsDir():
		return nil, fmt.Errorf("%q is not a folder", dir)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("folder %q: %w", dir, reason(err))
	}
	if _, err := fs.ReadDir(root.FS(), "."); err != nil {
		root.Close()
		return nil, fmt.Errorf("folder %q: %w", dir, reason(err))
	}
	return root, nil
}

// readAll reads files on all cores. The order of the results is that of the sources. last is what there is of each file.
func readAll(root *os.Root, site *settings, sources []source, last map[string]*Post) []*reading {
	results := make([]*reading, len(sources))
	next := make(chan int)
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(sources)) {
		wg.Go(func() {
			files := fileReader{root: root, site: site, last: last, packer: newPacker()}
			for i := range next {
				results[i] = files.read(&sources[i])
			}
		})
	}
	for i := range sources {
		next <- i
	}
	close(next)
	wg.Wait()
	return results
}

// fileReader reads one file after the other.
type fileReader struct {
	root   *os.Root
	site   *settings
	last   map[string]*Post // what there is of each file
	packer *packer
	buf    []byte // of all files, else the garbage is as large as the posts
}

func (f *fileReader) read(src *source) *reading {
	data, err := readLimited(f.root, src.file, f.site.maxFile, f.buf)
	if err != nil {
		r := &reading{site: f.site, src: src, post: &Post{File: Clean(src.file)}}
		r.fail(value{}, "cannot be read: %v", reason(err))
		return r
	}
	f.buf = data
	r := read(f.site, src, data)
	r.post.Text = f.packer.pack(r.post.Text, f.last[r.post.File])
	return r
}

// tooLargeError says that a file is over the limit.
type tooLargeError struct{ size, limit int64 }

func (e *tooLargeError) Error() string {
	return fmt.Sprintf("%d KiB is more than the limit of %d KiB", (e.size+1023)>>10, e.limit>>10)
}

var errNotRegular = errors.New("not a regular file")

// readLimited reads a regular file of at most limit bytes, into buf if there is room. Anything else is not opened: a
// pipe would wait for its writer.
func readLimited(root *os.Root, name string, limit int64, buf []byte) ([]byte, error) {
	info, err := root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotRegular
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err = f.Stat(); err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, &tooLargeError{size: info.Size(), limit: limit}
	}
	data := slices.Grow(buf[:0], int(info.Size())+1) // one more, to meet the end without growing
	for {
		n, err := f.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case int64(len(data)) > limit:
			return nil, &tooLargeError{size: int64(len(data)), limit: limit}
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return nil, err
		case len(data) == cap(data): // it grew since it was asked for its size
			data = append(data, 0)[:len(data)]
		}
	}
}
