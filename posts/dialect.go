package posts

import (
	"fmt"
	"strings"
)

// Dialect turns what generators add to Markdown into plain Markdown and HTML: shortcodes of Hugo and Zola,
// Liquid of Jekyll, kramdown's attributes, wikilinks of Obsidian, admonitions. Nothing is executed, and
// nothing inside code is touched. The zero value is ready for use.
type Dialect struct {
	// BaseURL is the address of the blog, without a slash at its end.
	BaseURL string
	// Resolve returns the address of the post or file that an internal link names, as its author wrote
	// it. Nil leaves names as they are.
	Resolve func(name string) (url string, ok bool)
}

// Notice tells an author what of the source is not shown.
type Notice struct {
	Line    int // of the source, from 1
	Message string
}

// maxDialectDepth is how deep paired shortcodes may stand within each other; deeper ones are left as they are.
const maxDialectDepth = 8

// Markdown rewrites a source. One without anything to rewrite is returned as it is.
func (d Dialect) Markdown(src string) (string, []Notice) {
	if !hasDialect(src) {
		return src, nil
	}
	w := &rewriter{dialect: d, rules: rules()}
	w.rewrite(blocksOf(src), 0, 1)
	for i, note := range w.inlineNotes {
		w.out.WriteString("\n\n[^" + inlineNoteName(i) + "]: " + note + "\n")
	}
	return w.out.String(), w.notices
}

// openers are the characters with which a piece of a dialect may begin, and what has to follow them at once.
var openers = []string{"{{", "{%", "{:", "{::", "[[", "==", "%%", "!!!", "???", ":::", "){", "]{", "`{", "^[", "#+", "markdown=", "*[", "[TOC]", "[toc]"}

func hasDialect(src string) bool {
	for _, o := range openers {
		if strings.Contains(src, o) {
			return true
		}
	}
	return false
}

// rewriter writes a source anew.
type rewriter struct {
	dialect Dialect
	rules   []dialectRule
	out     strings.Builder
	notices []Notice
	closers map[string]int // where the last tag that closes a pair of a name is

	inlineNotes []string // footnotes that were written in the middle of a line
}

// piece is a stretch of source that a rule has recognised: what stands for it, and how long it is.
type piece struct {
	length int
	text   string
}

// dialectRule recognises a piece at the beginning of rest; before is what stands before it in the source. A piece
// without length is none.
type dialectRule struct {
	opener string
	match  func(w *rewriter, at position) piece
}

// position is a place in a source.
type position struct {
	src   string
	at    int
	depth int
	line  int // of the source that Markdown was given, from 1
}

func (p position) rest() string { return p.src[p.at:] }

func (p position) before() byte {
	if p.at == 0 {
		return '\n'
	}
	return p.src[p.at-1]
}

// rules returns all rules, in the order in which they are tried at a character that one of them begins with.
func rules() []dialectRule {
	return []dialectRule{
		{"{{</*", escapedShortcode},
		{"{{%/*", escapedShortcode},
		{"{{/*", escapedShortcode},
		{"{{<", hugoShortcode},
		{"{{%", hugoShortcode},
		{"{{", output},
		{"{%", liquidTag},
		{"{:", kramdownAttributes},
		{"{", trailingAttributes},
		{"![[", wikiEmbed},
		{"[[", wikiLinkTag},
		{"[", bracketedSpan},
		{"^[", inlineNote},
		{"==", highlighted},
		{"%%", comment},
	}
}

// rewrite writes a source with every piece of a dialect in it replaced.
func (w *rewriter) rewrite(src string, depth, line int) {
	code := codeRanges(src)
	written, counted := 0, 0
	for i := 0; i < len(src); {
		if len(code) > 0 && i >= code[0].from {
			i = max(i, code[0].to)
			code = code[1:]
			continue
		}
		if !strings.ContainsRune("{![=%^", rune(src[i])) {
			i++
			continue
		}
		line += strings.Count(src[counted:i], "\n")
		counted = i
		p := w.match(position{src, i, depth, line})
		if p.length == 0 {
			i++
			continue
		}
		w.out.WriteString(src[written:i])
		w.out.WriteString(p.text)
		i += p.length
		written = i
		for len(code) > 0 && code[0].from < i {
			code = code[1:]
		}
	}
	w.out.WriteString(src[min(written, len(src)):])
}

func (w *rewriter) match(at position) piece {
	rest := at.rest()
	for _, r := range w.rules {
		if strings.HasPrefix(rest, r.opener) {
			if p := r.match(w, at); p.length > 0 {
				return p
			}
		}
	}
	return piece{}
}

// inner rewrites what stands between two tags.
func (w *rewriter) inner(src string, at position) string {
	if at.depth >= maxDialectDepth {
		return src
	}
	sub := &rewriter{dialect: w.dialect, rules: w.rules}
	sub.rewrite(src, at.depth+1, at.line)
	w.notices = append(w.notices, sub.notices...)
	return sub.out.String()
}

func (w *rewriter) notice(at position, format string, args ...any) {
	w.notices = append(w.notices, Notice{at.line, fmt.Sprintf(format, args...)})
}

// address returns where an internal link leads.
func (d Dialect) address(name string) (url string, ok bool) {
	name = strings.TrimSpace(name)
	page, fragment, _ := strings.Cut(name, "#")
	if d.Resolve != nil && page != "" {
		found, ok := d.Resolve(page)
		if !ok {
			return "", false
		}
		page = found
	}
	if fragment != "" {
		page += "#" + strings.ReplaceAll(strings.ToLower(fragment), " ", "-")
	}
	return page, page != ""
}
