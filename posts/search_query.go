package posts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The query, as a reader types it: words that must all be there, the last one perhaps not typed to its end; a
// "phrase in quotes"; a word or phrase that must not be there, with a minus sign before it. There is no other
// syntax: whatever else is typed separates words.

const (
	// maxQuery is how much of a query is looked at, in bytes.
	maxQuery = 256
	// maxQueryTerms is how many words and phrases of a query count; those after them are ignored.
	maxQueryTerms = 12
	// minPrefix is from how many characters on the last word also finds those that begin with it: one letter
	// begins a tenth of all words, which costs a second and finds everything.
	minPrefix = 3
)

// term is a word or a phrase that is looked for.
type term struct {
	words  []string // folded, at least one
	prefix bool     // the last word is the beginning of one
}

// query is what a reader looks for.
type query struct {
	wanted   []term
	unwanted []term
}

// parseQuery reads a query. Any text is one; it may ask for nothing.
func parseQuery(s string) query {
	s = strings.ToValidUTF8(s[:min(len(s), maxQuery)], "")
	s = norm.NFC.String(strings.Map(plainQuote, s))
	var q query
	for terms := 0; terms < maxQueryTerms; {
		p, rest, ok := nextPart(s)
		if !ok {
			break
		}
		s = rest
		t := termOf(p.text)
		if len(t.words) == 0 {
			continue
		}
		terms++
		if p.unwanted {
			q.unwanted = append(q.unwanted, t)
			continue
		}
		last := t.words[len(t.words)-1]
		t.prefix = !p.closed && strings.TrimSpace(rest) == "" && utf8.RuneCountInString(last) >= minPrefix
		if !slices.ContainsFunc(q.wanted, t.equal) {
			q.wanted = append(q.wanted, t)
		}
	}
	return q
}

// plainQuote lets the quotes that keyboards and editors put in be quotes.
func plainQuote(r rune) rune {
	if strings.ContainsRune("“”„‟«»", r) {
		return '"'
	}
	return r
}

// part is a stretch of a query between blanks or quotes.
type part struct {
	text     string
	unwanted bool
	closed   bool // a phrase with both its quotes
}

// nextPart cuts the first part off a query.
func nextPart(s string) (p part, rest string, ok bool) {
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	if s == "" {
		return part{}, "", false
	}
	if after, minus := strings.CutPrefix(s, "-"); minus {
		p.unwanted, s = true, after
	}
	if phrase, quoted := strings.CutPrefix(s, `"`); quoted {
		p.text, rest, p.closed = strings.Cut(phrase, `"`)
		return p, rest, true
	}
	end := strings.IndexFunc(s, func(r rune) bool { return r == '"' || unicode.IsSpace(r) })
	if end < 0 {
		end = len(s)
	}
	p.text = s[:end]
	return p, s[end:], true
}

func termOf(text string) term {
	var t term
	for w := range wordsOf(text) {
		t.words = append(t.words, w.folded)
	}
	return t
}

func (t term) equal(other term) bool {
	return t.prefix == other.prefix && slices.Equal(t.words, other.words)
}

// match is the query in the syntax of FTS5 (sqlite.org/fts5.html, 3). Every word stands in quotes, in which FTS5
// knows no syntax but the quote itself. A query that asks for nothing is empty.
func (q query) match() string {
	if len(q.wanted) == 0 {
		return ""
	}
	match := "(" + join(q.wanted, " AND ") + ")"
	if len(q.unwanted) > 0 {
		match += " NOT (" + join(q.unwanted, " OR ") + ")"
	}
	return match
}

func join(terms []term, operator string) string {
	all := make([]string, 0, len(terms))
	for _, t := range terms {
		s := `"` + strings.ReplaceAll(strings.Join(t.words, " "), `"`, `""`) + `"`
		if t.prefix {
			s += " *"
		}
		all = append(all, s)
	}
	return strings.Join(all, operator)
}
