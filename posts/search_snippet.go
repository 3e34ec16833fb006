package posts

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Snippets are cut from the text of the post itself, not from the index: what a snippet shows is always what
// the post says now.

const (
	snippetLength = 150       // characters of text, ellipses aside
	snippetLead   = 40        // characters before the first match
	maxSnippet    = 256 << 10 // bytes of a body that a snippet is looked for in
)

// Fragment is a stretch of text that either matches the query or not.
type Fragment struct {
	Text  string // one clean line; blanks at its ends count
	Match bool
}

// span is a match in a text, in bytes.
type span struct {
	from, to int
	term     int // which one
}

// matches yields where a text has one of the wanted terms, in order; none overlaps another.
func (q query) matches(text string) iter.Seq[span] {
	longest := 1
	for _, t := range q.wanted {
		longest = max(longest, len(t.words))
	}
	return func(yield func(span) bool) {
		var ahead []word // read, and not decided
		decide := func(enough int) bool {
			for len(ahead) >= enough {
				n, length := q.longestAt(ahead)
				if length > 0 && !yield(span{ahead[0].from, ahead[length-1].to, n}) {
					return false
				}
				ahead = ahead[max(1, length):]
			}
			return true
		}
		for w := range wordsOf(text) {
			if ahead = append(ahead, w); !decide(longest) {
				return
			}
		}
		decide(1)
	}
}

// Matcher returns what finds the words and phrases that a query of [Index.Search] wants in a text: where each begins and
// ends, in bytes, from the first on; none overlaps another.
func Matcher(query string) func(text string) iter.Seq2[int, int] {
	q := parseQuery(query)
	return func(text string) iter.Seq2[int, int] {
		return func(yield func(from, to int) bool) {
			for m := range q.matches(text) {
				if !yield(m.from, m.to) {
					return
				}
			}
		}
	}
}

// longestAt returns the longest term that a text begins with, and of how many words it is.
func (q query) longestAt(words []word) (which, length int) {
	for i, t := range q.wanted {
		if len(t.words) > length && t.begins(words) {
			which, length = i, len(t.words)
		}
	}
	return which, length
}

// begins reports whether a text begins with the term.
func (t term) begins(words []word) bool {
	if len(words) < len(t.words) {
		return false
	}
	last := len(t.words) - 1
	for i, w := range t.words {
		if folded := words[i].folded; folded != w && (!t.prefix || i != last || !strings.HasPrefix(folded, w)) {
			return false
		}
	}
	return true
}

// mark cuts a line into what matches and what does not.
func (q query) mark(line string) []Fragment {
	var all []Fragment
	at := 0
	for m := range q.matches(line) {
		if m.from > at {
			all = append(all, Fragment{Text: line[at:m.from]})
		}
		all = append(all, Fragment{Text: line[m.from:m.to], Match: true})
		at = m.to
	}
	if at < len(line) {
		all = append(all, Fragment{Text: line[at:]})
	}
	return all
}

// snippet returns the stretch of a post that shows most of what was looked for: of its text, else of its
// description, else how the text begins.
func (q query) snippet(p *Post) []Fragment {
	body := p.Body()
	body = strings.ToValidUTF8(body[:min(len(body), maxSnippet)], "")
	text := CleanLine(searchText(body))
	at, found := q.best(text)
	if !found {
		described := CleanLine(norm.NFC.String(p.Description))
		if there, found := q.best(described); found || text == "" {
			text, at = described, there
		}
	}
	from, to := window(text, at)
	line := text[from:to]
	if from > 0 {
		line = "…" + line
	}
	if to < len(text) {
		line += "…"
	}
	return q.mark(line)
}

// best returns the place in a text from which on most different terms are near; the first one of equals.
func (q query) best(text string) (at int, found bool) {
	var near []span
	most := 0
	for m := range q.matches(text) {
		near = append(near, m)
		for m.to-near[0].from > snippetLength-snippetLead { // in bytes, which is near enough
			if near = near[1:]; len(near) == 0 {
				break
			}
		}
		seen := map[int]bool{m.term: true}
		for _, n := range near {
			seen[n.term] = true
		}
		if len(seen) > most {
			most, at = len(seen), m.from
			if len(near) > 0 {
				at = near[0].from
			}
		}
		if most == len(q.wanted) {
			break
		}
	}
	return at, most > 0
}

// window returns the stretch of a text around a place. It begins and ends between words where that is near.
func window(text string, at int) (from, to int) {
	from = backward(text, at, snippetLead)
	to = forward(text, from, snippetLength)
	if to == len(text) {
		from = backward(text, to, snippetLength)
		from = min(from, at)
	}
	if from > 0 && text[from-1] != ' ' {
		if i := strings.IndexByte(text[from:at], ' '); i >= 0 {
			from += i + 1
		}
	}
	if to < len(text) && text[to] != ' ' {
		if i := strings.LastIndexByte(text[at:to], ' '); i > 0 {
			to = at + i
		}
	}
	return from, to
}

// backward goes so many characters back, and further while that is inside of one.
func backward(text string, at, characters int) int {
	for ; at > 0 && (characters > 0 || joins(text, at)); characters-- {
		_, size := utf8.DecodeLastRuneInString(text[:at])
		at -= size
	}
	return at
}

// forward goes so many characters on. Long runs of marks do not lengthen it.
func forward(text string, at, characters int) int {
	start := at
	for ; at < len(text) && characters > 0; characters-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	for end := at; end > start && end < len(text); {
		if !joins(text, end) {
			return end
		}
		_, size := utf8.DecodeLastRuneInString(text[:end])
		end -= size
	}
	return at
}

// joins reports whether the place is inside of what is drawn as one character.
func joins(text string, at int) bool {
	after, _ := utf8.DecodeRuneInString(text[at:])
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	return unicode.IsMark(after) || after == zeroWidthJoiner || before == zeroWidthJoiner
}
