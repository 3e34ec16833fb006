package render

import (
	"strconv"
	"strings"
	"unicode"

	"postern/posts"
)

// headingIDs are the ids that a post has given to headings so far, and how often each was asked for.
type headingIDs map[string]int

// id returns the id of a heading: the one its author gave it, or one made of its text as GitHub does
// it. Ids are unique in a post: "-1", "-2" and so on tell those apart that would be alike.
func (ids headingIDs) id(given, words string) string {
	id := given
	if id == "" {
		id = slug(words)
	}
	unique := id
	for n := ids[id]; ; n++ {
		if n > 0 {
			unique = id + "-" + strconv.Itoa(n)
		}
		if _, taken := ids[unique]; !taken {
			ids[id] = n + 1
			ids[unique] = max(ids[unique], 1)
			return unique
		}
	}
}

// alike returns what the ids have in common that generators make of one heading: GitHub drops punctuation, Zola makes a "-" of it
// and takes accents away, others keep a "." or upper case.
func alike(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
			return r
		}
		return -1
	}, posts.Unaccented(strings.ToLower(id)))
}

// anchors are the places in a post that have ids: headings, footnotes and elements of HTML.
type anchors map[string]Place

// find returns the place that an id names. If there is none of that very name, it is the first that another generator may
// have given it to.
func (a anchors) find(id string) (at Place, ok bool) {
	if at, ok = a[id]; ok {
		return at, true
	}
	wanted := alike(id)
	if wanted == "" {
		return 0, false
	}
	for name, place := range a {
		if (!ok || place < at) && alike(name) == wanted {
			at, ok = place, true
		}
	}
	return at, ok
}

// slug keeps letters, digits, "-" and "_", in lower case, and makes each blank a "-".
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(s)) {
		switch {
		case r == ' ':
			b.WriteByte('-')
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

func idOf(s string) string { return posts.CleanLine(s) }
