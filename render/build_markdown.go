package render

import (
	"strconv"
	"strings"

	emoji "github.com/yuin/goldmark-emoji/ast"
	"github.com/yuin/goldmark/ast"
	extension "github.com/yuin/goldmark/extension/ast"

	"postern/posts"
)

func (b *builder) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		b.node(c)
	}
}

// node builds what a node of goldmark's tree says.
func (b *builder) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Paragraph, *ast.TextBlock:
		b.flush()
		b.children(n)
		b.flush()
	case *ast.Heading:
		b.emojiAnchor(n)
		b.heading(n.Level, attribute(n, "id"), func() { b.children(n) })
	case *ast.Blockquote:
		b.quote(n)
	case *ast.List:
		b.container(&block{kind: listing, ordered: n.IsOrdered(), n: n.Start, tight: n.IsTight}, n)
	case *ast.ListItem:
		b.container(&block{kind: item}, n)
	case *ast.FencedCodeBlock:
		b.code(language(n, b.src), lines(n, b.src))
	case *ast.CodeBlock:
		b.code("", lines(n, b.src))
	case *mathBlock:
		b.mathematics(lines(n, b.src))
	case *ast.HTMLBlock:
		source := lines(n, b.src)
		if n.HasClosure() {
			source += string(n.ClosureLine.Value(b.src))
		}
		b.flush()
		b.markup(source)
		b.flush()
	case *ast.ThematicBreak:
		b.flush()
		b.put(&block{kind: rule})
	case *extension.Table:
		b.markdownTable(n)
	case *extension.DefinitionTerm:
		b.flush()
		b.children(n)
		b.put(&block{kind: term, text: b.line()})
	case *extension.DefinitionDescription:
		b.container(&block{kind: definition, tight: n.IsTight && n.ChildCount() == 1}, n)
	case *extension.Footnote:
		b.anchor(noteID(n.Index))
		b.container(&block{kind: footnote, n: n.Index}, n)
	default:
		b.inlineNode(n)
	}
}

func (b *builder) inlineNode(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		b.text(n)
	case *ast.String:
		b.in.write(unescape(string(n.Value)))
	case *emoji.Emoji:
		b.in.write(string(n.Value.Unicode))
	case *ast.CodeSpan:
		b.span(codeSpan, func() { b.in.write(codeText(n, b.src)) })
	case *mathSpan:
		b.span(formula, func() { b.in.write(string(n.source)) })
	case *ast.Emphasis:
		r := emph
		if n.Level >= 2 {
			r = strong
		}
		b.span(r, func() { b.children(n) })
	case *extension.Strikethrough:
		b.span(strike, func() { b.children(n) })
	case *scriptText:
		startScript(b, n.tag, nil)
		b.children(n)
		elements[n.tag].end(b, n.tag)
	case *ast.Link:
		b.link(unescape(string(n.Destination)), func() { b.children(n) })
	case *ast.AutoLink:
		b.autoLink(n)
	case *ast.Image:
		b.picture(picture{src: unescape(string(n.Destination)), alt: plainOf(n, b.src), title: unescape(string(n.Title))})
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			segment := n.Segments.At(i)
			b.html.partial = append(b.html.partial, segment.Value(b.src)...)
		}
		b.markup(string(b.html.partial))
		b.html.partial = b.html.partial[:0]
	case *extension.TaskCheckBox:
		b.task(n.IsChecked)
	case *extension.FootnoteLink:
		b.note(n.Index, n.RefIndex)
	case *extension.FootnoteBacklink:
		b.noteBack(n.Index, n.RefIndex)
	default:
		b.children(n)
	}
}

// container builds a block of Markdown with blocks in it. HTML that was opened in it ends with it.
func (b *builder) container(blk *block, n ast.Node) {
	depth := len(b.stack)
	b.open(blk, "")
	before := b.opened()
	b.children(n)
	b.closeInline(before)
	b.closeTo(depth)
}

func (b *builder) span(r role, content func()) {
	b.in.open(r)
	content()
	b.in.close(r)
}

func (b *builder) heading(level int, id string, content func()) {
	b.flush()
	content()
	if t := b.line(); t.s != "" {
		if id != "" {
			b.anchor(id)
		}
		b.put(&block{kind: headed, n: level, text: t, id: b.ids.id(id, t.plain())})
	}
}

