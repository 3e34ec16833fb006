package posts

import (
	"regexp"
	"strings"
	"time"
	"unicode"
)

// What a post says of itself in its body: a title in its first block, a description in its first
// paragraph, and how many words it has.

var (
	atxHeading    = regexp.MustCompile(`^ {0,3}#{1,6}(?:[ \t]|$)`)
	atxTitle      = regexp.MustCompile(`^ {0,3}#(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$`)
	headingID     = regexp.MustCompile(`[ \t]*\{[:#.][^{}]*\}$`)
	setextOne     = regexp.MustCompile(`^ {0,3}=+[ \t]*$`)
	setextTwo     = regexp.MustCompile(`^ {0,3}-+[ \t]*$`)
	rule          = regexp.MustCompile(`^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	listItem      = regexp.MustCompile(`^[ \t]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)`)
	definition    = regexp.MustCompile(`^ {0,3}\[[^\]]+\]:`)
	more          = regexp.MustCompile(`<!--[ \t]*more[ \t]*-->`)
	byline        = regexp.MustCompile(`(?i)^(?:(?:authors?|written|posted|interview(?:ers?|ed)?)\b[^.:]*(?::|\bby\b)|by[ :])`)
	hiddenHTML    = regexp.MustCompile(`(?i)^ {0,3}<(?:style|script|pre|svg|iframe)\b`)
	bareURL       = regexp.MustCompile(`^https?://\S+$`)
	highlightOpen = regexp.MustCompile(`^\s*\{(?:%-?|\{[<%])\s*highlight\b`)
	highlightEnd  = regexp.MustCompile(`\{(?:%-?|\{[<%])\s*(?:endhighlight|/\s*highlight)\b`)
)

// cutTitle takes an H1 off the front of a body. lines is how many lines went with it.
func cutTitle(body string) (title, rest string, lines int, ok bool) {
	skipped, trimmed := cutBlank(body)
	line, rest, _ := strings.Cut(trimmed, "\n")
	if m := atxTitle.FindStringSubmatch(line); m != nil {
		return plainText(headingID.ReplaceAllString(m[1], "")), rest, skipped + 1, true
	}
	under, after, _ := strings.Cut(rest, "\n")
	if startsParagraph(line) && setextOne.MatchString(under) {
		return plainText(headingID.ReplaceAllString(line, "")), after, skipped + 2, true
	}
	return "", body, 0, false
}

// cutBlank drops the blank lines that a text begins with.
func cutBlank(s string) (lines int, rest string) {
	for s != "" {
		line, after, _ := strings.Cut(s, "\n")
		if strings.TrimSpace(line) != "" {
			break
		}
		s, lines = after, lines+1
	}
	return lines, s
}

func startsParagraph(line string) bool {
	switch {
	case strings.TrimSpace(line) == "", strings.HasPrefix(line, "    "), strings.HasPrefix(line, "\t"):
		return false
	case atxHeading.MatchString(line), rule.MatchString(line), listItem.MatchString(line), definition.MatchString(line):
		return false
	case hiddenHTML.MatchString(line):
		return false
	}
	first := strings.TrimLeft(line, " ")[0]
	return first != '>' && first != '|' && fenceOf(line) == ""
}

// describe finds a description in a body: the text before the mark that ends an excerpt, else the first
// paragraph that is more than a date, a picture or a heading.
func describe(body, separator string) string {
	end := -1
	if i := strings.Index(body, "<!--"); i >= 0 {
		if m := more.FindStringIndex(body[i:]); m != nil {
			end = i + m[0]
		}
	}
	if separator != "" {
		if i := strings.Index(body, separator); i >= 0 && (end < 0 || i < end) {
			end = i
		}
	}
	if end > 0 {
		if s := paragraphs(body[:end], maxDescription); s != "" {
			return shorten(s)
		}
	}
	return shorten(paragraphs(body, 1))
}

// paragraphs joins the first paragraphs of a body until they have at least so many bytes.
func paragraphs(body string, enough int) string {
	var text []string
	length := 0
	b := blocks{rest: body}
	for length < enough {
		block, ok := b.nextParagraph()
		if !ok {
			break
		}
		if s := plainText(block); says(s) {
			text = append(text, s)
			length += len(s)
		}
	}
	return strings.Join(text, " ")
}

// maxByline is the length in bytes up to which "Author: …" is a byline and not the beginning of a story.
const maxByline = 120

// says reports whether a paragraph is worth being a description.
func says(s string) bool {
	if !strings.ContainsFunc(s, unicode.IsLetter) || bareURL.MatchString(s) {
		return false
	}
	if len(s) <= maxDate {
		if _, _, err := parseDate(s, time.UTC); err == nil {
			return false
		}
	}
	return len(s) > maxByline || !byline.MatchString(s)
}

