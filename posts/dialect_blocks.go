package posts

import (
	"html"
	"regexp"
	"slices"
	"strings"
)

// Admonitions are told by whole lines, so they are rewritten before anything else: "!!! note "Title"" with
// its content indented (Python-Markdown; "???" folds it), and ":::note Title" up to ":::" (Docusaurus). To Pandoc and
// Quarto the latter is any division of the page: what is no callout is told by its content alone. So is an
// element of HTML whose content is Markdown, as kramdown has it: CommonMark wants a blank line between the two.
// Abbreviations (kramdown, PHP Markdown Extra) are told to a mouse alone, and left out, as is the place of a table of
// contents, which the reader has a key for.
var (
	indentedAdmonition = regexp.MustCompile(`^(?:!!!|\?\?\?\+?)\s+([A-Za-z][\w-]*)(?:\s+"([^"]*)")?\s*$`)
	fencedAdmonition   = regexp.MustCompile(`^:::+\s*\{?\.?([A-Za-z][\w-]*)\}?(?:\[([^\]]*)\]|\s+"?([^"{]*?)"?)?\s*$`)
	markdownElement    = regexp.MustCompile(`^ {0,3}<[a-zA-Z][^<>]*\smarkdown=["']?(?:1|block|span)\b[^<>]*>\s*$`)
	abbreviation       = regexp.MustCompile(`^ {0,3}\*\[[^\]\n]+\]:[ \t]`)
	fencedDivision     = regexp.MustCompile(`^:::+\s*\{([^{}]*)\}\s*$`)
	contentsLine       = regexp.MustCompile(`^ {0,3}(?:\[(?:TOC|toc)\]|\[\[_?(?:TOC|toc)_?\]\])\s*$`)
	contentsMark       = regexp.MustCompile(`^\s*(?:[-*+]|1\.)\s+(?:TOC|toc|Contents|Table of contents)\s*$`)
)

// blockOpeners are what a source with something to rewrite by lines has at least one of.
var blockOpeners = slices.Concat([]string{"!!!", "???", ":::", "{:toc", "markdown=", "*[", "[TOC]", "[toc]", "_TOC_", "_toc_"}, noticeMarks)

// blocksOf rewrites what is told by whole lines, and drops the item that holds the place of kramdown's table of contents.
func blocksOf(src string) string {
	has := func(opener string) bool { return strings.Contains(src, opener) }
	if !slices.ContainsFunc(blockOpeners, has) {
		return src
	}
	hasNotices := slices.ContainsFunc(noticeMarks, has)
	code := codeRanges(src)
	lines := strings.SplitAfter(src, "\n")
	lastFence := lastClosingFence(lines)
	var b strings.Builder
	at := 0
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		for len(code) > 0 && code[0].to <= at {
			code = code[1:]
		}
		inCode := len(code) > 0 && code[0].from <= at
		at += len(line)
		if inCode {
			b.WriteString(line)
			continue
		}
		used := blockAt(&b, lines, i, lastFence)
		if used == 0 && (i == 0 || strings.TrimSpace(lines[i-1]) == "") && hasNotices {
			used = notice(&b, lines[i:])
		}
		if used == 0 && !abbreviation.MatchString(line) && !contentsLine.MatchString(line) {
			b.WriteString(line)
		}
		if markdownElement.MatchString(line) {
			b.WriteString("\n")
		}
		for range used {
			i++
			at += len(lines[i])
		}
	}
	return b.String()
}

// blockAt writes the block that begins at a line, if it is one of a dialect, and returns how many lines it has besides.
func blockAt(b *strings.Builder, lines []string, at, lastFence int) (used int) {
	line := strings.TrimRight(lines[at], "\n")
	if m := indentedAdmonition.FindStringSubmatch(line); m != nil {
		return indentedContent(b, lines[at+1:], m[1], m[2])
	}
	if kind, title, ok := openingFence(line); ok && at < lastFence {
		return fencedContent(b, lines[at+1:], kind, title)
	}
	if contentsMark.MatchString(line) && at+1 < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[at+1]), "{:toc") {
		return 1
	}
	return 0
}

// indentedContent writes a callout of the indented lines that follow, and returns how many they are.
func indentedContent(b *strings.Builder, lines []string, kind, title string) int {
	var content strings.Builder
	used, blank := 0, 0
	for _, line := range lines {
		switch rest, ok := dedent(line); {
		case strings.TrimSpace(line) == "":
			blank++
			continue
		case !ok:
			if used > 0 {
				b.WriteString(calloutLines(kind, title, content.String()))
			}
			return used
		default:
			content.WriteString(strings.Repeat("\n", blank) + rest)
			used += blank + 1
			blank = 0
		}
	}
	if used > 0 {
		b.WriteString(calloutLines(kind, title, content.String()))
	}
	return used
}

func dedent(line string) (string, bool) {
	if rest, ok := strings.CutPrefix(line, "    "); ok {
		return rest, true
	}
	return strings.CutPrefix(line, "\t")
}

// lastClosingFence returns the last line that can close a fenced admonition, or -1.
func lastClosingFence(lines []string) int {
	for i := len(lines) - 1; i >= 0; i-- {
		if isClosingFence(lines[i]) {
			return i
		}
	}
	return -1
}

func isClosingFence(line string) bool {
	trimmed := strings.TrimSpace(line)
	return strings.HasPrefix(trimmed, ":::") && strings.Trim(trimmed, ":") == ""
}

// calloutNames are the divisions that are callouts even without a title.
var calloutNames = []string{
	"note", "info", "tip", "hint", "success", "important", "question", "example", "abstract", "seealso",
	"warning", "attention", "caution", "danger", "error", "bug",
}

// openingFence reads the line that begins a division; it is a callout if it has a kind.
func openingFence(line string) (kind, title string, ok bool) {
	if m := fencedDivision.FindStringSubmatch(line); m != nil {
		for class := range strings.FieldsSeq(m[1]) {
			class = strings.TrimPrefix(strings.TrimPrefix(class, "."), "callout-")
			if slices.Contains(calloutNames, class) {
				kind = class
			}
		}
		if _, rest, has := strings.Cut(m[1], `title="`); has {
			title, _, _ = strings.Cut(rest, `"`)
		}
		return kind, title, true
	}
	m := fencedAdmonition.FindStringSubmatch(line)
	if m == nil {
		return "", "", false
	}
	kind, title = m[1], strings.TrimSpace(m[2]+m[3])
	if title == "" && !slices.Contains(calloutNames, strings.ToLower(kind)) {
		kind = ""
	}
	return kind, title, true
}

// fencedContent writes what the lines up to the fence say, and returns how many they are with it.
func fencedContent(b *strings.Builder, lines []string, kind, title string) int {
	var content strings.Builder
	depth := 0
	for i, line := range lines {
		switch {
		case isClosingFence(line) && depth > 0:
			depth--
		case !isClosingFence(line) && strings.HasPrefix(strings.TrimSpace(line), ":::"):
			if depth++; depth > maxDialectDepth {
				return 0
			}
		case isClosingFence(line):
			inner := blocksOf(content.String())
			switch kind {
			case "":
				b.WriteString("\n" + inner + "\n")
			case "details":
				b.WriteString("<details><summary>" + html.EscapeString(title) + "</summary>\n\n" + inner + "\n\n</details>\n\n")
			default:
				b.WriteString(calloutLines(kind, title, inner))
			}
			return i + 1
		}
		content.WriteString(line)
	}
	return 0
}
