package posts

import "strings"

// extent is a stretch of a source, in bytes.
type extent struct{ from, to int }

// codeRanges returns where a source is code, in order: fenced and indented blocks, spans between backticks,
// <pre>, <script> and <style>, and comments of HTML. It errs on the side of code.
func codeRanges(src string) []extent {
	var all []extent
	s := codeScanner{src: src, afterBlank: true}
	for s.at < len(src) {
		from := s.at
		line := s.line()
		indent, content := indentation(line)
		switch fence := fenceAt(content); {
		case fence != "" && indent < maxFenceIndent:
			s.skipFence(fence)
			all = append(all, extent{from, s.at})
			s.afterBlank = true
		case strings.TrimSpace(line) == "":
			s.afterBlank = true
		case indent >= codeIndent && s.afterBlank && !s.inList:
			all = append(all, extent{from, s.at})
		default:
			s.inList = isListItem(content) || s.inList && (indent > 0 || !s.afterBlank)
			s.afterBlank = false
			if to, ok := rawElement(src, from, content); ok {
				all = append(all, extent{from, to})
				s.at = to
				continue
			}
			s.at = from + len(line)
			all = s.spans(all, from)
		}
	}
	return all
}

const (
	codeIndent     = 4   // columns from which on a line may be code
	maxFenceIndent = 400 // columns: a fence may stand deep in a list
)

type codeScanner struct {
	src        string
	at         int
	afterBlank bool
	inList     bool
	spanned    int // up to where spans between backticks were looked for
}

// line returns the next line with its end, and goes beyond it.
func (s *codeScanner) line() string {
	end := strings.IndexByte(s.src[s.at:], '\n') + 1
	if end == 0 {
		end = len(s.src) - s.at
	}
	line := s.src[s.at : s.at+end]
	s.at += end
	return line
}

// skipFence goes beyond the line that closes a fence, or to the end of the source.
func (s *codeScanner) skipFence(fence string) {
	for s.at < len(s.src) {
		_, content := indentation(s.line())
		content = strings.TrimRight(content, " \t\n")
		if len(content) >= len(fence) && strings.Trim(content, fence[:1]) == "" {
			return
		}
	}
}

// indentation returns the column of the first character of a line that is not blank or the mark of a
// quotation or a list, and the line from there on.
func indentation(line string) (column int, content string) {
	content = line
	for {
		switch {
		case strings.HasPrefix(content, " "), strings.HasPrefix(content, ">"):
			column++
			content = content[1:]
		case strings.HasPrefix(content, "\t"):
			column += codeIndent
			content = content[1:]
		default:
			return column, content
		}
	}
}

// fenceAt returns the fence that opens a block of code on a line, or nothing. In a list it may stand right
// after the mark of an item.
func fenceAt(content string) string {
	content = strings.TrimLeft(content, "-*+0123456789.) ")
	for _, c := range []string{"`", "~"} {
		n := len(content) - len(strings.TrimLeft(content, c))
		if n >= 3 && (c == "~" || !strings.Contains(content[n:], "`")) {
			return content[:n]
		}
	}
	return ""
}

func isListItem(content string) bool {
	rest := strings.TrimLeft(content, "0123456789")
	if rest != content {
		return strings.HasPrefix(rest, ". ") || strings.HasPrefix(rest, ") ")
	}
	return strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, "* ") || strings.HasPrefix(rest, "+ ")
}

// rawElements are the elements of HTML whose content is no Markdown.
var rawElements = []string{"pre", "script", "style", "textarea"}

// rawElement returns the end of the element that begins on a line, if its content is raw.
func rawElement(src string, from int, content string) (to int, ok bool) {
	lower := strings.ToLower(content)
	for _, tag := range rawElements {
		if rest, found := strings.CutPrefix(lower, "<"+tag); found && (rest == "" || strings.ContainsAny(rest[:1], " >\n\t")) {
			if end := strings.Index(src[from:], "</"+tag); end >= 0 {
				return from + end, true
			}
		}
	}
	if strings.HasPrefix(content, "<!--") {
		if end := strings.Index(src[from:], "-->"); end >= 0 {
			return from + end, true
		}
	}
	return 0, false
}

// spans adds the spans between backticks that begin on the line from..s.at. One may go on over lines, up to
// the end of the paragraph.
func (s *codeScanner) spans(all []extent, from int) []extent {
	i := max(from, s.spanned)
	for i < s.at {
		next := strings.IndexByte(s.src[i:s.at], '`')
		if next < 0 {
			break
		}
		start := i + next
		n := runOf(s.src[start:], '`')
		if start > 0 && s.src[start-1] == '\\' {
			i = start + 1
			continue
		}
		i = start + n
		if end := closingRun(s.src[i:], n); end >= 0 {
			i += end
			all = append(all, extent{start, i})
			s.spanned = i
		}
	}
	return all
}

// maxSpanLength is how long a span between backticks may be, in bytes.
const maxSpanLength = 2000

// closingRun returns the end of the run of exactly n backticks that closes a span, or -1.
func closingRun(s string, n int) int {
	s = s[:min(len(s), maxSpanLength)]
	if end := strings.Index(s, "\n\n"); end >= 0 {
		s = s[:end]
	}
	for i := 0; i < len(s); {
		next := strings.IndexByte(s[i:], '`')
		if next < 0 {
			return -1
		}
		i += next
		run := runOf(s[i:], '`')
		if i += run; run == n {
			return i
		}
	}
	return -1
}

func runOf(s string, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}
