package render

import (
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	md "github.com/yuin/goldmark/text"
)

// "H~2~O" is a subscript to Pandoc and struck text to GFM. Single tildes right after a letter or digit with one word
// between them are taken for a subscript: nobody strikes out a part of a word.

var kindSubscript = ast.NewNodeKind("Subscript")

type subscript struct{ ast.BaseInline }

func (n *subscript) Kind() ast.NodeKind         { return kindSubscript }
func (n *subscript) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// subscripts puts subscripts in place of what goldmark has taken for struck text.
type subscripts struct{}

func (subscripts) Transform(doc *ast.Document, reader md.Reader, _ parser.Context) {
	var found []ast.Node
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Kind() == extension.KindStrikethrough && isSubscript(n, reader.Source()) {
			found = append(found, n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range found {
		sub := &subscript{}
		sub.AppendChild(sub, n.FirstChild())
		n.Parent().ReplaceChild(n.Parent(), n, sub)
	}
}

func isSubscript(n ast.Node, src []byte) bool {
	word, ok := n.FirstChild().(*ast.Text)
	if !ok || n.ChildCount() > 1 || word.Segment.Start < len("x~") {
		return false
	}
	for _, c := range string(word.Value(src)) {
		if unicode.IsSpace(c) {
			return false
		}
	}
	before, _ := utf8.DecodeLastRune(src[:word.Segment.Start-len("~")])
	return unicode.IsLetter(before) || unicode.IsDigit(before) || before == ')'
}
