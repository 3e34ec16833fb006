package render

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"postern/posts"
)

// unescape takes Markdown's backslashes away and decodes entities (CommonMark 2.4, 2.5). What entities make is
// cleaned: "&#27;" is plain ASCII until here.
func unescape(s string) string {
	if !strings.ContainsAny(s, "\\&") {
		return s
	}
	var b strings.Builder
	decoded := false
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && isPunct(s[i+1]):
			b.WriteByte(s[i+1])
			i += 2
		case c == '&':
			n := entity(s[i:])
			b.WriteString(html.UnescapeString(s[i : i+n]))
			decoded = true
			i += n
		default:
			b.WriteByte(c)
			i++
		}
	}
	if decoded {
		return posts.Clean(b.String())
	}
	return b.String()
}

// maxEntity is the length of the longest name of an entity with its "&" and ";", in bytes.
const maxEntity = 33

// entity returns the length of the entity at the beginning of s, or 1 if there is none.
func entity(s string) int {
	end := strings.IndexByte(s[:min(len(s), maxEntity)], ';')
	switch {
	case end < 2 || strings.ContainsAny(s[1:end], " &\n\\"),
		strings.HasPrefix(s, "&#x") && end > len("&#x")+6, strings.HasPrefix(s, "&#X") && end > len("&#X")+6,
		s[1] == '#' && s[2] != 'x' && s[2] != 'X' && end > len("&#")+7:
		return 1
	default:
		return end + 1
	}
}

func isPunct(c byte) bool {
	return c > ' ' && c < 0x7f && !isAlnum(c)
}

const (
	zeroWidthJoiner   = '\u200d'
	emojiVariation    = '\ufe0f'
	enclosingKeycap   = '\u20e3'
	regionalA         = '\U0001f1e6'
	regionalZ         = '\U0001f1ff'
	firstSkinTone     = '\U0001f3fb'
	lastSkinTone      = '\U0001f3ff'
	firstEmojiOfPlane = '\U0001f000'
)

// emojiWay is how emoji are written that take several characters.
type emojiWay uint8

const (
	simpleEmoji emojiWay = iota // so that all terminals agree how wide they are
	wholeEmoji                  // as the author wrote them
)

func (way emojiWay) write(s string) string {
	if way == wholeEmoji {
		return s
	}
	return SimpleEmoji(s)
}

// SimpleEmoji writes emoji so that all terminals agree how wide they are: without skin tones, without the
// selector for coloured drawing, joined ones side by side, flags as their letters. Terminals that draw
// whole sequences as one are told apart only by mode 2027.
func SimpleEmoji(s string) string {
	if !hasSequence(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	before := rune(0)
	for i, r := range s {
		switch {
		case r == emojiVariation, r == enclosingKeycap, r >= firstSkinTone && r <= lastSkinTone:
			continue
		case r == zeroWidthJoiner && isEmoji(before) && isEmoji(next(s[i+3:])):
			continue
		case r >= regionalA && r <= regionalZ:
			b.WriteByte(byte('A' + r - regionalA))
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

func hasSequence(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < 0xe2 {
			continue
		}
		switch r, _ := utf8.DecodeRuneInString(s[i:]); {
		case r == zeroWidthJoiner, r == emojiVariation, r == enclosingKeycap,
			r >= regionalA && r <= regionalZ, r >= firstSkinTone && r <= lastSkinTone:
			return true
		}
	}
	return false
}

func next(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func isEmoji(r rune) bool { return r >= firstEmojiOfPlane || r >= 0x2190 && r <= 0x2bff }

// raisedDigits and loweredDigits are the characters of Unicode for small numbers above and below the line.
var (
	raisedDigits  = map[rune]rune{'0': '⁰', '1': '¹', '2': '²', '3': '³', '4': '⁴', '5': '⁵', '6': '⁶', '7': '⁷', '8': '⁸', '9': '⁹', '+': '⁺', '-': '⁻', '−': '⁻', '=': '⁼', '(': '⁽', ')': '⁾', 'n': 'ⁿ', 'i': 'ⁱ'}
	loweredDigits = map[rune]rune{'0': '₀', '1': '₁', '2': '₂', '3': '₃', '4': '₄', '5': '₅', '6': '₆', '7': '₇', '8': '₈', '9': '₉', '+': '₊', '-': '₋', '−': '₋', '=': '₌', '(': '₍', ')': '₎'}
)

func raised(s string) string { return shifted(s, raisedDigits) }

func lowered(s string) string { return shifted(s, loweredDigits) }

// shifted returns s in the characters of a table, or nothing if one is not in it.
func shifted(s string, table map[rune]rune) string {
	var b strings.Builder
	for _, r := range s {
		small, ok := table[r]
		if !ok {
			return ""
		}
		b.WriteRune(small)
	}
	return b.String()
}

// script writes what stands above or below the line: in small characters if there are such, as it is if it
// is the ending of a number ("20th") or small print that no word stands before, else in parentheses.
func script(before, s string, shift func(string) string) string {
	if small := shift(s); small != "" || s == "" {
		return small
	}
	if before == "" || isInlineBlank(before[len(before)-1]) {
		return s
	}
	if len(s) == 2 && before[len(before)-1] >= '0' && before[len(before)-1] <= '9' {
		return s
	}
	if utf8.RuneCountInString(s) <= 2 || strings.HasPrefix(s, "[") || strings.HasPrefix(s, "(") {
		return " " + s
	}
	return " (" + s + ")"
}
