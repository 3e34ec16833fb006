package posts

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// FirstPart returns the beginning of a Markdown source of about size bytes that reads as it does in the whole: it ends
// before a heading, else a paragraph, outside code and lists, and is followed by what the rest defines for links and
// footnotes. It is false if the source is not longer, or can be cut nowhere.
func FirstPart(src string, size int) (part string, ok bool) {
	if len(src) <= size {
		return "", false
	}
	cut := lastCut(src[:size])
	if cut == 0 {
		return "", false
	}
	var b strings.Builder
	b.WriteString(src[:cut])
	for line := range strings.Lines(src[cut:]) {
		if strings.HasPrefix(strings.TrimLeft(line, " "), "[") && strings.Contains(line, "]:") {
			b.WriteString(line)
		}
	}
	return b.String(), true
}

// lastCut returns where the last heading of a source begins, or the last paragraph if there is none in its second half;
// 0 if there is neither.
func lastCut(src string) int {
	code := codeRanges(src)
	heading, paragraph, at := 0, 0, 0
	afterBlank := false
	for line := range strings.Lines(src) {
		for len(code) > 0 && code[0].to <= at {
			code = code[1:]
		}
		inCode := len(code) > 0 && code[0].from <= at
		first, _ := utf8.DecodeRuneInString(line)
		switch {
		case inCode || !afterBlank || at+len(line) == len(src):
		case first == '#':
			heading = at
		case unicode.IsLetter(first):
			paragraph = at
		}
		afterBlank = strings.TrimSpace(line) == ""
		at += len(line)
	}
	if heading > len(src)/2 {
		return heading
	}
	return max(heading, paragraph)
}
