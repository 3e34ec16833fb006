package render

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark/parser"

	"postern/posts"
)

// Limits on what goldmark takes more than linear time for. No post comes near them that was written to be
// read; what is beyond is shown as plain characters, and the author is told.
const (
	maxBrackets = 1000 // "[" in one paragraph: "[a](" repeated takes the square of their number
	maxMarkers  = 64   // ">" and list markers at the beginning of one line
	maxColumns  = 200  // of a table: each row is filled up to them
	maxNotes    = 2000 // references to footnotes, each of which is looked for among all
)

// tame takes the meaning from characters that are beyond the limits, outside fenced code.
func tame(s string) (src []byte, notices []posts.Notice) {
	if !isWild(s) {
		return []byte(s), nil
	}
	var out bytes.Buffer
	brackets, fence, number := 0, "", 0
	for line := range strings.Lines(s) {
		number++
		trimmed := strings.TrimLeft(line, " >\t")
		switch {
		case fence != "":
			if strings.HasPrefix(trimmed, fence) {
				fence = ""
			}
			out.WriteString(line)
			continue
		case strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~"):
			fence = trimmed[:3]
			out.WriteString(line)
			continue
		case beginsBlock(trimmed):
			brackets = 0
		}
		tamed, over := tameLine(line, &brackets)
		if over != "" {
			notices = append(notices, posts.Notice{Line: number, Message: over + "; the rest is shown as plain characters"})
		}
		out.WriteString(tamed)
	}
	return out.Bytes(), notices
}

// beginsBlock reports whether what stands on a line is no part of the paragraph above it: a blank line, an item,
// a row of a table, a heading.
func beginsBlock(line string) bool {
	rest := strings.TrimLeft(line, "0123456789")
	return strings.TrimSpace(line) == "" || strings.IndexByte("|#", line[0]) >= 0 || strings.HasPrefix(line, "- ") ||
		strings.HasPrefix(line, "* ") || strings.HasPrefix(line, "+ ") || rest != line && strings.HasPrefix(rest, ". ")
}

// isWild reports whether a limit may be reached at all.
func isWild(s string) bool {
	return strings.Count(s, "[") > maxBrackets || strings.Count(s, "|") > maxColumns ||
		strings.Count(s, ">")+strings.Count(s, "-")+strings.Count(s, "+")+strings.Count(s, "*")+strings.Count(s, ".")+strings.Count(s, ")") > maxMarkers
}

func tameLine(line string, brackets *int) (tamed, over string) {
	if n := markers(line); n > 0 {
		line, over = line[:n]+`\`+line[n:], fmt.Sprintf("more than %d markers of quotations and lists", maxMarkers)
	}
	if isDelimiterRow(line) && strings.Count(line, "|") > maxColumns {
		return `\` + line, fmt.Sprintf("a table of more than %d columns", maxColumns)
	}
	here := strings.Count(line, "[")
	if *brackets += here; *brackets <= maxBrackets {
		return line, over
	}
	keep := max(maxBrackets-(*brackets-here), 0)
	var b strings.Builder
	for i := range len(line) {
		if line[i] == '[' {
			if keep--; keep < 0 {
				b.WriteByte('\\')
			}
		}
		b.WriteByte(line[i])
	}
	return b.String(), fmt.Sprintf("more than %d brackets in one paragraph", maxBrackets)
}

// markers returns where the first marker beyond the limit stands on a line, or 0. A line of "-" or "*" alone is a
// thematic break or underlines a heading, however long it is.
func markers(line string) int {
	if strings.Trim(line, "-* \t\n") == "" {
		return 0
	}
	count := 0
	for i := range len(line) {
		c := line[i]
		beforeBlank := i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t')
		switch {
		case c == ' ' || c == '\t' || c >= '0' && c <= '9':
		case c == '>' || beforeBlank && strings.IndexByte("-+*.)", c) >= 0:
			if count++; count > maxMarkers {
				return i
			}
		default:
			return 0
		}
	}
	return 0
}

func isDelimiterRow(line string) bool {
	return strings.Trim(line, "|-: \t\n") == "" && strings.Contains(line, "-")
}

// parserFor returns the parser for a source.
func parserFor(src []byte) parser.Parser {
	if bytes.Count(src, []byte("[^")) > maxNotes {
		return withoutNotes()
	}
	return markdown()
}
