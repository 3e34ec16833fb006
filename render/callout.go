package render

import (
	"regexp"
	"strings"

	emoji "github.com/yuin/goldmark-emoji/ast"
	"github.com/yuin/goldmark/ast"

	"postern/posts"
)

// calloutLine is the first line of a callout: GitHub's "[!NOTE]", Obsidian's "[!note]- Title".
var calloutLine = regexp.MustCompile(`^\s*\[!([A-Za-z][A-Za-z-]*)\][+-]?[ \t]*(.*?)\s*$`)

// calloutKind is what a callout wants of a reader, as GitHub tells them apart.
type calloutKind int

const (
	note calloutKind = iota // and whatever else an author calls it
	tip
	important
	warning
	caution

	calloutKinds // how many there are
)

// calloutWords are the words that GitHub, Obsidian, Docusaurus and Python-Markdown have for the kinds.
var calloutWords = map[string]calloutKind{
	"tip": tip, "hint": tip, "success": tip, "check": tip, "done": tip,
	"important": important,
	"warning":   warning, "attention": warning,
	"caution": caution, "danger": caution, "error": caution, "bug": caution, "failure": caution, "fail": caution, "missing": caution,
}

// calloutColours are those of the kinds in a theme, beside the note's, which is the sheet's own for headings; see
// TestThemesCanBeRead.
var calloutColours = map[string][calloutKinds]string{
	Dark:  {tip: "77", important: "177", warning: "214", caution: "203"},
	Light: {tip: "28", important: "91", warning: "94", caution: "160"},
	Auto:  {tip: "28", important: "97", warning: "136", caution: "167"},
}

// callout returns the style of a callout's bar and title, over that of the text around. A sheet without colours stays
// without.
func (l *look) callout(base style, kind calloutKind, theme string) style {
	s := base.with(l.sheet.Heading.StylePrimitive)
	if colour := calloutColours[theme][kind]; colour != "" && s.fg != "" {
		s.fg = colour
	}
	return s
}

// calloutOf tells whether a quotation is a callout, and takes the line that says so out of it. The title of one that is more
// than a note says of what kind it is, since colours do not tell everyone.
func calloutOf(n *ast.Blockquote, src []byte) (kind calloutKind, title string, ok bool) {
	p, ok := n.FirstChild().(*ast.Paragraph)
	if !ok || p.Lines().Len() == 0 {
		return note, "", false
	}
	first := p.Lines().At(0)
	m := calloutLine.FindSubmatch(first.Value(src))
	if m == nil {
		return note, "", false
	}
	dropFirstLine(p)
	word := strings.ToLower(string(m[1]))
	kind, title = calloutWords[word], posts.CleanLine(string(m[2]))
	name := strings.ToUpper(word[:1]) + word[1:]
	switch {
	case title == "":
		title = name
	case kind != note && !strings.HasPrefix(strings.ToLower(title), word):
		title = name + ": " + title
	}
	return kind, title, true
}

// dropFirstLine takes the nodes of a paragraph's first line out of it.
func dropFirstLine(p *ast.Paragraph) {
	for p.FirstChild() != nil {
		t, isText := p.FirstChild().(*ast.Text)
		p.RemoveChild(p, p.FirstChild())
		if isText && (t.SoftLineBreak() || t.HardLineBreak()) {
			return
		}
	}
}

// plainText makes a text without any role; its newlines are hard breaks.
func plainText(s string) text {
	if s == "" {
		return text{}
	}
	return text{s: s, spans: []span{{end: int32(len(s))}}}
}

// plainOf returns the words in a node: the alternative text of a picture.
func plainOf(n ast.Node, src []byte) string {
	return wordsOf(n, src, func(e *emoji.Emoji) string { return string(e.Value.Unicode) })
}

// wordsOf returns the words in a node, with emoji as they are to be written.
func wordsOf(n ast.Node, src []byte, written func(*emoji.Emoji) string) string {
	var b strings.Builder
	var walk func(ast.Node)
	walk = func(n ast.Node) {
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			switch c := c.(type) {
			case *ast.Text:
				b.WriteString(unescape(string(c.Value(src))))
				if c.SoftLineBreak() || c.HardLineBreak() {
					b.WriteByte(' ')
				}
			case *ast.String:
				b.Write(c.Value)
			case *emoji.Emoji:
				b.WriteString(written(c))
			case *mathSpan:
				b.Write(c.source)
			case *ast.AutoLink:
				b.Write(c.Label(src))
			default:
				walk(c)
			}
		}
	}
	walk(n)
	return b.String()
}
