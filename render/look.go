package render

import (
	"strings"

	"charm.land/glamour/v2/ansi"
	"charm.land/lipgloss/v2"
	"github.com/alecthomas/chroma/v2"
	control "github.com/charmbracelet/x/ansi"
)

// look is how a theme draws: a style sheet of Glamour, or one of the two ways of plain text.
type look struct {
	sheet   ansi.StyleConfig
	plain   bool // no styles and no links; their URLs are listed at the end
	spoken  bool // in words that can be read aloud, for linear mode
	chroma  map[chroma.TokenType]style
	clearer map[string]string // colours of the sheet that are too faint, and what is drawn in their place
}

// cleared returns a style of the sheet as it is drawn.
func (l *look) cleared(s style) style {
	for _, c := range []string{s.fg + " on " + s.bg, s.fg} {
		if clearer, ok := l.clearer[c]; ok {
			s.fg = clearer
			break
		}
	}
	return s
}

// style is the drawing of a stretch of text. The zero value is the terminal's own.
type style struct {
	fg, bg string // as in a style sheet: a number of the 256 colours or "#rrggbb"
	attrs  attrs
}

type attrs uint8

const (
	bold attrs = 1 << iota
	italic
	underlined
	crossedOut
	inverse
	faint
	blink
)

// with lays a style of a sheet over another: what the sheet does not say stays (Glamour's cascade).
func (s style) with(p ansi.StylePrimitive) style {
	if p.Color != nil {
		s.fg = *p.Color
	}
	if p.BackgroundColor != nil {
		s.bg = *p.BackgroundColor
	}
	for _, a := range []struct {
		set  *bool
		attr attrs
	}{
		{p.Bold, bold},
		{p.Italic, italic},
		{p.Underline, underlined},
		{p.CrossedOut, crossedOut},
		{p.Inverse, inverse},
		{p.Faint, faint},
		{p.Blink, blink},
	} {
		if a.set == nil {
			continue
		}
		if *a.set {
			s.attrs |= a.attr
		} else {
			s.attrs &^= a.attr
		}
	}
	return s
}

// isFilled reports whether the style can be seen where there is no character.
func (s style) isFilled() bool { return s.bg != "" || s.attrs&inverse != 0 }

// open returns the SGR sequence that begins the style, empty if there is nothing to it.
func (s style) open() string {
	var o control.Style
	if s.fg != "" {
		o = o.ForegroundColor(lipgloss.Color(s.fg))
	}
	if s.bg != "" {
		o = o.BackgroundColor(lipgloss.Color(s.bg))
	}
	if s.attrs&bold != 0 {
		o = o.Bold()
	}
	if s.attrs&faint != 0 {
		o = o.Faint()
	}
	if s.attrs&italic != 0 {
		o = o.Italic(true)
	}
	if s.attrs&underlined != 0 {
		o = o.Underline(true)
	}
	if s.attrs&blink != 0 {
		o = o.Blink(true)
	}
	if s.attrs&inverse != 0 {
		o = o.Reverse(true)
	}
	if s.attrs&crossedOut != 0 {
		o = o.Strikethrough(true)
	}
	if len(o) == 0 {
		return ""
	}
	return o.String()
}

// roleStyle is the part of a sheet that draws a role.
type roleStyle struct {
	role  role
	style ansi.StylePrimitive
}

// roles returns the styles of all roles, in the order in which they are laid over each other.
func (l *look) roles() []roleStyle {
	s := &l.sheet
	yes := true
	code := s.Code.StylePrimitive
	return []roleStyle{
		{strong, s.Strong},
		{emph, s.Emph},
		{formula, s.Emph},
		{strike, s.Strikethrough},
		{underline, ansi.StylePrimitive{Underline: &yes}},
		{mark, ansi.StylePrimitive{Inverse: &yes}},
		{linkText, s.LinkText},
		{innerLink, s.LinkText},
		{innerLink, ansi.StylePrimitive{Underline: &yes}},
		{codeSpan, code},
		{keyboard, code},
		{imageText, s.Image},
		{linkNum, quietLink(s)},
		{noteNum, s.LinkText},
		{quiet, s.ImageText},
	}
}

