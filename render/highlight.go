package render

import (
	"strings"
	"time"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
)

// tabWidth is how far apart tab stops are in code, in cells.
const tabWidth = 4

// Limits of colouring, which takes some hundred times as long as laying out, and more for code that a lexer's
// patterns are slow on: the size of the largest block in bytes, and the time for all blocks of a post. What
// is beyond is shown without colours.
const (
	maxHighlight     = 64 << 10
	maxHighlightTime = 2 * time.Second
)

// codeLine is a line of code as it is shown, with its tabs expanded.
type codeLine struct {
	s      string
	cells  int
	tokens []token // cover s; none: no known language
}

type token struct {
	end  int32 // byte of codeLine.s at which it ends
	kind int32 // a chroma.TokenType
}

// highlight finds the lines of a block of code and, until the deadline, what the words in them are. The language is never guessed:
// that takes milliseconds a block and is wrong too often.
func (c *codeBlock) highlight(way emojiWay, deadline time.Time) {
	var lexer chroma.Lexer
	if c.lang != "" && len(c.source) <= maxHighlight {
		lexer = lexers.Get(c.lang)
	}
	if lexer != nil {
		if tokens := tokenize(lexer, c.source, deadline); tokens != nil {
			c.lines = codeLines(tokens, way)
			if c.isWhole(way) {
				return
			}
		}
	}
	c.lines = codeLines([]chroma.Token{{Value: c.source}}, way)
	for i := range c.lines {
		c.lines[i].tokens = nil
	}
}

// tokenize returns the words of code, or nil if the deadline has passed.
func tokenize(lexer chroma.Lexer, source string, deadline time.Time) []chroma.Token {
	words, err := chroma.Coalesce(lexer).Tokenise(nil, source)
	if err != nil {
		return nil
	}
	var all []chroma.Token
	for word := words(); word != chroma.EOF; word = words() {
		if time.Now().After(deadline) {
			return nil
		}
		all = append(all, word)
	}
	return all
}

// isWhole reports whether a lexer has left all of the source in place.
func (c *codeBlock) isWhole(way emojiWay) bool {
	var want, got Place
	for _, line := range c.lines {
		got += countText(line.s)
	}
	want = countText(way.write(c.source))
	return want == got
}

func codeLines(tokens []chroma.Token, way emojiWay) []codeLine {
	var all []codeLine
	var line codeLine
	var b strings.Builder
	column := 0
	end := func() {
		line.s = strings.TrimRight(b.String(), " ")
		for i := range line.tokens {
			line.tokens[i].end = min(line.tokens[i].end, int32(len(line.s)))
		}
		line.cells = cells(line.s)
		all = append(all, line)
		line, column = codeLine{}, 0
		b.Reset()
	}
	for _, t := range tokens {
		for part := range strings.Lines(way.write(t.Value)) {
			content, ended := strings.CutSuffix(part, "\n")
			if content != "" {
				column = expand(&b, content, column)
				line.tokens = append(line.tokens, token{int32(b.Len()), int32(t.Type)})
			}
			if ended {
				end()
			}
		}
	}
	if b.Len() > 0 {
		end()
	}
	return all
}

// expand writes code that begins at a column with its tabs as blanks up to the next tab stop, and returns the
// column at its end.
func expand(b *strings.Builder, s string, column int) int {
	for {
		before, after, found := strings.Cut(s, "\t")
		b.WriteString(before)
		column += cells(before)
		if !found {
			return column
		}
		n := tabWidth - column%tabWidth
		b.WriteString("        "[:n])
		column += n
		s = after
	}
}
