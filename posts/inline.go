package posts

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	maxDescription = 200     // characters
	maxPlain       = 4 << 10 // bytes of Markdown that are looked at for one line of plain text
)

var entity = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)

// decodeEntities decodes HTML's character references. Those without a semicolon stay as they are: in a
// title "R&copy" is more likely meant.
func decodeEntities(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return entity.ReplaceAllStringFunc(s, html.UnescapeString)
}

// unseen is what Markdown's dialects write that is not text: pictures, shortcodes, Liquid, comments,
// tags, attributes, footnote marks.
var unseen = regexp.MustCompile(`(?s)` + strings.Join([]string{
	`!\[\[[^\]\n]*\]\]`,                   // Obsidian's embeds
	`!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])`, // pictures
	`\{\{.*?\}\}`,                         // Hugo's shortcodes, Liquid's values
	`\{%.*?%\}`,                           // Liquid's and Zola's tags
	`\{:?\s*[.#:][^}\n]*\}`,               // kramdown's attributes
	`<!--.*?-->`,                          // comments
	`</?[A-Za-z][^<>]*>`,                  // tags; autolinks go below
	`\[\^[^\]\s]+\]`,                      // footnote marks
}, "|"))

var (
	autolink   = regexp.MustCompile(`<((?:https?|mailto|ssh):[^<>\s]+)>`)
	inlineLink = regexp.MustCompile(`\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])`)
	wikiLink   = regexp.MustCompile(`\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]`)
	reference  = regexp.MustCompile(`\[([^\[\]]+)\]`)
)

// plainText is what a reader would see of a little inline Markdown: for titles and descriptions, where
// laying out the post would be too much. The result is one clean line.
func plainText(md string) string {
	if len(md) > maxPlain {
		md = strings.ToValidUTF8(md[:maxPlain], "")
	}
	if !strings.ContainsAny(md, "*_`[]<>{}&\\~") {
		return CleanLine(md)
	}
	var b strings.Builder
	for md != "" {
		prose, code, rest := cutCode(md)
		b.WriteString(decodeEntities(plainProse(prose)))
		b.WriteString(code)
		md = rest
	}
	return CleanLine(b.String())
}

// cutCode finds the first code span of a text: a run of backticks up to the next run of the same length.
// What it holds is kept as it is.
func cutCode(md string) (prose, code, rest string) {
	for from := 0; ; {
		open := strings.IndexByte(md[from:], '`')
		if open < 0 {
			return md, "", ""
		}
		open += from
		inside := strings.TrimLeft(md[open:], "`")
		run := md[open : len(md)-len(inside)]
		for i := 0; i < len(inside); {
			at := strings.Index(inside[i:], run)
			if at < 0 {
				break
			}
			end := i + at
			i = len(inside) - len(strings.TrimLeft(inside[end:], "`"))
			if i-end == len(run) {
				return md[:open], strings.Trim(inside[:end], " "), inside[i:]
			}
		}
		from = open + len(run) // never closed: ordinary text
	}
}

func plainProse(s string) string {
	s = autolink.ReplaceAllString(s, "$1")
	s = unseen.ReplaceAllString(s, "")
	s = wikiLink.ReplaceAllString(s, "$1")
	s = inlineLink.ReplaceAllString(s, "$1")
	s = reference.ReplaceAllString(s, "$1")
	return dropMarks(s)
}

// dropMarks takes emphasis marks and backslashes out. A mark between blanks, or an underscore inside a
// word, is text.
func dropMarks(s string) string {
	var b strings.Builder
	before := ' '
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		after, _ := utf8.DecodeRuneInString(s[i+size:])
		switch {
		case r == '\\' && after < utf8.RuneSelf && unicode.In(after, unicode.P, unicode.S):
			i += size
			r, size = after, utf8.RuneLen(after)
			b.WriteRune(r)
		case r == '*' && !lone(before, after), r == '_' && !inWord(before, after) && !lone(before, after):
		case r == '~' && (before == '~' || after == '~'):
		default:
			b.WriteRune(r)
		}
		before = r
		i += size
	}
	return b.String()
}

func lone(before, after rune) bool { return unicode.IsSpace(before) && unicode.IsSpace(after) }

func inWord(before, after rune) bool {
	return (unicode.IsLetter(before) || unicode.IsDigit(before)) && (unicode.IsLetter(after) || unicode.IsDigit(after))
}

// shorten cuts a text at a word so that it has at most maxDescription characters.
func shorten(s string) string {
	if utf8.RuneCountInString(s) <= maxDescription {
		return s
	}
	runes := []rune(s)
	cut := maxDescription - 1
	for unicode.IsMark(runes[cut]) || runes[cut] == zeroWidthJoiner || runes[cut-1] == zeroWidthJoiner {
		cut-- // not inside a character
		if cut == 1 {
			break
		}
	}
	head := string(runes[:cut])
	if !unicode.IsSpace(runes[cut]) {
		if i := strings.LastIndexByte(head, ' '); i > len(head)/2 { // text without blanks is cut where it is
			head = head[:i]
		}
	}
	return strings.TrimRight(head, beforeEllipsis) + "…"
}

// beforeEllipsis is what does not stand before an ellipsis: blanks, and the marks that it takes the place of.
const beforeEllipsis = " .,;:!?-–—…。、，；：！？"

const zeroWidthJoiner = '\u200d'
