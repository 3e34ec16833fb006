package render

import (
	"bytes"
	"regexp"
	"strings"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	emoji "github.com/yuin/goldmark-emoji"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	md "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
	nethtml "golang.org/x/net/html"

	"postern/posts"
)

// HTML returns the text of a post as HTML for newsreaders: without scripts, styles, frames and forms, whatever its
// author or a dialect put there. absolute completes the targets of links and pictures.
func HTML(p *posts.Post, dialect posts.Dialect, absolute func(target string) string) (string, error) {
	plain, _ := dialect.Markdown(posts.Clean(p.Body()))
	src, _ := tame(plain)
	tree := parserFor(src).Parse(md.NewReader(src))
	titleCallouts(tree, src)
	nameHeadings(tree, src)
	var out bytes.Buffer
	if err := htmlRenderer("p"+p.Version+"-").Render(&out, src, tree); err != nil {
		return "", err
	}
	return posts.Clean(htmlPolicy().Sanitize(rewriteTargets(out.String(), absolute))), nil
}

// htmlRenderer writes what the parser of this package reads. Ids begin with prefix, since a newsreader may show several
// posts on one page.
func htmlRenderer(prefix string) renderer.Renderer {
	return goldmark.New(
		goldmark.WithExtensions(
			extension.GFM, extension.DefinitionList, emoji.Emoji,
			extension.NewFootnote(extension.WithFootnoteIDPrefix([]byte(prefix))),
		),
		goldmark.WithRendererOptions(
			html.WithUnsafe(), // the policy has the last word, on what came from Markdown as well
			renderer.WithNodeRenderers(util.Prioritized(htmlNodes{}, 100)),
		),
	).Renderer()
}

// htmlNodes writes the nodes that goldmark does not know, and tasks, whose boxes are forms.
type htmlNodes struct{}

func (htmlNodes) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(kindMathBlock, func(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			writeEscaped(w, "<pre><code>", lines(n, src), "</code></pre>\n")
		}
		return ast.WalkSkipChildren, nil
	})
	r.Register(kindMathSpan, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if span, ok := n.(*mathSpan); ok && entering {
			writeEscaped(w, "<code>", string(span.source), "</code>")
		}
		return ast.WalkSkipChildren, nil
	})
	r.Register(kindScript, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if script, ok := n.(*scriptText); ok {
			tag := "</" + script.tag + ">"
			if entering {
				tag = "<" + script.tag + ">"
			}
			_, _ = w.WriteString(tag) // a buffer in memory
		}
		return ast.WalkContinue, nil
	})
	r.Register(east.KindTaskCheckBox, func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if box, ok := n.(*east.TaskCheckBox); ok && entering {
			mark := "☐ "
			if box.IsChecked {
				mark = "☑ "
			}
			_, _ = w.WriteString(mark)
		}
		return ast.WalkContinue, nil
	})
}

func writeEscaped(w util.BufWriter, open, text, end string) {
	_, _ = w.WriteString(open + nethtml.EscapeString(text) + end) // a buffer in memory
}

// titleCallouts gives each callout its title as a paragraph of its own.
func titleCallouts(tree ast.Node, src []byte) {
	var quotes []*ast.Blockquote
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if quote, ok := n.(*ast.Blockquote); ok && entering {
			quotes = append(quotes, quote)
		}
		return ast.WalkContinue, nil
	})
	for _, quote := range quotes {
		head, ok := calloutOf(quote, src)
		if !ok {
			continue
		}
		strong := ast.NewEmphasis(2)
		strong.AppendChild(strong, ast.NewString([]byte(head.name)))
		for _, n := range head.title {
			strong.AppendChild(strong, n)
		}
		paragraph := ast.NewParagraph()
		paragraph.AppendChild(paragraph, strong)
		quote.InsertBefore(quote, quote.FirstChild(), paragraph)
	}
}

// nameHeadings gives each heading the id that it has in the reader, so that links within the post lead to it.
func nameHeadings(tree ast.Node, src []byte) {
	ids := make(headingIDs)
	_ = ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			h.SetAttributeString("id", []byte(ids.id(attribute(h, "id"), plainOf(h, src))))
		}
		return ast.WalkContinue, nil
	})
}

// rewriteTargets completes what links and pictures lead to.
func rewriteTargets(source string, absolute func(string) string) string {
	var out strings.Builder
	for z := nethtml.NewTokenizer(strings.NewReader(source)); ; {
		kind := z.Next()
		if kind == nethtml.ErrorToken { // the end: a string fails in no other way
			return out.String()
		}
		raw := string(z.Raw())
		if kind != nethtml.StartTagToken && kind != nethtml.SelfClosingTagToken {
			out.WriteString(raw)
			continue
		}
		token, changed := z.Token(), false
		for i, a := range token.Attr {
			if a.Key == "href" || a.Key == "src" {
				token.Attr[i].Val, changed = absolute(a.Val), true
			}
		}
		if changed {
			raw = token.String()
		}
		out.WriteString(raw)
	}
}

// htmlPolicy is what of HTML is let through.
var htmlPolicy = sync.OnceValue(func() *bluemonday.Policy {
	p := bluemonday.UGCPolicy()
	p.RequireNoFollowOnLinks(false)
	p.AllowURLSchemes(hyperlinkSchemes...)
	p.AllowAttrs("class").Matching(regexp.MustCompile(`^language-[\w+#.-]+$`)).OnElements("code")
	p.AllowElements("kbd", "mark")
	p.AllowAttrs("id").Matching(regexp.MustCompile(`^[\pL\pN\pM_-]+$`)).OnElements("h1", "h2", "h3", "h4", "h5", "h6")
	return p
})
