// Package render turns the Markdown of a post into lines for a terminal: Markdown is parsed into a [Doc]
// once per version of the post, and a Doc is laid out into a [Page] once per width and theme. Both are
// immutable and shared by all sessions through a [Cache].
//
// Looks come from Glamour's style sheets. Nothing in a post may drive the reader's terminal: text is
// cleaned before it is parsed and again after entities are decoded.
package render

import (
	"fmt"

	md "github.com/yuin/goldmark/text"

	"postern/posts"
)

// The widths that a layout is made for, in cells; others are brought into this range.
const (
	MinWidth = 8
	MaxWidth = 500
)

// Setup is what a layout depends on besides the post. It is comparable: caches use it as a key.
type Setup struct {
	Width int    // cells a line may fill, MinWidth to MaxWidth
	Theme string // one of Themes, or Plain or Linear; anything else is Auto

	Palette   Palette // colours that the terminal has
	Graphemes bool    // the terminal draws each grapheme cluster as one (mode 2027); of use to [Cache] only
}

// Parse reads the body of a post. Emoji that take several characters are simplified, since terminals do not
// agree how wide they are.
func Parse(p *posts.Post) *Doc { return parsePost(p, posts.Dialect{}, simpleEmoji) }

// ParseGraphemes is [Parse] for terminals that draw each grapheme cluster as one (mode 2027): emoji stay whole.
func ParseGraphemes(p *posts.Post) *Doc { return parsePost(p, posts.Dialect{}, wholeEmoji) }

func parsePost(p *posts.Post, dialect posts.Dialect, emoji emojiWay) *Doc {
	body := posts.Clean(p.Body())
	plain, notices := dialect.Markdown(body)
	d := parse(plain, emoji)
	if plain != body {
		for i := range d.notices {
			d.notices[i].Line = 0 // it is not where it was
		}
	}
	d.notices = append(d.notices, notices...)
	return d
}

// guardedParse makes a Doc that cannot be laid out of a panic.
func guardedParse(p *posts.Post, dialect posts.Dialect, emoji emojiWay) (d *Doc) {
	defer func() {
		if r := recover(); r != nil {
			d = &Doc{err: fmt.Errorf("%s: %w", p.File, panicError(r))}
		}
	}()
	return parsePost(p, dialect, emoji)
}

// parse reads clean Markdown.
func parse(markdown string, emoji emojiWay) *Doc {
	src, limits := tame(markdown)
	d := build(src, parserFor(src).Parse(md.NewReader(src)), emoji)
	d.notices = limits
	return d
}

// Layout lays a parsed post out.
func Layout(d *Doc, s Setup) *Page {
	s = s.normal()
	if d.err != nil {
		return failedPage(s, d.err)
	}
	return d.layout(builtin()[s.Theme], s)
}

// normal brings a setup to the one that stands for all that are laid out alike.
func (s Setup) normal() Setup {
	s.Width = min(max(s.Width, MinWidth), MaxWidth)
	if !isTheme(s.Theme) {
		s.Theme = Auto
	}
	return s
}
