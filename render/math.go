package render

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	md "github.com/yuin/goldmark/text"
)

// Mathematics is shown as its source: between "$", or "\\(" and "\\)", in a line; between "$$", or "\\[" and
// "\\]", on its own (Pandoc's rules for dollars, MathJax's delimiters as Markdown writes them). It is
// parsed so that its "_" and "*" are not taken for emphasis.

var (
	kindMathBlock = ast.NewNodeKind("MathBlock")
	kindMathSpan  = ast.NewNodeKind("MathSpan")
)

type mathBlock struct {
	ast.BaseBlock
	fence []byte // that ends it
}

func (n *mathBlock) Kind() ast.NodeKind         { return kindMathBlock }
func (n *mathBlock) IsRaw() bool                { return true }
func (n *mathBlock) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

type mathSpan struct {
	ast.BaseInline
	source []byte
}

func (n *mathSpan) Kind() ast.NodeKind         { return kindMathSpan }
func (n *mathSpan) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

type mathBlockParser struct{}

func (mathBlockParser) Trigger() []byte             { return []byte{'$', '\\'} }
func (mathBlockParser) CanInterruptParagraph() bool { return true }
func (mathBlockParser) CanAcceptIndentedLine() bool { return false }

func (mathBlockParser) Open(_ ast.Node, reader md.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	at := pc.BlockOffset()
	if at < 0 {
		return nil, parser.NoChildren
	}
	var fence []byte
	switch rest := line[at:]; {
	case bytes.HasPrefix(rest, []byte("$$")):
		fence = []byte("$$")
	case bytes.Equal(bytes.TrimSpace(rest), []byte(`\\[`)):
		fence = []byte(`\\]`)
	default:
		return nil, parser.NoChildren
	}
	n, start := &mathBlock{fence: fence}, segment.Start+at+len(fence)
	content := line[at+len(fence):]
	if end := bytes.Index(content, fence); end >= 0 {
		if len(bytes.TrimSpace(content[end+len(fence):])) > 0 {
			return nil, parser.NoChildren
		}
		n.Lines().Append(md.NewSegment(start, start+end))
		n.fence = nil
	} else if !bytes.Contains(reader.Source()[segment.Stop:], fence) {
		return nil, parser.NoChildren
	} else if len(bytes.TrimSpace(content)) > 0 {
		n.Lines().Append(md.NewSegment(start, segment.Stop))
	}
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

func (mathBlockParser) Continue(node ast.Node, reader md.Reader, _ parser.Context) parser.State {
	n := node.(*mathBlock)
	if n.fence == nil {
		return parser.Close
	}
	line, segment := reader.PeekLine()
	end := bytes.Index(line, n.fence)
	if end < 0 {
		n.Lines().Append(segment)
		reader.AdvanceToEOL()
		return parser.Continue | parser.NoChildren
	}
	if end > 0 {
		n.Lines().Append(md.NewSegment(segment.Start, segment.Start+end))
	}
	n.fence = nil
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

func (mathBlockParser) Close(ast.Node, md.Reader, parser.Context) {}

type mathSpanParser struct{}

func (mathSpanParser) Trigger() []byte { return []byte{'$', '\\'} }

// maxMathSpan is how far the end of mathematics in a line may be from its beginning, in bytes.
const maxMathSpan = 1000

func (mathSpanParser) Parse(parent ast.Node, block md.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	line = line[:min(len(line), maxMathSpan)]
	opener, closer := 1, []byte("$")
	switch {
	case bytes.HasPrefix(line, []byte("$$")):
		opener, closer = 2, []byte("$$")
	case bytes.HasPrefix(line, []byte(`\\(`)):
		opener, closer = 3, []byte(`\\)`)
	case line[0] == '\\' || isAlnum(byte(block.PrecendingCharacter()&0x7f)) && block.PrecendingCharacter() < 0x80:
		return nil
	}
	n := bytes.Index(line[opener:], closer)
	if n <= 0 {
		return nil
	}
	content := line[opener : opener+n]
	after := line[opener+n+len(closer):]
	if closer[0] == '$' && !isMath(content, after) {
		return nil
	}
	block.Advance(opener + n + len(closer))
	return &mathSpan{source: bytes.TrimSpace(content)}
}

// isMath tells mathematics from sums of money and shell variables: no blank inside the dollars, no letter or
// digit after them, and a character that prose has no use for, or hardly any text at all.
func isMath(content, after []byte) bool {
	if content[0] == ' ' || content[len(content)-1] == ' ' || content[len(content)-1] == '\\' {
		return false
	}
	if len(after) > 0 && isAlnum(after[0]) {
		return false
	}
	return len(content) == 1 || bytes.ContainsAny(content, `\^_{}=<>+`)
}
