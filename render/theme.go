package render

import (
	"slices"
	"sync"

	"charm.land/glamour/v2/ansi"
	"charm.land/glamour/v2/styles"
)

// The themes. Auto is for a terminal whose background is not known: body text has the terminal's own
// foreground and the accents are legible on black and on white. Mono has no colour at all. Plain and Linear are
// without any escape sequence: Plain for pipes, Linear in words that make sense when read aloud.
const (
	Auto   = "auto"
	Dark   = "dark"
	Light  = "light"
	Mono   = "mono"
	Plain  = "plain"
	Linear = "linear"
)

// Themes returns the names of the themes that a reader goes through, in order.
func Themes() []string { return []string{Auto, Dark, Light, Mono} }

func isTheme(name string) bool {
	return slices.Contains(Themes(), name) || name == Plain || name == Linear
}

// builtin holds the looks that come with Postern: Glamour's own sheets, with the adaptations of this file.
var builtin = sync.OnceValue(func() map[string]*look {
	return map[string]*look{
		Auto:   newLook(forBothBackgrounds(adapt(styles.DarkStyleConfig))),
		Dark:   newLook(adapt(styles.DarkStyleConfig)).with(clearOnBlack),
		Light:  newLook(adapt(styles.LightStyleConfig)).with(clearOnWhite),
		Mono:   newLook(withoutColour(adapt(styles.DarkStyleConfig))),
		Plain:  {sheet: plainSheet(), plain: true},
		Linear: {sheet: spokenSheet(), plain: true, spoken: true},
	}
})

// clearOnBlack and clearOnWhite are what is drawn for colours of Glamour's sheets that are too faint to read on what
// is behind them, see TestThemesCanBeRead: the nearest of the 256 colours that is not.
var (
	clearOnBlack = map[string]string{"203": "210", "228": "231", "240": "241", "#676767": "244", "#6E6ED8": "105", "#F1F1F1 on #F05B5B": "16"}
	clearOnWhite = map[string]string{
		"36": "24", "203": "124", "205": "161", "228": "231", "249": "245",
		"#00AEAE": "24", "#00D787": "29", "#019F57": "28", "#22CCAE": "29", "#279EFC": "27", "#777777": "242", "#8D8D8D": "242",
		"#A3A322": "94", "#F1F1F1 on #FF5555": "16", "#FA7878": "131", "#FB406F": "161", "#FD5B5B": "160", "#FF2626": "160",
		"#FF5FD2": "162", "#FF875F": "130",
	}
)

// with returns a look that draws other colours in place of some.
func (l *look) with(clearer map[string]string) *look {
	l.clearer = clearer
	return l
}

func newLook(s ansi.StyleConfig) *look { return &look{sheet: s, chroma: tokenStyles(s)} }

// adapt fits a sheet to the reader: the terminal's own foreground for body text, no margin, since the screen
// centres the column, and code that is not marked by colour alone.
func adapt(s ansi.StyleConfig) ansi.StyleConfig {
	if s.List.Color != nil && s.Document.Color != nil && *s.List.Color == *s.Document.Color {
		s.List.Color = nil
	}
	s.Document.Color, s.Document.BackgroundColor, s.Document.Margin = nil, nil, nil
	s.CodeBlock.Color = nil
	return s
}

// forBothBackgrounds picks accents with a contrast of at least 3:1 on black and on white, without backgrounds.
func forBothBackgrounds(s ansi.StyleConfig) ansi.StyleConfig {
	s.Heading.StylePrimitive = coloured(s.Heading.StylePrimitive, "33")
	s.H1 = ansi.StyleBlock{StylePrimitive: ansi.StylePrimitive{Prefix: "# "}}
	s.H6.StylePrimitive = coloured(s.H6.StylePrimitive, "33")
	s.Link = coloured(s.Link, "30")
	s.LinkText = coloured(s.LinkText, "29")
	s.Image = coloured(s.Image, "168")
	s.ImageText = coloured(s.ImageText, "244")
	s.Code.StylePrimitive = coloured(s.Code.StylePrimitive, "167")
	s.Code.Prefix, s.Code.Suffix = "", ""
	s.HorizontalRule = coloured(s.HorizontalRule, "244")
	colour := func(c string) ansi.StylePrimitive { return ansi.StylePrimitive{Color: &c} }
	s.CodeBlock.Chroma = &ansi.Chroma{
		Comment: colour("244"), CommentPreproc: colour("167"), Keyword: colour("33"), KeywordType: colour("97"),
		NameTag: colour("97"), NameFunction: colour("29"), NameBuiltin: colour("97"), NameDecorator: colour("136"),
		LiteralNumber: colour("30"), LiteralString: colour("130"), LiteralStringEscape: colour("30"),
		GenericDeleted: colour("167"), GenericInserted: colour("29"), GenericSubheading: colour("244"),
	}
	return s
}

// withoutColour tells by bold, underline and reverse what colours told.
func withoutColour(s ansi.StyleConfig) ansi.StyleConfig {
	for _, p := range []*ansi.StylePrimitive{
		&s.Heading.StylePrimitive, &s.H6.StylePrimitive, &s.Link, &s.LinkText, &s.Image, &s.ImageText, &s.HorizontalRule,
	} {
		p.Color, p.BackgroundColor = nil, nil
	}
	yes := true
	s.H1.StylePrimitive = ansi.StylePrimitive{Prefix: " ", Suffix: " ", Inverse: &yes, Bold: &yes}
	s.Emph = ansi.StylePrimitive{Underline: &yes}
	s.Code.StylePrimitive = ansi.StylePrimitive{Prefix: "`", Suffix: "`"}
	s.CodeBlock.Chroma = nil
	return s
}

// plainSheet is Glamour's for what is not a terminal, with marks only where the meaning would be lost: code
// keeps its quotes, struck text its tildes.
func plainSheet() ansi.StyleConfig {
	s := adapt(styles.NoTTYStyleConfig)
	s.Emph, s.Strong = ansi.StylePrimitive{}, ansi.StylePrimitive{}
	return s
}

// spokenSheet is [plainSheet] without the signs that speech and braille stumble on.
func spokenSheet() ansi.StyleConfig {
	s := plainSheet()
	s.Item.BlockPrefix = "- "
	s.Task.Ticked, s.Task.Unticked = "Done: ", "Not done: "
	return s
}

func coloured(p ansi.StylePrimitive, colour string) ansi.StylePrimitive {
	p.Color, p.BackgroundColor = &colour, nil
	return p
}
