package posts

import (
	"path"
	"regexp"
	"strings"
)

// attributeList is what kramdown and Pandoc write after an element to give it attributes. "\sqrt[3]{x=2}" has none: names
// of attributes are longer.
var attributeList = regexp.MustCompile(`^\{:?\s*(?:(?:\.[A-Za-z_-][\w:-]*|#[\w:-]+|[\w:-]{2,}=(?:"[^"\n]*"|'[^'\n]*'|[^\s}]+)|toc|-)(?:\s+|\s*\}))+`)

// kramdownAttributes is {: .class #id key="value"}, {:toc}, {::options … /} and the like: dropped, with the
// item that holds the place of a table of contents.
func kramdownAttributes(_ *rewriter, at position) piece {
	rest := at.rest()
	end := strings.IndexByte(rest[:min(len(rest), maxTag)], '}')
	if end < 0 || strings.Contains(rest[:end], "\n") {
		return piece{}
	}
	if inside := rest[2:end]; inside == "" || !strings.ContainsAny(inside[:1], " .#:/") && !strings.Contains(inside, "=") && inside != "toc" {
		return piece{}
	}
	return piece{length: end + 1}
}

// trailingAttributes is {width=300} and the like right after a link, a picture or code, as Pandoc has it.
func trailingAttributes(_ *rewriter, at position) piece {
	if b := at.before(); b != ')' && b != ']' && b != '`' {
		return piece{}
	}
	m := attributeList.FindString(at.rest())
	if !strings.HasSuffix(strings.TrimSpace(m), "}") {
		return piece{}
	}
	return piece{length: len(m)}
}

// maxBracketed is how long the text of a bracketed span may be, in bytes.
const maxBracketed = 500

// spanElements are the classes of bracketed spans that say how they look, and the elements of HTML that do.
var spanElements = map[string]string{".underline": "u", ".ul": "u", ".mark": "mark"}

// bracketedSpan is [text]{.class}, as Pandoc has it: the text alone, or in the element that the class stands for.
func bracketedSpan(w *rewriter, at position) piece {
	rest := at.rest()
	end := closingBracket(rest[:min(len(rest), maxBracketed)])
	if b := at.before(); end <= 1 || rest[1] == '^' || b == '!' || b == ']' || b == '\\' {
		return piece{}
	}
	attributes := attributeList.FindString(rest[end+1:])
	if !strings.HasSuffix(strings.TrimSpace(attributes), "}") || strings.HasPrefix(attributes, "{:") {
		return piece{} // or kramdown's, after a link
	}
	text := w.inner(rest[1:end], at)
	for class := range strings.FieldsSeq(strings.Trim(attributes, "{} ")) {
		if element, ok := spanElements[class]; ok {
			text = "<" + element + ">" + text + "</" + element + ">"
		}
	}
	return piece{end + 1 + len(attributes), text}
}

// closingBracket returns where the bracket is closed that a text begins with, or -1.
func closingBracket(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '\n':
			if strings.HasPrefix(s[i+1:], "\n") {
				return -1
			}
		case '`':
			code := strings.IndexByte(s[i+1:], '`')
			if code < 0 {
				return -1
			}
			i += 1 + code
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// wikiTarget reads [[Target#heading|words]] after its opener.
func wikiTarget(s string) (target, words string, length int, ok bool) {
	end := strings.Index(s[:min(len(s), maxTag)], "]]")
	if end <= 0 || strings.ContainsAny(s[:end], "[]\n`") || s[0] == ' ' {
		return "", "", 0, false
	}
	if after := s[end+2:]; after != "" && strings.ContainsAny(after[:1], "([:]") {
		return "", "", 0, false // a link of Markdown whose text is in brackets
	}
	target, words, _ = strings.Cut(s[:end], "|")
	target, words = strings.TrimSuffix(strings.TrimSpace(target), `\`), strings.TrimSpace(words)
	if strings.Trim(target, "0123456789,;: ") == "" {
		return "", "", 0, false
	}
	return target, words, end + 2, true
}

// wikiLinkTag is [[Note]] or [[Note#heading|words]].
func wikiLinkTag(w *rewriter, at position) piece {
	target, words, length, ok := wikiTarget(at.rest()[2:])
	if !ok || at.before() == '\\' {
		return piece{}
	}
	url, ok := w.dialect.address(target)
	if (!ok || w.dialect.Resolve == nil) && words == "" && !looksLikeTitle(target) {
		return piece{} // [[nodiscard]]
	}
	if words == "" {
		words = strings.ReplaceAll(strings.TrimPrefix(target, "#"), "#", " > ")
	}
	if !ok {
		w.notice(at, "no post %q for the link to it", target)
		return piece{length + 2, words}
	}
	return piece{length + 2, markdownLink(words, url)}
}

// looksLikeTitle tells the name of a note from "[[nodiscard]]" and "[[ -f x ]]", where nobody knows the names.
func looksLikeTitle(s string) bool {
	return strings.ContainsAny(s, " /#") || strings.ToLower(s) != s
}

// pictureTypes are the extensions of files that ![[…]] shows; others are linked.
var pictureTypes = []string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif", ".bmp"}

// wikiEmbed is ![[picture.png|alt or width]], or ![[Note]], which becomes a link.
func wikiEmbed(w *rewriter, at position) piece {
	target, words, length, ok := wikiTarget(at.rest()[3:])
	if !ok {
		return piece{}
	}
	for _, ext := range pictureTypes {
		if strings.EqualFold(path.Ext(target), ext) {
			if strings.Trim(words, "0123456789x") == "" {
				words = ""
			}
			return piece{length + 3, "!" + markdownLink(words, target)}
		}
	}
	if words == "" {
		words = target
	}
	url, ok := w.dialect.address(target)
	if !ok {
		return piece{length + 3, words}
	}
	return piece{length + 3, markdownLink(words, url)}
}

// maxHighlighted is how long text between "==" may be, in bytes.
const maxHighlighted = 500

// highlighted is ==text==, on one line.
func highlighted(_ *rewriter, at position) piece {
	rest := at.rest()[2:]
	end := strings.Index(rest[:min(len(rest), maxHighlighted)], "==")
	if end <= 0 || isWordByte(at.before()) || at.before() == '=' {
		return piece{}
	}
	text := rest[:end]
	if strings.TrimSpace(text) != text || strings.ContainsAny(text, "\n`<>") || strings.HasPrefix(text, "=") ||
		end+2 < len(rest) && (rest[end+2] == '=' || isWordByte(rest[end+2])) {
		return piece{}
	}
	return piece{end + 4, "<mark>" + text + "</mark>"}
}

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_'
}

// comment is %%text%% of Obsidian: in a line, or over several if the marks stand alone on theirs.
func comment(_ *rewriter, at position) piece {
	rest := at.rest()[2:]
	if b := at.before(); b != '\n' && b != ' ' {
		return piece{}
	}
	if strings.HasPrefix(rest, "\n") {
		if end := strings.Index(rest, "\n%%"); end >= 0 {
			return piece{length: end + 5}
		}
		return piece{}
	}
	line, _, _ := strings.Cut(rest, "\n")
	end := strings.Index(line, "%%")
	if end <= 0 {
		return piece{}
	}
	return piece{length: end + 4}
}
