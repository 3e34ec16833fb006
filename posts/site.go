package posts

import (
	"os"
	"path"
	"path/filepath"
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
	if err := s.findContent(root, config, opts); err != nil {
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
