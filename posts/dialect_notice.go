package posts

import (
	"regexp"
	"strings"
)

// Jekyll's themes have callouts by kramdown's attributes: "{: .prompt-tip }" below a quotation (Chirpy),
// "{: .notice--warning}" below a paragraph (Minimal Mistakes).
var noticeMark = regexp.MustCompile(`^\{:\s*\.(?:prompt-|notice--)([a-z]+)\s*\}\s*$`)

// noticeMarks are what a source with such marks has at least one of.
var noticeMarks = []string{".prompt-", ".notice--"}

// maxNotice is how long the block before such a mark may be, in lines.
const maxNotice = 200

// notice rewrites the block that some lines begin with as a callout, if it ends in such a mark, and returns how many lines
// there are besides the first.
func notice(b *strings.Builder, lines []string) (used int) {
	var content strings.Builder
	for i, line := range lines[:min(len(lines), maxNotice)] {
		if strings.TrimSpace(line) == "" {
			return 0
		}
		if m := noticeMark.FindStringSubmatch(line); m != nil && i > 0 {
			b.WriteString(calloutLines(m[1], "", content.String()))
			return i
		}
		line = strings.TrimPrefix(line, ">")
		content.WriteString(strings.TrimPrefix(line, " "))
	}
	return 0
}
