package render

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/rivo/uniseg"
)

// averageWord is how long words are, blanks included, in bytes: for the first size of lists of them.
const averageWord = 5

// divide finds the words of a text.
func (t *text) divide() {
	t.words = segment(t.s, make([]word, 0, len(t.s)/averageWord+1))
	if slices.ContainsFunc(t.spans, func(s span) bool { return s.roles&unbroken != 0 }) {
		t.joinWords()
	}
}

// unbroken are the roles in which a line does not end but at a blank: half a flag or a path is read as something else, and
// a number belongs to the word before it.
const unbroken = codeSpan | linkNum | noteNum

// joinWords takes back the breaks in code, and before the numbers of links and footnotes.
func (t *text) joinWords() {
	joined, span := t.words[:0], 0
	for _, w := range t.words {
		if n := len(joined); n > 0 {
			at := joined[n-1].end
			for t.spans[span].end < at {
				span++
			}
			before, after := t.spans[span].roles, t.spans[span].roles
			if t.spans[span].end == at {
				after = t.spans[span+1].roles
			}
			isOne := before&after&codeSpan != 0 || after&^before&(linkNum|noteNum) != 0
			if last, _ := utf8.DecodeLastRuneInString(t.s[:at]); isOne && !unicode.IsSpace(last) {
				joined[n-1] = word{w.end, joined[n-1].cells + w.cells}
				continue
			}
		}
		joined = append(joined, w)
	}
	t.words = joined
}

// segment finds where a text may be broken (Unicode Standard Annex 14) and how wide it is between.
//
// Most text is plain words with single spaces between them, for which the rules come to "break after the
// space"; only the rest is put through the whole algorithm.
func segment(s string, words []word) []word {
	for start := 0; start < len(s); {
		if s[start] == '\n' { // a hard break belongs to the word before it, or is one without width
			if start > 0 && len(words) > 0 && s[start-1] != '\n' {
				words[len(words)-1].end++
			} else {
				words = append(words, word{end: int32(start + 1)})
			}
			start++
			continue
		}
		end, plain := chunk(s, start)
		if plain {
			words = append(words, word{int32(end), int32(len(strings.TrimRight(s[start:end], " ")))})
		} else {
			words = segmentFully(s, start, end, words)
		}
		start = end
	}
	return words
}

// chunk returns the end of the stretch that begins at start and ends after a space where a break is allowed
// whatever stands around: between a letter, digit or one of ,.; and a letter or digit. It is plain if
// it also has no place for a break within.
func chunk(s string, start int) (end int, plain bool) {
	plain = true
	for i := start; i < len(s); i++ {
		c := s[i]
		if c == '\n' {
			return i, plain
		}
		if c != ' ' {
			plain = plain && (isPlain(c) || c == '"' || c == '\'')
			continue
		}
		if i+1 < len(s) && i > start && isPlain(s[i-1]) && isAlnum(s[i+1]) {
			return i + 1, plain
		}
		plain = plain && (i+1 == len(s) || s[i+1] == '\n')
	}
	return len(s), plain
}

func isPlain(c byte) bool { return isAlnum(c) || c == ',' || c == '.' || c == ';' || c == ':' }

func isAlnum(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func segmentFully(s string, start, end int, words []word) []word {
	var width, blanks int // of the word so far
	inURL := false        // URLs are broken last, by cut
	letters := 0          // of the word so far; a hyphen or stroke before the first is part of it (the same, LB20a)
	rest, state := s[start:end], -1
	for at := start; rest != ""; {
		var cluster string
		var found int
		cluster, rest, found, state = uniseg.StepString(rest, state)
		at += len(cluster)
		w := cells(cluster)
		if isBlank(cluster) {
			blanks += w
			inURL, letters = false, 0
		} else {
			width, blanks = width+blanks+w, 0
			if isLetter(cluster) {
				letters++
			}
			inURL = w < 2 && (inURL || cluster == ":" && strings.HasPrefix(rest, "//"))
		}
		mayBreak := found & uniseg.MaskLine
		within := inURL || letters < leastBefore(cluster)
		if mayBreak == uniseg.LineMustBreak || mayBreak == uniseg.LineCanBreak && !within ||
			cluster == " " && beginsPath(rest) || rest == "" {
			words = append(words, word{int32(at), int32(width)})
			width, blanks, letters = 0, 0, 0
		}
	}
	return words
}

// beginsPath tells whether a text begins like /etc, .ssh, ../a or :help: there a line may begin, though none may with a
// stroke, stop or colon alone (the same, LB13).
func beginsPath(s string) bool {
	name := strings.TrimLeft(s, "./:")
	return len(name) < len(s) && isLetter(name)
}

// leastBefore is how many letters stand at least before a hyphen or a stroke at which a line ends: "e-mail", "and/or" and
// "TCP/IP" are read in one.
func leastBefore(cluster string) int {
	switch cluster {
	case "-", "\u2010":
		return 2
	case "/":
		return 4
	default:
		return 0
	}
}

// isLetter tells whether a text begins with a letter or a digit.
func isLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

func isBlank(cluster string) bool {
	r, n := utf8.DecodeRuneInString(cluster)
	return n == len(cluster) && unicode.IsSpace(r)
}

// cells returns how many cells a terminal gives to a text.
func cells(s string) int {
	if len(s) == 1 {
		if s[0] < ' ' {
			return 0
		}
		return 1
	}
	return ansi.StringWidth(s)
}

// countText counts the characters of a text that are not blank.
func countText(s string) Place {
	var n Place
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c > ' ' {
				n++
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsSpace(r) {
			n++
		}
		i += size
	}
	return n
}

// cutWord is cut for a word that is wider than a line: if the end has one of the characters near it after
// which URLs are broken, it cuts there.
func cutWord(s string, width int) (n, used int) {
	n, used = cut(s, width)
	if n == len(s) {
		return n, used
	}
	if nice := strings.LastIndexAny(s[:n], "/?&=-_.,;%#") + 1; nice > n/2 {
		return nice, cells(s[:nice])
	}
	return n, used
}

// cut returns the longest beginning of s that fills at most width cells without cutting a character, but at
// least one character, and its width.
func cut(s string, width int) (n, used int) {
	state := -1
	for rest := s; rest != ""; {
		var cluster string
		cluster, rest, _, state = uniseg.FirstGraphemeClusterInString(rest, state)
		w := cells(cluster)
		if n > 0 && used+w > width {
			return n, used
		}
		n, used = n+len(cluster), used+w
	}
	return n, used
}
