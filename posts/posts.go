// Package posts reads a folder of Markdown files, as Postern, Hugo, Jekyll, Zola and others keep them,
// into an immutable, sorted [Library]. It knows files, front matter and dates; it knows nothing of
// terminals or SSH, and it imports nothing else of Postern.
//
// Whatever is wrong with a file becomes a [Problem] that names the file and the line. A broken file
// never shows its front matter and never stops the others from being read.
package posts

import "time"

// Post is one post. It does not change after [Load] has returned it and may be shared freely.
type Post struct {
	Slug      string    // the address: lower case, unique in the library
	Title     string    // plain text, never empty
	ListTitle string    // what the list shows: Hugo's linkTitle, else Title
	Date      time.Time // when it was written, in the zone that the file or the site names
	DateOnly  bool      // the file gave a day without a time
	Updated   time.Time // zero unless the file says so
	PublishAt time.Time // not shown before this time
	ExpireAt  time.Time // not shown from this time on; zero: never

	Draft    bool
	Unlisted bool // reachable by its address, in no list, feed or search
	Pinned   bool // on top of the list
	Access   []string

	Tags        []Tag
	Categories  []Tag
	Description string // plain text of at most 200 characters
	Aliases     []string
	Authors     []Author
	Image       Image
	Lang        string // BCP 47; empty if neither file nor site says
	Weight      int
	Series      string
	SeriesOrder int
	TOC         TOC

	Text
	BodyLine int    // line of File at which Body starts, from 1
	Words    int    // words of the body outside code; CJK characters count as one each
	File     string // slash-separated path below the blog's folder
	Assets   []Asset
	Extra    map[string]any // front matter that Postern has no use for, by its normalised key
	Version  string         // hash of what is shown of the post: equal versions are drawn alike
}

// Tag is a tag or a category.
type Tag struct {
	Key   string // case-folded: what tags are compared by
	Label string // as first spelt
}

// Author is a person who wrote a post. Only Name is always set.
type Author struct {
	Name  string
	Email string
	URL   string
}

// Image is the picture that stands for a post. The zero value means that it has none.
type Image struct {
	Src string // as written
	Alt string
}

// Asset is a file that lies in a post's bundle.
type Asset struct {
	Name    string // slash-separated, relative to the bundle
	File    string // slash-separated, below the blog's folder
	Size    int64  // bytes
	ModTime time.Time
}

// TOC says whether a post wants a table of contents.
type TOC struct {
	Set   bool // the file says so; otherwise there is one from three headings on
	Shown bool
	Depth int // deepest heading level shown; 0: all
}

// readingSpeed is in words a minute: a careful reader of technical prose.
const readingSpeed = 220

// ReadingTime returns how long the post takes to read, in whole minutes and at least one.
func (p *Post) ReadingTime() time.Duration {
	return time.Duration(max(1, (p.Words+readingSpeed/2)/readingSpeed)) * time.Minute
}

// revisedAfter is how much later than a post its last change has to be to be worth a word.
const revisedAfter = 24 * time.Hour

// Revised reports whether Updated is worth showing: at least a day after Date.
func (p *Post) Revised() bool {
	return !p.Updated.IsZero() && p.Updated.Sub(p.Date) >= revisedAfter
}
