package posts

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// settings are what holds for a whole blog, beyond what readers are shown of it.
type settings struct {
	Site
	contentRoot      string // folder that paths on the web begin below: Hugo's and Zola's content
	permalinks       permalinks
	folders          []string // that hold posts: Content, and Jekyll's _drafts beside it
	looked           []string // where posts were looked for, in this order
	exclude          []string // Jekyll's patterns of files to leave out
	excerptSeparator string
	languages        []string // that file names may end in; empty: any
	maxFile          int64    // bytes
}

// findSite reads what the generator's configuration says of a blog, and finds the folder of its posts.
func findSite(root *os.Root, dir string, opts Options) (*settings, []Problem, error) {
	s := &settings{maxFile: opts.MaxFileSize}
	s.Zone, s.Sort, s.Sources = time.UTC, byDate, map[string]string{"zone": "default", "sort": "default"}
	config, problems := readConfig(root, opts.MaxFileSize)
	problems = append(problems, config.apply(s)...)
	s.override(opts.Site)
	if err := s.findContent(root, config, opts.Content); err != nil {
		return nil, nil, err
	}
	s.nameGenerator(root)
	s.findTitle(root, dir)
	return s, problems, nil
}

// The orders of a list of posts.
const (
	byDate   = "date"
	byWeight = "weight"
)

// override lets what the owner set in postern.toml win.
func (s *settings) override(given Site) {
	for _, f := range siteFields {
		if f.given != nil && f.given(&s.Site, given) {
			s.Sources[f.name] = "postern.toml"
			if from := given.Sources[f.name]; from != "" {
				s.Sources[f.name] = from
			}
		}
	}
}

// findContent settles which folder holds the posts: the first of those that generators use that holds Markdown.
func (s *settings) findContent(root *os.Root, config configuration, asked string) error {
	content := "content"
	if dir := path.Clean(config.get("contentdir").str()); dir != "." && filepath.IsLocal(dir) {
		content = dir
	}
	s.contentRoot = content
	if asked != "" {
		return s.useContent(root, asked)
	}
	s.looked = []string{
		"posts", "_posts", path.Join(content, "posts"), path.Join(content, "post"), path.Join(content, "blog"),
		content, "src/content/blog", ".",
	}
	if config.generator == generatorJekyll {
		s.looked[0], s.looked[1] = s.looked[1], s.looked[0] // posts/ is a page of its site
	}
	s.Content = "."
	for _, dir := range s.looked {
		if dir == "." || holdsMarkdown(root, dir, 0) {
			s.Content = dir
			break
		}
	}
	s.Sources["content"] = "looked for"
	s.folders = []string{s.Content}
	if s.Content == "_posts" && isFolder(root, "_drafts") {
		s.folders = append(s.folders, "_drafts")
	}
	return nil
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
	s.Sources["content"] = "postern.toml"
	return nil
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

// nameGenerator says for whom the blog was written where no configuration did.
func (s *settings) nameGenerator(root *os.Root) {
	_, noConfig := root.Stat("postern.toml")
	switch {
	case s.Generator != "":
	case s.Content == "_posts":
		s.Generator = generatorJekyll
	case noConfig == nil || s.Content == "posts":
		s.Generator = generatorPostern
	default:
		s.Generator = generatorPlain
	}
}

// The generators a blog may have been written for.
const (
	generatorPostern = "Postern"
	generatorHugo    = "Hugo"
	generatorJekyll  = "Jekyll"
	generatorZola    = "Zola"
	generatorPlain   = "plain"
)

// findTitle names a blog whose configuration does not: its home text may (Zola, Hugo, prose.sh), else the
// folder's name has to do.
func (s *settings) findTitle(root *os.Root, dir string) {
	if s.Title != "" {
		return
	}
	for _, name := range []string{"_index.md", "_readme.md"} {
		if s.titleFrom(root, path.Join(s.Content, name)) {
			return
		}
	}
	if whole, err := filepath.Abs(dir); err == nil {
		dir = whole
	}
	s.Title, s.Sources["title"] = CleanLine(filepath.Base(dir)), "the folder's name"
}

func (s *settings) titleFrom(root *os.Root, file string) bool {
	data, err := readLimited(root, file, s.maxFile, nil)
	if err != nil {
		return false
	}
	doc := split(Clean(string(data)))
	meta, err := decode(doc.format, doc.front, doc.frontLine)
	if err != nil {
		return false // told when the home text is read
	}
	title, description := meta.get("title"), meta.get("description")
	if s.Title = CleanLine(decodeEntities(title.str())); s.Title == "" {
		return false
	}
	s.Sources["title"] = file
	if s.Description == "" && description.kind == scalar {
		s.Description, s.Sources["description"] = plainText(description.text), file
	}
	return true
}

// excluded reports whether Jekyll was told to leave a file out.
func (s *settings) excluded(file string) bool {
	for _, pattern := range s.exclude {
		pattern = strings.Trim(pattern, "/")
		if matched, err := path.Match(pattern, file); err == nil && matched {
			return true
		}
		if strings.HasPrefix(file, pattern+"/") {
			return true
		}
	}
	return false
}