// quietLink is the style of numbers after links: the colour of a URL, without what makes it loud.
func quietLink(s *ansi.StyleConfig) ansi.StylePrimitive {
	no := false
	return ansi.StylePrimitive{Color: s.Link.Color, Bold: &no, Underline: &no}
}

// fixes are what a sheet writes before and after a role, such as the blanks around code.
type fixes struct {
	before, after string
}

// fixes returns those of a sheet in the colours of a palette: blanks that widen a background go where there is none.
func (l *look) fixes(s Setup) map[role]fixes {
	all := make(map[role]fixes)
	for _, r := range l.roles() {
		f := fixes{ordinary(r.style.BlockPrefix + r.style.Prefix), ordinary(r.style.Suffix + r.style.BlockSuffix)}
		if drawn := s.Palette.reduce(style{}.with(r.style), s.Theme); r.style.BackgroundColor != nil && !drawn.isFilled() &&
			strings.TrimSpace(f.before+f.after) == "" {
			continue
		}
		if r.role != imageText && r.role != quiet && f != (fixes{}) && !strings.ContainsAny(f.before+f.after, "\n") {
			all[r.role] = f
		}
	}
	return all
}

// token returns the style of a kind of word in code, by the nearest kind that the sheet has a style for.
func (l *look) token(kind chroma.TokenType) style {
	for _, k := range []chroma.TokenType{kind, kind.SubCategory(), kind.Category()} {
		if s, ok := l.chroma[k]; ok {
			return s
		}
	}
	return style{}.with(l.sheet.CodeBlock.StylePrimitive)
}

// tokenStyles takes the styles of code out of a sheet.
func tokenStyles(s ansi.StyleConfig) map[chroma.TokenType]style {
	c := s.CodeBlock.Chroma
	if c == nil {
		return nil
	}
	all := make(map[chroma.TokenType]style)
	for kind, p := range map[chroma.TokenType]ansi.StylePrimitive{
		chroma.Text: c.Text, chroma.Error: c.Error, chroma.Comment: c.Comment, chroma.CommentPreproc: c.CommentPreproc,
		chroma.Keyword: c.Keyword, chroma.KeywordReserved: c.KeywordReserved, chroma.KeywordNamespace: c.KeywordNamespace,
		chroma.KeywordType: c.KeywordType, chroma.Operator: c.Operator, chroma.Punctuation: c.Punctuation,
		chroma.Name: c.Name, chroma.NameBuiltin: c.NameBuiltin, chroma.NameTag: c.NameTag,
		chroma.NameAttribute: c.NameAttribute, chroma.NameClass: c.NameClass, chroma.NameConstant: c.NameConstant,
		chroma.NameDecorator: c.NameDecorator, chroma.NameException: c.NameException, chroma.NameFunction: c.NameFunction,
		chroma.NameOther: c.NameOther, chroma.Literal: c.Literal, chroma.LiteralNumber: c.LiteralNumber,
		chroma.LiteralDate: c.LiteralDate, chroma.LiteralString: c.LiteralString,
		chroma.LiteralStringEscape: c.LiteralStringEscape, chroma.GenericDeleted: c.GenericDeleted,
		chroma.GenericEmph: c.GenericEmph, chroma.GenericInserted: c.GenericInserted,
		chroma.GenericStrong: c.GenericStrong, chroma.GenericSubheading: c.GenericSubheading,
	} {
		if st := (style{}).with(p); st != (style{}) {
			all[kind] = st
		}
	}
	return all
}

// ordinary writes the blanks of a sheet as those that a reader copies: no line is broken at them anyway.
func ordinary(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
