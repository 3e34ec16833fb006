package posts

import (
	"cmp"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// source is a file that is a post, with what its place says of it.
type source struct {
	file    string // slash-separated, below the blog's folder
	dir     string // that the file or the bundle lies in
	section string // the nearest folder above it that has an _index.md; empty if there is none
	name    string // of the file or the bundle, with its date, without extension and language
	title   string // name without its date
	date    time.Time
	lang    string // from a suffix such as .fr.md
	access  []string
	draft   bool // under a folder of drafts
	home    bool
	size    int64
	modTime time.Time
	assets  []Asset
}

const (
	maxPosts   = 50_000 // files: beyond it something else than a blog was pointed at
	maxFolders = 32     // folders inside each other
	maxAssets  = 2_000  // files of one bundle
)

var markdown = []string{".md", ".markdown", ".mdown", ".mkd"}

// skippedFolders hold no posts wherever they are: what generators and package managers write or bring.
var skippedFolders = []string{"node_modules", "vendor", "public", "themes"}

// skippedAtTop are folders of Postern and of generators, when the blog's folder itself holds the posts.
var skippedAtTop = []string{"keys", "state", "resources"}

var draftFolders = []string{"_drafts", "drafts"}

// homeNames are the files whose text is the home text, if they lie at the top; the first wins.
var homeNames = []string{"index", "readme", "_index", "_readme"}

// walk finds the posts below a folder.
type walk struct {
	root     *os.Root
	site     *settings
	found    []source
	homes    []source
	problems []Problem
	linked   []fs.FileInfo // folders that were reached through a symbolic link
	full     bool
}

// folder is a folder on the way down.
type folder struct {
	path    string
	depth   int
	draft   bool
	access  []string
	section string        // the nearest folder with an _index.md, this one included
	above   []fs.FileInfo // the folders from the top to this one: a link to one of them is a loop
}

func (w *walk) warn(file, format string, args ...any) {
	w.problems = append(w.problems, problem(file, Warning, format, args...))
}

// fail reports a file or a folder that is not shown.
func (w *walk) fail(file, format string, args ...any) {
	p := problem(file, Error, format, args...)
	p.Hides = true
	w.problems = append(w.problems, p)
}

// top walks a folder that holds posts. Its error says that the folder cannot be read at all.
func (w *walk) top(dir string) error {
	info, err := w.root.Stat(dir)
	if err != nil {
		return err
	}
	entries, err := fs.ReadDir(w.root.FS(), dir)
	if err != nil {
		return err
	}
	at := folder{path: dir, draft: slices.Contains(draftFolders, path.Base(dir)), above: []fs.FileInfo{info}}
	w.entries(at, entries)
	slices.SortStableFunc(w.homes, func(a, b source) int {
		return cmp.Compare(slices.Index(homeNames, strings.ToLower(a.name)), slices.Index(homeNames, strings.ToLower(b.name)))
	})
	return nil
}

func (w *walk) folder(at folder) {
	entries, err := fs.ReadDir(w.root.FS(), at.path)
	if err != nil {
		w.fail(at.path, "cannot be read: %v", reason(err))
		return
	}
	w.entries(at, entries)
}

// reason is the part of an error that does not repeat the path.
func reason(err error) error {
	if pe, ok := err.(*fs.PathError); ok { //nolint:errorlint // only the outermost layer names the path
		return pe.Err
	}
	return err
}

// item is an entry of a folder, links followed.
type item struct {
	name string
	file string
	info fs.FileInfo
	link bool
}

func (w *walk) entries(at folder, entries []fs.DirEntry) {
	items := w.items(at, entries)
	at.access = w.folderAccess(at, items)
	if slices.ContainsFunc(items, isSectionPage) {
		at.section = at.path
	}
	if at.depth > 0 && slices.ContainsFunc(items, isIndex) {
		w.bundle(at, items)
		return
	}
	for _, it := range items {
		switch {
		case it.info.IsDir():
			if w.skipsFolder(at, it) {
				continue
			}
			w.descend(at, it)
		case isMarkdown(it.name):
			w.post(at, it)
		}
	}
}

// items follows links, and leaves out what is hidden, gone or leads out of the blog's folder.
func (w *walk) items(at folder, entries []fs.DirEntry) []item {
	var items []item
	for _, e := range entries {
		it := item{name: e.Name(), file: path.Join(at.path, e.Name()), link: e.Type()&fs.ModeSymlink != 0}
		if strings.HasPrefix(it.name, ".") || w.site.excluded(it.file) {
			continue
		}
		var err error
		if it.link {
			it.info, err = w.root.Stat(it.file)
		} else {
			it.info, err = e.Info()
		}
		switch {
		case err == nil && (it.info.IsDir() || it.info.Mode().IsRegular()):
			items = append(items, it)
		case err == nil: // a socket, a pipe, a device: to open one may take for ever
			if isMarkdown(it.name) {
				w.fail(it.file, "%v", errNotRegular)
			}
		case it.link && (isMarkdown(it.name) || path.Ext(it.name) == ""):
			w.fail(it.file, "the link is not followed: it leads out of the blog's folder, or nowhere, or begins with a slash")
		case !it.link && !os.IsNotExist(err):
			w.fail(it.file, "cannot be read: %v", reason(err))
		}
	}
	return items
}

func (w *walk) skipsFolder(at folder, it item) bool {
	if slices.Contains(draftFolders, it.name) {
		return false
	}
	return strings.HasPrefix(it.name, "_") || slices.Contains(skippedFolders, it.name) ||
		at.path == "." && slices.Contains(skippedAtTop, it.name)
}

// descend walks a folder in a folder. Links are followed once and never in a circle.
func (w *walk) descend(at folder, it item) {
	same := func(info fs.FileInfo) bool { return os.SameFile(info, it.info) }
	if it.link {
		if slices.ContainsFunc(at.above, same) || slices.ContainsFunc(w.linked, same) {
			w.warn(it.file, "the link is not followed: its folder is read already")
			return
		}
		w.linked = append(w.linked, it.info)
	}
	if at.depth == maxFolders {
		w.fail(it.file, "not read: more than %d folders inside each other", maxFolders)
		return
	}
	w.folder(folder{
		path: it.file, depth: at.depth + 1, access: at.access, section: at.section,
		draft: at.draft || slices.Contains(draftFolders, it.name),
		above: append(slices.Clip(at.above), it.info),
	})
}

// post takes a Markdown file that is a post or the home text.
func (w *walk) post(at folder, it item) {
	stem := stemOf(it.name)
	if at.depth == 0 && slices.Contains(homeNames, strings.ToLower(stem)) {
		src := w.source(at, it, stem)
		src.home = true
		w.homes = append(w.homes, src)
		return
	}
	if !strings.HasPrefix(it.name, "_") {
		w.add(w.source(at, it, stem))
	}
}

func (w *walk) add(src source) {
	if len(w.found) < maxPosts {
		w.found = append(w.found, src)
		return
	}
	if !w.full {
		w.full = true
		w.fail(src.file, "not read, nor are others: more than %d posts", maxPosts)
	}
}

func (w *walk) source(at folder, it item, stem string) source {
	src := source{
		file: it.file, dir: at.path, section: at.section, access: at.access, draft: at.draft,
		size: it.info.Size(), modTime: it.info.ModTime(),
	}
	src.name, src.lang = w.site.cutLang(stem)
	day, rest, dated := cutDate(src.name, w.site.Zone)
	src.date, src.title = day, rest
	if !dated && at.depth > 0 {
		src.date, _, _ = cutDate(path.Base(at.path), w.site.Zone)
	}
	if dated && rest == "" {
		src.title = src.name // all that there is
	}
	if !dated && datePrefix.MatchString(src.name) {
		w.warn(it.file, "the name begins like a date, but there is no day %s", src.name[:len(time.DateOnly)])
	}
	return src
}

func isMarkdown(name string) bool {
	return slices.Contains(markdown, strings.ToLower(path.Ext(name)))
}

func stemOf(name string) string {
	return strings.TrimSuffix(name, path.Ext(name))
}
