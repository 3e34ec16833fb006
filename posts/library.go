package posts

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Library is all posts of one blog as they are seen at one moment: immutable, sorted, looked up by
// name. Readers keep a pointer to one; a change of the files makes a new one.
type Library struct {
	folder   string // the blog's, as it was given: assets are read from it
	site     Site
	preview  bool
	home     *Post
	all      []*Post // every post that could be read, sorted: pinned, date descending, title, slug
	listed   []*Post // those a reader sees in lists
	problems []Problem
	at       time.Time
	byName   map[string]*Post // slugs and aliases of what can be reached; slugs win
	atFile   map[string]*Post // what can be reached, by fileKey
}

// Site describes the blog as a whole.
type Site struct {
	Title       string
	Description string
	Author      Author
	BaseURL     string // without a trailing slash; empty if not known
	Lang        string
	Zone        *time.Location
	Sort        string            // "date" or "weight"
	Future      bool              // posts that are dated in the future are shown all the same
	Generator   string            // "Postern", "Hugo", "Jekyll", "Zola" or "plain"
	Content     string            // folder that holds the posts, slash-separated, below the blog's folder; "." is the folder itself
	Sources     map[string]string // field in lower case ("title") -> file or rule that it was taken from
}

// Severity tells a [Problem] that hides something from one that is only worth a look.
type Severity int

// The severities, from the least to the worst.
const (
	Warning Severity = iota
	Error
)

// String returns "warning" or "error".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Problem is something wrong with a file.
type Problem struct {
	File     string // slash-separated, below the blog's folder
	Line     int    // from 1; 0 if it concerns the whole file
	Column   int    // from 1; 0 if not known
	Severity Severity
	Hides    bool // because of it the file, or all of the folder, is not shown
	Message  string
}

// Compare orders problems by their places.
func (p Problem) Compare(q Problem) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// saysHidden are the words by which messages say of themselves that something is not shown.
var saysHidden = []string{"not shown", "shown to nobody", "kept as a draft", "left out", "not read"}

// Text returns the message, which says so if something is not shown.
func (p Problem) Text() string {
	said := func(words string) bool { return strings.Contains(p.Message, words) }
	if p.Hides && !slices.ContainsFunc(saysHidden, said) {
		return p.Message + "; not shown"
	}
	return p.Message
}

// String formats a problem as compilers do: file:line:column: severity: text.
func (p Problem) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
		if p.Column > 0 {
			fmt.Fprintf(&b, ":%d", p.Column)
		}
	}
	b.WriteString(": " + p.Severity.String() + ": " + p.Text())
	return b.String()
}

// Hidden counts the posts that readers do not find in the list, by reason.
type Hidden struct {
	Drafts    int
	Scheduled int
	Expired   int
	Unlisted  int
	Members   int // for readers who can prove who they are
}

// TagCount is a tag with the number of listed posts that carry it.
type TagCount struct {
	Tag
	Posts int
}

// SeriesCount is a series with the number of its listed posts.
type SeriesCount struct {
	Name  string
	Posts int
}

// NotFoundError says that no post has a name, and what was probably meant.
type NotFoundError struct {
	Name      string
	Near      []string // at most three slugs, the nearest first
	Ambiguous bool     // Name is the beginning of several slugs, some of which are Near
}

func (e *NotFoundError) Error() string {
	switch {
	case e.Ambiguous:
		return fmt.Sprintf("%q is the beginning of several posts: %s", e.Name, strings.Join(e.Near, ", "))
	case len(e.Near) > 0:
		return fmt.Sprintf("no post %q; did you mean %s?", e.Name, strings.Join(e.Near, ", "))
	default:
		return fmt.Sprintf("no post %q", e.Name)
	}
}