// emojiAnchor gives a heading with emoji the id that those generators give it that do not know emoji: ":crab:" is a word there.
func (b *builder) emojiAnchor(n *ast.Heading) {
	found := false
	words := wordsOf(n, b.src, func(e *emoji.Emoji) string {
		found = true
		return string(e.ShortName)
	})
	if found {
		b.anchor(slug(words))
	}
}

func (b *builder) text(n *ast.Text) {
	s := n.Value(b.src)
	if n.IsRaw() {
		b.in.write(string(s))
	} else {
		b.in.write(unescape(string(s)))
	}
	switch {
	case n.HardLineBreak():
		b.in.newline(hardBreak)
	case n.SoftLineBreak():
		b.in.newline('\n')
	}
}

func (b *builder) autoLink(n *ast.AutoLink) {
	url := string(n.URL(b.src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(url), "mailto:") {
		url = "mailto:" + url
	}
	b.link(url, func() { b.in.write(string(n.Label(b.src))) })
}

// code adds a block of code, without the line end that ends it.
func (b *builder) code(lang, source string) {
	b.flush()
	source = posts.Clean(strings.TrimSuffix(source, "\n"))
	b.doc.codes = append(b.doc.codes, codeBlock{lang: lang, source: source})
	b.put(&block{kind: code, n: len(b.doc.codes) - 1})
}

func (b *builder) mathematics(source string) {
	b.flush()
	if source = strings.Trim(source, "\n"); source != "" {
		b.put(&block{kind: mathematics, text: plainText(b.in.emoji.write(strings.ReplaceAll(source, "\t", "    ")))})
	}
}

// task makes an item one of things to do.
func (b *builder) task(done bool) {
	for i := len(b.stack) - 1; i >= 0; i-- {
		if it := b.stack[i].block; it.kind == item && it.task == noTask {
			it.task = openTask
			if done {
				it.task = doneTask
			}
			return
		}
	}
	if done {
		b.in.write("[✓] ")
	} else {
		b.in.write("[ ] ")
	}
}

func noteID(number int) string { return "fn-" + strconv.Itoa(number) }

// noteBackID names the place of a reference to a footnote; a footnote may have several.
func noteBackID(number, reference int) string {
	if reference > 0 {
		return "fnref-" + strconv.Itoa(number) + "-" + strconv.Itoa(reference+1)
	}
	return "fnref-" + strconv.Itoa(number)
}

func (b *builder) note(number, reference int) {
	link := b.newLink(Link{Kind: Note, URL: "#" + noteID(number)})
	b.doc.references = append(b.doc.references, noteReference{link, noteBackID(number, reference)})
	b.linked(link, noteNum, func() { b.in.write(raised(strconv.Itoa(number))) })
}

func (b *builder) noteBack(number, reference int) {
	link := b.newLink(Link{Kind: Note, URL: "#" + noteBackID(number, reference)})
	if !b.in.isEmpty() {
		b.in.write("\u00a0")
	}
	b.linked(link, noteNum, func() { b.in.write("↩") })
}

// quote is a block quotation, or a callout if its first line is one like "[!NOTE] Title" (GitHub, Obsidian).
func (b *builder) quote(n *ast.Blockquote) {
	head, ok := calloutOf(n, b.src)
	if !ok {
		b.container(&block{kind: quote}, n)
		return
	}
	b.flush()
	before := b.opened()
	b.in.write(head.name)
	for _, c := range head.title {
		b.node(c)
	}
	b.closeInline(before)
	b.container(&block{kind: callout, n: int(head.kind), text: b.line()}, n)
}

func attribute(n ast.Node, name string) string {
	if v, ok := n.AttributeString(name); ok {
		if s, ok := v.([]byte); ok {
			return posts.CleanLine(string(s))
		}
	}
	return ""
}

// language returns the language of a fence: the first word of what stands after it, as Hugo, Pandoc and
// rustdoc write it ("go", "{.go}", "rust,ignore").
func language(n *ast.FencedCodeBlock, src []byte) string {
	lang := strings.TrimLeft(string(n.Language(src)), "{.")
	if i := strings.IndexAny(lang, ",{}:;"); i >= 0 {
		lang = lang[:i]
	}
	return strings.ToLower(posts.CleanLine(unescape(lang)))
}

func lines(n ast.Node, src []byte) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		b.Write(segment.Value(src))
	}
	return b.String()
}

func codeText(n ast.Node, src []byte) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Value(src))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}
