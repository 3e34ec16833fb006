package posts

import (
	"html"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The text of a post as its reader sees it, for the index and for snippets: no parser of Markdown, which package
// render has, but one pass that takes off the marks, tags and addresses. Code stays, without its fences.

const (
	maxAddressText = 2000 // bytes of a link's address or a tag that are passed over
	maxEntity      = 34   // bytes of a character reference
)

// searchText returns the text of a body, clean and in NFC.
func searchText(body string) string {
	src, _ := Dialect{}.Markdown(body)
	t := stripper{}
	t.out.Grow(len(src))
	at := 0
	for _, code := range codeRanges(src) {
		if code.from < at {
			continue
		}
		t.codeFollows = true
		t.prose(src[at:code.from])
		t.code(src[code.from:code.to])
		at = code.to
	}
	t.codeFollows = false
	t.prose(src[at:])
	return Clean(norm.NFC.String(t.out.String()))
}

// stripper writes text without its marks.
type stripper struct {
	out  strings.Builder
	last rune   // written last
	open []bool // the brackets that are open, and whether they are those of a link

	codeFollows bool // on the prose that is being written
}

func (t *stripper) write(s string) {
	if s != "" {
		t.out.WriteString(s)
		t.last, _ = utf8.DecodeLastRuneInString(s)
	}
}

// code writes a piece of code as it is.
func (t *stripper) code(s string) {
	switch {
	case hasPrefixFold(s, "<script"), hasPrefixFold(s, "<style"), strings.HasPrefix(s, "<!--"):
		return
	case strings.HasPrefix(s, "<"):
		t.inline(s)
		return
	case strings.HasPrefix(s, "`") && !strings.Contains(s, "\n```"):
		t.write(strings.Trim(s, "`"))
		return
	}
	for line := range strings.Lines(s) {
		if fenceOf(line) == "" {
			t.write(line)
		}
	}
}

func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

// prose writes Markdown without the marks of its blocks. It may begin and end within a line.
func (t *stripper) prose(s string) {
	var b strings.Builder
	b.Grow(len(s))
	first := t.out.Len() > 0 && t.last != '\n' // goes on with a line
	for line := range strings.Lines(s) {
		if !first {
			line = withoutBlockMarks(line)
		}
		first = false
		b.WriteString(line)
	}
	t.inline(b.String())
}

// withoutBlockMarks takes the marks of quotes, lists, headings and tables off a line. Lines that are nothing but a
// mark, and definitions of links, become blank.
func withoutBlockMarks(line string) string {
	s := strings.TrimLeft(line, " \t>")
	if s == "" || strings.Trim(s, "-=*_|:+ \t\n") == "" {
		return "\n"
	}
	switch c := s[0]; {
	case c == '#':
		s = headingID.ReplaceAllString(strings.TrimSpace(strings.TrimLeft(s, "#")), "")
		if text := strings.TrimRight(s, "#"); strings.HasSuffix(text, " ") {
			s = text
		}
		return s + "\n"
	case c == '[' && strings.Contains(s, "]:"):
		if note, ok := strings.CutPrefix(s, "[^"); ok {
			_, s, _ = strings.Cut(note, "]:")
			return s
		}
		if definition.MatchString(s) {
			return "\n"
		}
	case c == '|':
		return strings.ReplaceAll(s, "|", " ")
	case isListItem(s):
		_, s, _ = strings.Cut(s, " ")
		for _, box := range []string{"[ ] ", "[x] ", "[X] "} {
			s = strings.TrimPrefix(s, box)
		}
	}
	return s
}

// inline writes text without the marks, tags and addresses in its lines.
func (t *stripper) inline(s string) {
	for s != "" {
		i := strings.IndexAny(s, "\\![]<&*_~")
		if i < 0 {
			t.write(s)
			return
		}
		t.write(s[:i])
		s = s[i+t.mark(s[i:]):]
	}
}

// mark deals with a character that may be a mark, and returns how much of the text that was.
func (t *stripper) mark(s string) int {
	after, _ := utf8.DecodeRuneInString(s[1:])
	switch c := s[0]; c {
	case '\\':
		if len(s) > 1 && strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", s[1]) >= 0 {
			t.write(s[1:2])
			return 2
		}
	case '!':
		if after == '[' {
			return 1
		}
	case '[':
		if after == '^' {
			return max(1, passed(s, "]"))
		}
		link := t.opensLink(s)
		t.open = append(t.open, link)
		if link {
			return 1
		}
	case ']':
		if last := len(t.open) - 1; last >= 0 {
			link := t.open[last]
			t.open = t.open[:last]
			if link {
				return 1 + linkAddress(s[1:])
			}
		}
	case '<':
		if n := t.tag(s); n > 0 {
			return n
		}
	case '&':
		if end := strings.IndexByte(s[:min(len(s), maxEntity)], ';'); end > 0 {
			t.write(html.UnescapeString(s[:end+1]))
			return end + 1
		}
	case '*', '_':
		if !lone(t.last, after) && (c == '*' || !inWord(t.last, after)) {
			return 1
		}
	case '~':
		if after == '~' {
			return 2
		}
	}
	t.write(s[:1])
	return 1
}

// opensLink reports whether a bracket opens the text of a link. A text that is not closed here may go on after code.
func (t *stripper) opensLink(s string) bool {
	depth := 0
	for i, c := range []byte(s[:min(len(s), maxAddressText)]) {
		switch c {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return strings.HasPrefix(s[i+1:], "(") || strings.HasPrefix(s[i+1:], "[")
			}
		}
	}
	return t.codeFollows
}

// linkAddress returns the length of the address that follows the text of a link.
func linkAddress(s string) int {
	switch {
	case strings.HasPrefix(s, "["):
		return passed(s, "]")
	case !strings.HasPrefix(s, "("):
		return 0
	}
	depth := 0
	for i, c := range []byte(s[:min(len(s), maxAddressText)]) {
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// passed returns the length of a text up to and with an end that is near enough; else 0.
func passed(s, end string) int {
	i := strings.Index(s[:min(len(s), maxAddressText)], end)
	if i < 0 {
		return 0
	}
	return i + len(end)
}
