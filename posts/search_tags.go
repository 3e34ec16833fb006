package posts

import (
	"slices"
	"strings"
)

// inlineTags are the elements of HTML that do not end a word.
var inlineTags = []string{
	"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
	"samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
}

// unreadTags are the elements whose content no reader sees.
var unreadTags = []string{"script", "style", "template", "noscript"}

// maxUnread is how long a comment or such an element may be within a line, in bytes.
const maxUnread = 32 << 10

// tag deals with what may be a tag, a comment or an address between angle brackets; 0 if it is none.
func (t *stripper) tag(s string) int {
	if strings.HasPrefix(s, "<!--") {
		if end := strings.Index(s[:min(len(s), maxUnread)], "-->"); end >= 0 {
			return end + len("-->")
		}
		return 0
	}
	end := passed(s, ">")
	if end == 0 {
		return 0
	}
	inside := strings.TrimPrefix(s[1:end-1], "/")
	name := tagName(inside)
	switch {
	case name == "":
		return 0
	case strings.HasPrefix(inside[len(name):], ":"): // an autolink
		t.write(inside)
	case slices.Contains(unreadTags, name) && s[1] != '/':
		t.write(" ")
		return max(end, indexFold(s[:min(len(s), maxUnread)], "</"+name))
	case !slices.Contains(inlineTags, name):
		t.write(" ")
	}
	return end
}

// tagName returns the name that a tag begins with, in lower case.
func tagName(s string) string {
	end := strings.IndexFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-'
	})
	if end < 0 {
		end = len(s)
	}
	if end == 0 || s[0] < 'A' {
		return ""
	}
	return strings.ToLower(s[:end])
}

// indexFold finds a tag in any case; it is in ASCII.
func indexFold(s, tag string) int {
	for i := 0; ; {
		next := strings.Index(s[i:], tag[:2])
		if next < 0 {
			return -1
		}
		i += next
		if hasPrefixFold(s[i:], tag) {
			return i
		}
		i += 2
	}
}