// blocks finds the paragraphs of a body, line by line: no parser of Markdown, but enough for a summary.
type blocks struct{ rest string }

// nextParagraph returns the lines of the next paragraph; code, headings, lists, quotes and tables are passed over.
func (b *blocks) nextParagraph() (string, bool) {
	var c codeState
	var lines []string
	inOther := false // in a block that is no paragraph, until a blank line
	for b.rest != "" {
		line, rest, _ := strings.Cut(b.rest, "\n")
		isCode := c.line(line)
		blank := strings.TrimSpace(line) == ""
		if len(lines) > 0 {
			switch {
			case setextOne.MatchString(line) || setextTwo.MatchString(line):
				lines, b.rest = nil, rest // it was a heading
				continue
			case isCode || blank || atxHeading.MatchString(line):
				return strings.Join(lines, " "), true // this line is looked at again
			}
		}
		b.rest = rest
		switch {
		case isCode:
		case blank:
			inOther = false
		case len(lines) > 0, !inOther && startsParagraph(line):
			lines = append(lines, line)
		default:
			inOther = !atxHeading.MatchString(line) && !rule.MatchString(line)
		}
	}
	return strings.Join(lines, " "), len(lines) > 0
}

// fenceOf returns the run of backticks or tildes that a line opens or closes fenced code with, else "".
func fenceOf(line string) string {
	s := strings.TrimLeft(line, " \t>")
	for _, c := range []string{"`", "~"} {
		n := len(s) - len(strings.TrimLeft(s, c))
		if n >= 3 && (c == "~" || !strings.Contains(s[n:], c)) {
			return s[:n]
		}
	}
	return ""
}

// codeState follows a body line by line and knows which lines are code.
type codeState struct {
	fence     string // that opened the fenced code we are in
	highlight bool   // in {% highlight %} or {{< highlight >}}
	afterText bool   // the line before was neither blank nor code: an indented line goes on with it
	inList    bool
}

// line reports whether a line is code or one of its fences.
func (c *codeState) line(s string) bool {
	s = strings.TrimSuffix(s, "\n")
	blank := strings.TrimSpace(s) == ""
	switch {
	case c.fence != "":
		if f := fenceOf(s); strings.HasPrefix(f, c.fence) && strings.Trim(s, " \t>"+f[:1]) == "" {
			c.fence = ""
		}
		return true
	case c.highlight:
		c.highlight = !highlightEnd.MatchString(s)
		return true
	case blank:
		c.afterText = false
		return false
	case highlightOpen.MatchString(s):
		c.highlight = !highlightEnd.MatchString(s)
		return true
	}
	if c.fence = fenceOf(s); c.fence != "" {
		return true
	}
	indented := strings.HasPrefix(s, "    ") || strings.HasPrefix(s, "\t")
	if indented && !c.afterText && !c.inList {
		return true
	}
	c.afterText = true
	c.inList = listItem.MatchString(s) || c.inList && (s[0] == ' ' || s[0] == '\t')
	return false
}

// countWords counts the words outside code, tags and shortcodes; of scripts without blanks each character
// counts as one.
func countWords(body string) int {
	var c codeState
	words, word := 0, false
	var end byte // of the tag or shortcode we are in
	for line := range strings.Lines(body) {
		if c.line(line) {
			continue
		}
		if strings.TrimSpace(line) == "" {
			end = 0 // no tag goes over a blank line
		}
		word = false
		for i, r := range line {
			switch {
			case end != 0:
				if r == rune(end) {
					end = 0
				}
			case r == '<' || r == '{':
				end, word = opensTag(line[i:]), false
			case r >= firstCJK && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
				words, word = words+1, false
			case unicode.IsSpace(r):
				word = false
			case !word && (unicode.IsLetter(r) || unicode.IsDigit(r)):
				words, word = words+1, true
			}
		}
	}
	return words
}

// firstCJK is the first character of the CJK blocks: what comes before need not be looked up.
const firstCJK = '\u2e80'

// opensTag returns the byte that ends the tag or shortcode which begins a text; 0 if there is none.
func opensTag(s string) byte {
	switch {
	case len(s) < 2, strings.HasPrefix(s, "<http"):
		return 0
	case s[0] == '{' && (s[1] == '{' || s[1] == '%' || s[1] == ':'):
		return '}'
	case s[0] == '<' && (s[1] == '/' || s[1] == '!' || unicode.IsLetter(rune(s[1]))):
		return '>'
	}
	return 0
}
