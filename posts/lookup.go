package posts

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	maxNear    = 3  // names that an error offers
	maxGuessed = 80 // bytes of a name that near ones are looked for: a longer one is no typing mistake
	shownName  = 64 // characters of a name that an error repeats
)

// Lookup finds the post that a reader means: by slug, by alias, by `latest`, or by the beginning of a
// slug that no other listed post shares. Names are normalised first: case, slashes around them and .html or
// .md do not matter, and the path or the URL that a post has on the web will do. Posts that are not published are not found; unlisted ones only by a full name.
// The error is a [*NotFoundError].
func (l *Library) Lookup(name string) (*Post, error) {
	if p := l.Named(name); p != nil {
		return p, nil
	}
	wanted := l.addresses(name)[0]
	notFound := &NotFoundError{Name: shownAs(name)}
	if wanted == "" {
		return nil, notFound
	}
	var begin []*Post
	for _, p := range l.listed {
		if strings.HasPrefix(p.Slug, wanted) {
			begin = append(begin, p)
		}
	}
	if len(begin) == 1 {
		return begin[0], nil
	}
	if len(begin) > 1 {
		notFound.Ambiguous = true
		for _, p := range begin[:min(len(begin), maxNear)] {
			notFound.Near = append(notFound.Near, p.Slug)
		}
		return nil, notFound
	}
	if len(wanted) <= maxGuessed {
		notFound.Near = l.near(wanted)
	}
	return nil, notFound
}

// Named is [Library.Lookup] for whole names only: a slug, an alias or `latest`. It returns nil if there is none.
func (l *Library) Named(name string) *Post {
	for _, wanted := range l.addresses(name) {
		if wanted == latest {
			if p := l.newest(); p != nil {
				return p
			}
		}
		if p := l.byName[wanted]; p != nil {
			return p
		}
	}
	return nil
}

// addresses returns what a name may stand for, never nothing: what follows the site's own path, if that is how it
// begins, with or without the host, then all of it.
func (l *Library) addresses(name string) []string {
	whole := address(name)
	_, base, _ := strings.Cut(l.site.BaseURL, "://")
	for _, prefix := range []string{slugPath(base), slugPath(pathOf(l.site.BaseURL))} {
		if rest, ok := strings.CutPrefix(whole, prefix+"/"); ok && prefix != "" {
			return []string{rest, whole}
		}
	}
	return []string{whole}
}

func (l *Library) newest() *Post {
	var newest *Post
	for _, p := range l.listed {
		if newest == nil || p.Date.After(newest.Date) {
			newest = p
		}
	}
	return newest
}

func shownAs(name string) string {
	runes := []rune(CleanLine(name[:min(len(name), maxAddress)]))
	return string(runes[:min(len(runes), shownName)])
}

// near returns the slugs that were most likely meant: those that differ by a typing mistake, then
// those that hold the name, or most of its words.
func (l *Library) near(wanted string) []string {
	type guess struct {
		slug string
		off  int // the lower the better
	}
	var guesses []guess
	words := strings.FieldsFunc(wanted, func(r rune) bool { return r == '-' || r == '/' })
	mistakes := forgiven(wanted)
	for _, p := range l.listed {
		if d := distance(wanted, beginning(p.Slug)); d <= mistakes {
			guesses = append(guesses, guess{p.Slug, d})
			continue
		}
		missing := wordsMissing(words, p.Slug)
		if missing*2 < len(words) {
			guesses = append(guesses, guess{p.Slug, mistakes + 1 + missing})
		}
	}
	slices.SortStableFunc(guesses, func(a, b guess) int { return cmp.Compare(a.off, b.off) })
	var near []string
	for _, g := range guesses[:min(len(guesses), maxNear)] {
		near = append(near, g.slug)
	}
	return near
}

const (
	shortestTypo = 4 // characters: of shorter names every other one is near
	lettersRight = 3 // of so many characters one may be wrong
)

// forgiven is how many typing mistakes a name may have.
func forgiven(name string) int {
	n := utf8.RuneCountInString(name)
	if n < shortestTypo {
		return 0
	}
	return n / lettersRight
}

// beginning bounds the work that one wrong name causes.
func beginning(slug string) string {
	if len(slug) > maxGuessed {
		return slug[:maxGuessed]
	}
	return slug
}

// shortestPart is in bytes: one or two letters stand in every slug, a character of a script without blanks does not.
const shortestPart = 3

// wordsMissing counts the words of a name that a slug does not have; a longer word may have a typing mistake.
func wordsMissing(words []string, slug string) int {
	missing := 0
	for _, w := range words {
		found := len(w) >= shortestPart && strings.Contains(slug, w)
		for part := range strings.SplitSeq(slug, "-") {
			found = found || w == part || forgiven(w) > 0 && distance(w, part) <= 1
		}
		if !found {
			missing++
		}
	}
	return missing
}
