package render

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	md "github.com/yuin/goldmark/text"
)

// Pandoc writes "H~2~O" and "x^2^". Single tildes are struck text to GFM, and carets stand for themselves to everyone else,
// so both are taken for small text only right after a letter or digit with one word between them: nobody strikes out a
// part of a word, and "a^b^c", "^_^" and "f^n(x)^" are something else.

var kindScript = ast.NewNodeKind("Script")

// scriptText stands below or above the line.
type scriptText struct {
	ast.BaseInline
	tag string // the element of HTML that says the same: "sub" or "sup"
}

func (n *scriptText) Kind() ast.NodeKind         { return kindScript }
func (n *scriptText) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

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
		sub := &scriptText{tag: "sub"}
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
	return isBase(before)
}

// isBase reports whether small text may follow a character.
func isBase(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == ')' }

// superscripts parses superscripts.
type superscripts struct{}

func (superscripts) Trigger() []byte { return []byte{'^'} }

// maxSuperscript is how long a superscript may be, in bytes.
const maxSuperscript = 30

func (superscripts) Parse(_ ast.Node, block md.Reader, _ parser.Context) ast.Node {
	if before := block.PrecendingCharacter(); !isBase(before) && before != '*' { // "*x*^2^"
		return nil
	}
	line, segment := block.PeekLine()
	n := bytes.IndexByte(line[1:min(len(line), maxSuperscript+2)], '^')
	if n <= 0 || !isSuperscript(string(line[1:1+n])) {
		return nil
	}
	if after, _ := utf8.DecodeRune(line[n+2:]); unicode.IsLetter(after) || unicode.IsDigit(after) || strings.ContainsRune("^([", after) {
		return nil
	}
	block.Advance(n + 2)
	sup := &scriptText{tag: "sup"}
	sup.AppendChild(sup, ast.NewTextSegment(md.NewSegment(segment.Start+1, segment.Start+1+n)))
	return sup
}

// isSuperscript reports whether a text is a word, a number, or a sum of both.
func isSuperscript(s string) bool {
	words := false
	for _, r := range s {
		isWord := unicode.IsLetter(r) || unicode.IsDigit(r)
		if !isWord && !strings.ContainsRune("+-−*/=,.()", r) {
			return false
		}
		words = words || isWord
	}
	return words || s == "+"
}

// rewrite makes what was written from a byte on small text: whole has it for text of one look; else part has it for the
// text of each look, beside the numbers of links, or it is set off as whole would do.
func (in *inline) rewrite(from int, part, whole func(string) string) {
	n := len(in.spans) - 1
	if n < 0 || strings.ContainsRune(string(in.buf[from:]), pictureMark) {
		return
	}
	first := n
	for first > 0 && int(in.spans[first-1].end) > from {
		first--
	}
	was := string(in.buf[from:])
	if first == n {
		in.buf = append(in.buf[:from], whole(was)...)
		in.spans[n].end = int32(len(in.buf))
		return
	}
	var parts, small []string
	last := 0 // part that is no number
	at := int32(from)
	for i, s := range in.spans[first:] {
		text := string(in.buf[at:s.end])
		parts, at = append(parts, text), s.end
		if s.roles&(linkNum|noteNum) == 0 {
			text, last = part(text), i
		}
		small = append(small, text)
	}
	if slices.Contains(small, "") {
		before, after, _ := strings.Cut(whole(was), was)
		small = parts
		small[0] = before + small[0]
		small[last] += after
	}
	in.buf = in.buf[:from]
	for i, text := range small {
		in.buf = append(in.buf, text...)
		in.spans[first+i].end = int32(len(in.buf))
	}
}
