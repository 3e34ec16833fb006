package posts

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Words, as the full-text index knows them. One function cuts and folds the text of posts, the query, and the
// text that a snippet is cut from, so that the three cannot disagree.
//
// A word is a run of letters, digits and marks. Of scripts that are written without blanks between words, and
// of Hangul, whose words carry their particles, each character is a word, and several in a row are searched
// for as a phrase: any part of such a text is found, however short.

// maxWord is how long a folded word may be, in bytes: what is longer (encoded data) is known by its beginning.
const maxWord = 64

// word is a word of a text and where it stands.
type word struct {
	folded   string
	from, to int // bytes
}

// wordsOf yields the words of a text in NFC.
func wordsOf(s string) iter.Seq[word] {
	return func(yield func(word) bool) {
		for i := 0; i < len(s); {
			r, size := runeAt(s, i)
			if !startsWord(r) {
				i += size
				continue
			}
			end := i + size
			alone, ascii := isUnspaced(r), r < utf8.RuneSelf
			for end < len(s) {
				r, size := runeAt(s, end)
				if !continuesWord(r, alone) {
					break
				}
				ascii = ascii && r < utf8.RuneSelf
				end += size
			}
			if folded := fold(s[i:end], ascii); folded != "" && !yield(word{folded, i, end}) {
				return
			}
			i = end
		}
	}
}

func runeAt(s string, i int) (rune, int) {
	if c := s[i]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	return utf8.DecodeRuneInString(s[i:])
}

func startsWord(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

func continuesWord(r rune, alone bool) bool {
	switch {
	case r < utf8.RuneSelf:
		return !alone && startsWord(r)
	case unicode.IsMark(r), r == halfVoiced, r == halfSemiVoiced, r == softHyphen, r == zeroWidthJoiner, r == zeroWidthNonJoiner:
		return true
	}
	return !alone && startsWord(r) && !isUnspaced(r)
}

const (
	softHyphen         = '\u00ad'
	zeroWidthNonJoiner = '\u200c'
	halfVoiced         = '\uff9e' // marks of kana, which Unicode has as letters
	halfSemiVoiced     = '\uff9f'
	prolongedSound     = '\u30fc' // of kana, but Common in Unicode's Scripts.txt
	firstUnspaced      = '\u0e00' // Thai: what comes before need not be looked up
)

func isUnspaced(r rune) bool {
	return r >= firstUnspaced && (r == prolongedSound || unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana,
		unicode.Hangul, unicode.Bopomofo, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar))
}

// fold makes words equal that differ by case, diacritics or width.
func fold(s string, ascii bool) string {
	if ascii {
		s = strings.ToLower(s)
		return s[:min(len(s), maxWord)]
	}
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case isDiacritic(r), r == softHyphen, r == zeroWidthJoiner, r == zeroWidthNonJoiner:
			continue
		}
		r = unicode.ToLower(r)
		if plain, ok := plainLetter(r); ok {
			b.WriteString(plain)
		} else {
			b.WriteRune(r)
		}
	}
	folded := norm.NFC.String(b.String())
	if len(folded) > maxWord {
		folded = strings.ToValidUTF8(folded[:maxWord], "")
	}
	return folded
}

// isDiacritic reports whether a mark is no part of its letter's identity. The marks of kana are, and so are the
// vowel signs of Indic scripts.
func isDiacritic(r rune) bool {
	const voiced, semiVoiced = '\u3099', '\u309a'
	return r >= utf8.RuneSelf && unicode.In(r, unicode.Mn) && unicode.In(r, unicode.Inherited, unicode.Hebrew) &&
		r != voiced && r != semiVoiced
}

// plainLetter returns what is typed for a letter that does not decompose.
func plainLetter(r rune) (string, bool) {
	switch r {
	case 'ß':
		return "ss", true
	case 'æ':
		return "ae", true
	case 'œ':
		return "oe", true
	case 'ø':
		return "o", true
	case 'ł':
		return "l", true
	case 'đ', 'ð':
		return "d", true
	case 'þ':
		return "th", true
	case 'ı':
		return "i", true
	case 'ς':
		return "σ", true
	}
	return "", false
}

// folded returns the words of a text with a blank between them: what is given to the index.
func folded(s string) string {
	var b strings.Builder
	b.Grow(len(s) + len(s)/8)
	for w := range wordsOf(norm.NFC.String(s)) {
		b.WriteString(w.folded)
		b.WriteByte(' ')
	}
	return b.String()
}
