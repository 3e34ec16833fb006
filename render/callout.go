package render

import (
	"regexp"
	"strings"

	emoji "github.com/yuin/goldmark-emoji/ast"
	"github.com/yuin/goldmark/ast"
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

// calloutHead is what the first line of a callout says.
type calloutHead struct {
	kind  calloutKind
	name  string     // what stands before the author's title, or for it. One that is more than a note says what it is, since colours do not tell everyone
	title []ast.Node // the author's, empty if there is none
}

// calloutOf tells whether a quotation is a callout, and takes the line that says so out of it.
func calloutOf(n *ast.Blockquote, src []byte) (head calloutHead, ok bool) {
	p, ok := n.FirstChild().(*ast.Paragraph)
	if !ok || p.Lines().Len() == 0 {
		return calloutHead{}, false
	}
	line := p.Lines().At(0)
	value := line.Value(src)
	m := calloutLine.FindSubmatchIndex(value)
	if m == nil {
		return calloutHead{}, false
	}
	word, title := strings.ToLower(string(value[m[2]:m[3]])), strings.ToLower(string(value[m[4]:m[5]]))
	head.kind, head.title = calloutWords[word], takeFirstLine(p, line.Start+m[4]-line.Padding)
	name := strings.ToUpper(word[:1]) + word[1:]
	switch {
	case title == "":
		head.name, head.title = name, nil
	case head.kind != note && !strings.HasPrefix(strings.TrimLeft(title, "*_`"), word):
		head.name = name + ": "
	}
	return head, true
}

// takeFirstLine takes the nodes of a paragraph's first line out of it, and returns those from a byte of the source on.
func takeFirstLine(p *ast.Paragraph, from int) []ast.Node {
	var nodes []ast.Node
	for c := p.FirstChild(); c != nil; c = p.FirstChild() {
		p.RemoveChild(p, c)
		t, isText := c.(*ast.Text)
		if !isText {
			nodes = append(nodes, c)
			continue
		}
		if ends := t.SoftLineBreak() || t.HardLineBreak(); ends || t.Segment.Stop > from {
			t.SetSoftLineBreak(false)
			t.SetHardLineBreak(false)
			t.Segment = t.Segment.WithStart(min(max(t.Segment.Start, from), t.Segment.Stop))
			nodes = append(nodes, t)
			if ends {
				break
			}
		}
	}
	return nodes
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
