package render

import (
	"sync"

	"github.com/yuin/goldmark"
	emoji "github.com/yuin/goldmark-emoji"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// markdown parses CommonMark, GFM and what blogs use beyond; withoutNotes does so without footnotes. Parsers may
// be shared by all.
var (
	markdown     = sync.OnceValue(func() parser.Parser { return newParser(extension.Footnote) })
	withoutNotes = sync.OnceValue(func() parser.Parser { return newParser() })
)

func newParser(more ...goldmark.Extender) parser.Parser {
	return goldmark.New(
		goldmark.WithExtensions(append(more, extension.GFM, extension.DefinitionList, emoji.Emoji)...),
		goldmark.WithParserOptions(
			parser.WithHeadingAttribute(),
			parser.WithBlockParsers(util.Prioritized(mathBlockParser{}, 650)),
			parser.WithASTTransformers(util.Prioritized(subscripts{}, 100)),
			parser.WithInlineParsers(util.Prioritized(mathSpanParser{}, 150), util.Prioritized(superscripts{}, 160)),
		),
	).Parser()
}
