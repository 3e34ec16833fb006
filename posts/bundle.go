package posts

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// A bundle is a folder that is a post: its index.md, and other files that are its assets.

// isIndex reports whether an entry makes a bundle of its folder: index.md, or index.fr.md.
func isIndex(it item) bool {
	stem := strings.ToLower(stemOf(it.name))
	return isMarkdown(it.name) && !it.info.IsDir() && (stem == "index" || strings.HasPrefix(stem, "index."))
}

// bundle takes a folder with an index.md: one post (or its translations), and its assets.
func (w *walk) bundle(at folder, items []item) {
	var b assets
	for _, it := range items {
		if !isIndex(it) {
			w.collect(&b, at, it, it.name)
		}
	}
	for _, it := range items {
		if !isIndex(it) {
			continue
		}
		stem := stemOf(it.name)
		src := w.source(at, it, path.Base(at.path)+stem[len("index"):])
		src.dir, src.assets = path.Dir(at.path), b
		w.add(src)
	}
}

type assets []Asset

// collect takes a file of a bundle, or all of a folder in it. name is relative to the bundle.
func (w *walk) collect(into *assets, at folder, it item, name string) {
	if len(*into) >= maxAssets {
		return
	}
	if !it.info.IsDir() {
		*into = append(*into, Asset{
			Name: Clean(name), File: it.file, Size: it.info.Size(), ModTime: it.info.ModTime(),
		})
		return
	}
	if it.link || at.depth == maxFolders || slices.Contains(skippedFolders, it.name) {
		return
	}
	entries, err := fs.ReadDir(w.root.FS(), it.file)
	if err != nil {
		w.fail(it.file, "cannot be read: %v", reason(err))
		return
	}
	below := folder{path: it.file, depth: at.depth + 1}
	for _, sub := range w.items(below, entries) {
		w.collect(into, below, sub, path.Join(name, sub.name))
	}
}
