package render

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// inline gathers the text of a paragraph, from Markdown and HTML alike. While it grows, a newline in the
// text is the end of a source line, a hardBreak a break that is meant, and a pictureMark stands for a
// picture; [builder.flush] makes blocks of it.
type inline struct {
	buf   []byte
	spans []span
	pics  []int // indexes into Doc.pictures, in the order of their marks

	count   [16]int // how many open elements give a role
	roles   role
	opening role    // roles that begin with the next text
	links   []int32 // open links, the innermost last
	muted   bool    // what is written is left out
	emoji   emojiWay
}

// softHyphen is where a word may be broken. Some terminals draw it and some do not, so it is left out.
const softHyphen = "\u00ad"

const (
	hardBreak   = '\v'
	pictureMark = '\ufffc' // OBJECT REPLACEMENT CHARACTER
)

func (in *inline) open(r role) {
	for i := range in.count {
		if r&(1<<i) == 0 {
			continue
		}
		if in.count[i]++; in.count[i] == 1 {
			in.roles |= 1 << i
			in.opening |= 1 << i
		}
	}
}

func (in *inline) close(r role) {
	for i := range in.count {
		bit := role(1) << i
		if r&bit == 0 || in.count[i] == 0 {
			continue
		}
		if in.count[i]--; in.count[i] == 0 {
			in.roles &^= bit
			if in.opening&bit != 0 {
				in.opening &^= bit // nothing was in it
			} else if len(in.spans) > 0 {
				in.spans[len(in.spans)-1].closes |= bit
			}
		}
	}
}

func (in *inline) link() int32 {
	if len(in.links) == 0 {
		return 0
	}
	return in.links[len(in.links)-1]
}

// write adds text; runs of blanks become one, outside code.
func (in *inline) write(s string) {
	if s == "" || in.muted {
		return
	}
	s = in.emoji.write(strings.ReplaceAll(s, softHyphen, ""))
	before := len(in.buf)
	if in.roles&codeSpan != 0 {
		in.buf = append(in.buf, strings.ReplaceAll(s, "\t", " ")...)
	} else {
		in.collapse(s)
	}
	if len(in.buf) > before {
		in.cover()
	}
}

func (in *inline) collapse(s string) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case ' ', '\t', '\r', '\f':
			if n := len(in.buf); n > 0 && !isInlineBlank(in.buf[n-1]) {
				in.buf = append(in.buf, ' ')
			}
		case '\n':
			in.newline('\n')
		default:
			in.buf = append(in.buf, c)
		}
	}
}

func isInlineBlank(c byte) bool { return c == ' ' || c == '\n' || c == hardBreak }

// newline adds a break in place of the blanks before it. Breaks of the source do not add up.
func (in *inline) newline(c byte) {
	n := len(in.buf)
	for n > 0 && in.buf[n-1] == ' ' && (len(in.spans) < 2 || int(in.spans[len(in.spans)-2].end) < n) {
		n--
	}
	in.buf = in.buf[:n]
	if len(in.spans) > 0 {
		in.spans[len(in.spans)-1].end = int32(n)
	}
	if c == '\n' && (n == 0 || isInlineBlank(in.buf[n-1])) {
		return
	}
	in.buf = append(in.buf, c)
	in.cover()
}

// cover extends the spans over what was written.
func (in *inline) cover() {
	link, end := in.link(), int32(len(in.buf))
	if n := len(in.spans); n > 0 {
		last := &in.spans[n-1]
		if last.roles == in.roles && last.link == link && in.opening == 0 && last.closes == 0 {
			last.end = end
			return
		}
	}
	in.spans = append(in.spans, span{end: end, link: link, roles: in.roles, opens: in.opening})
	in.opening = 0
}

// mark adds text that the author did not write, in roles of its own.
func (in *inline) mark(s string, r role) {
	if in.muted {
		return
	}
	in.buf = append(in.buf, s...)
	in.spans = append(in.spans, span{end: int32(len(in.buf)), link: in.link(), roles: r})
}

// picture marks the place of a picture.
func (in *inline) picture(index int) {
	in.buf = utf8.AppendRune(in.buf, pictureMark)
	in.cover()
	in.pics = append(in.pics, index)
}

// take returns what was gathered as text and is empty again. Open elements stay open.
func (in *inline) take() text {
	t := text{s: string(in.buf), spans: append([]span(nil), in.spans...)}
	in.buf, in.spans, in.pics = in.buf[:0], in.spans[:0], in.pics[:0]
	in.opening |= in.roles
	return t
}

func (in *inline) isEmpty() bool { return len(in.buf) == 0 }

// slice returns a stretch of a text, without its words.
func (t text) slice(from, to int) text {
	out := text{s: t.s[from:to]}
	first := sort.Search(len(t.spans), func(i int) bool { return int(t.spans[i].end) > from })
	before := int32(0)
	if first > 0 {
		before = t.spans[first-1].end
	}
	for _, part := range t.spans[first:] {
		if int(before) >= to {
			break
		}
		if int(before) < from {
			part.opens = 0
		}
		if before = part.end; int(before) > to {
			part.closes = 0
		}
		part.end = min(part.end, int32(to)) - int32(from)
		out.spans = append(out.spans, part)
	}
	return out
}

// join adds a text at the end.
func (t *text) join(more text) {
	base := int32(len(t.s))
	t.s += more.s
	for _, s := range more.spans {
		s.end += base
		t.spans = append(t.spans, s)
	}
}

func (t *text) add(s string, r role, link int32) {
	t.join(text{s: s, spans: []span{{end: int32(len(s)), roles: r, link: link}}})
}

// trim takes blanks and breaks off both ends.
func (t text) trim() text {
	from := len(t.s) - len(strings.TrimLeft(t.s, " \n\v"))
	to := len(strings.TrimRight(t.s, " \n\v"))
	if from == 0 && to == len(t.s) {
		return t
	}
	return t.slice(from, max(from, to))
}

// settle turns the marks of the growing text into those of a finished one: ends of source lines become
// blanks, or nothing between two characters that are written without blanks between words, and breaks become
// newlines.
func (t text) settle() text {
	t = t.trim()
	if !strings.ContainsAny(t.s, "\n\v") {
		return t
	}
	var b strings.Builder
	b.Grow(len(t.s))
	next := 0 // span
	for i, r := range t.s {
		for next < len(t.spans) && int(t.spans[next].end) <= i {
			t.spans[next].end = int32(b.Len())
			next++
		}
		switch {
		case r == '\n' && !isUnspaced(t.s[:i], t.s[i+1:]):
			b.WriteByte(' ')
		case r == '\n':
		case r == hardBreak:
			b.WriteByte('\n')
		default:
			b.WriteRune(r)
		}
	}
	for ; next < len(t.spans); next++ {
		t.spans[next].end = int32(b.Len())
	}
	t.s = b.String()
	return t
}

// isUnspaced reports whether a line end between two texts is no blank: both sides are Han, Kana or the
// punctuation that goes with them (CSS Text 3, segment break transformation).
func isUnspaced(before, after string) bool {
	a, _ := utf8.DecodeLastRuneInString(before)
	b, _ := utf8.DecodeRuneInString(after)
	return isWideScript(a) && isWideScript(b)
}

func isWideScript(r rune) bool {
	if r < 0x2e80 || unicode.Is(unicode.Hangul, r) {
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff60 && ansi.StringWidth(string(r)) == 2
}
