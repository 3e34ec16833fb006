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

// calloutOf tells whether a quotation is a callout, and takes the line that says so out of it.
func calloutOf(n *ast.Blockquote, src []byte) (kind, title string, ok bool) {
	p, ok := n.FirstChild().(*ast.Paragraph)
	if !ok || p.Lines().Len() == 0 {
		return "", "", false
	}
	first := p.Lines().At(0)
	m := calloutLine.FindSubmatch(first.Value(src))
	if m == nil {
		return "", "", false
	}
	dropFirstLine(p)
	return string(m[1]), posts.CleanLine(string(m[2])), true
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
