package posts

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// Which folder holds the posts. What lies beside it is nobody's to read, so a folder that was found once is kept, and
// the blog's folder itself is taken only where there is no other that could be meant.

// findContent settles which folder holds the posts: the one that the owner names, else the one that a library before
// this was read from, else one that is looked for.
func (s *settings) findContent(root *os.Root, config configuration, opts Options) error {
	s.contentRoot = "content"
	if dir := path.Clean(config.get("contentdir").str()); dir != "." && filepath.IsLocal(dir) {
		s.contentRoot = dir
	}
	kept := opts.Previous.foundContent()
	switch {
	case opts.Content != "":
		if err := s.useContent(root, opts.Content); err != nil {
			return err
		}
		s.Sources["content"] = "postern.toml"
		return nil
	case kept != "":
		if err := s.useContent(root, kept); err != nil {
			return err
		}
	default:
		s.lookForContent(root, config.generator)
	}
	s.Sources["content"] = "looked for"
	if s.Content == "_posts" && isFolder(root, "_drafts") {
		s.folders = append(s.folders, "_drafts")
	}
	return nil
}

// foundContent returns the folder that the posts of a library were found in, "" if nothing was: neither a folder that
// is made for posts, nor a post.
func (l *Library) foundContent() string {
	if l == nil || l.site.Content == "." && len(l.all) == 0 {
		return ""
	}
	return l.site.Content
}

// lookForContent takes the first of the folders that generators use that holds Markdown. If none does, it takes the
// first that is there: a disk that is not mounted must not show all that lies beside it.
func (s *settings) lookForContent(root *os.Root, generator string) {
	s.looked = []string{
		"posts", "_posts", path.Join(s.contentRoot, "posts"), path.Join(s.contentRoot, "post"),
		path.Join(s.contentRoot, "blog"), s.contentRoot, "src/content/blog",
	}
	if generator == generatorJekyll {
		s.looked[0], s.looked[1] = s.looked[1], s.looked[0] // posts/ is a page of its site
	}
	found := slices.IndexFunc(s.looked, func(dir string) bool { return holdsMarkdown(root, dir, 0) })
	if found < 0 {
		found = slices.IndexFunc(s.looked, func(dir string) bool { return isFolder(root, dir) || isLink(root, dir) })
	}
	if found < 0 {
		found, s.looked = len(s.looked), append(s.looked, ".")
	}
	s.Content = s.looked[found]
	s.folders = []string{s.Content}
}

func (s *settings) useContent(root *os.Root, asked string) error {
	dir := path.Clean(filepath.ToSlash(asked))
	if !filepath.IsLocal(dir) {
		return fmt.Errorf("content %q is not below the blog's folder", asked)
	}
	info, err := root.Stat(dir)
	if err != nil {
		return fmt.Errorf("content %q: %w", asked, reason(err))
	}
	if !info.IsDir() {
		return fmt.Errorf("content %q is not a folder", asked)
	}
	s.Content, s.folders, s.looked = dir, []string{dir}, []string{dir}
	return nil
}

// isLink reports whether a name is a symbolic link, wherever it leads and whether that is there now.
func isLink(root *os.Root, name string) bool {
	info, err := root.Lstat(name)
	return err == nil && info.Mode()&fs.ModeSymlink != 0
}

func isFolder(root *os.Root, dir string) bool {
	info, err := root.Stat(dir)
	return err == nil && info.IsDir()
}

// holdsMarkdown reports whether a post may lie in a folder or below it. A folder that cannot be read
// counts: better an error than another folder served in its place.
func holdsMarkdown(root *os.Root, dir string, depth int) bool {
	if !isFolder(root, dir) || depth > maxFolders {
		return false
	}
	entries, err := fs.ReadDir(root.FS(), dir)
	if err != nil {
		return true
	}
	hidden := func(name string) bool { return name[0] == '.' || name[0] == '_' }
	for _, e := range entries {
		if !hidden(e.Name()) && !e.IsDir() && isMarkdown(e.Name()) {
			return true
		}
	}
	for _, e := range entries {
		if !hidden(e.Name()) && e.IsDir() && !slices.Contains(skippedFolders, e.Name()) &&
			holdsMarkdown(root, path.Join(dir, e.Name()), depth+1) {
			return true
		}
	}
	return false
}
