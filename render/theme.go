package render

import (
	"slices"

	"charm.land/glamour/v2/ansi"
	"charm.land/glamour/v2/styles"
)

// The themes. Auto is for a terminal whose background is not known: body text has the terminal's own
// foreground and the accents are legible on black and on white. Mono has no colour at all.
const (
	Auto  = "auto"
	Dark  = "dark"
	Light = "light"
	Mono  = "mono"
)

// Themes returns the names of all themes, in the order a reader goes through them.
func Themes() []string { return []string{Auto, Dark, Light, Mono} }

func isTheme(name string) bool { return slices.Contains(Themes(), name) }

// sheet returns the style sheet of a theme: Glamour's own, with the adaptations of this file.
func sheet(theme string) ansi.StyleConfig {
	switch theme {
	case Dark:
		return adapt(styles.DarkStyleConfig, "github-dark")
	case Light:
		return adapt(styles.LightStyleConfig, "github")
	case Mono:
		return withoutColour(adapt(styles.DarkStyleConfig, ""))
	default:
		return forBothBackgrounds(adapt(styles.DarkStyleConfig, ""))
	}
}

// adapt fits a sheet to the reader: the terminal's own foreground for body text, no margin, since the screen
// centres the column, and code coloured by a chroma style that suits the background.
func adapt(s ansi.StyleConfig, code string) ansi.StyleConfig {
	none := uint(0)
	s.Document = ansi.StyleBlock{Margin: &none}
	s.CodeBlock.Chroma, s.CodeBlock.Theme = nil, code
	s.CodeBlock.Color = nil
	s.HorizontalRule.Format = "\n────────\n"
	return s
}

// forBothBackgrounds picks accents with a contrast of at least 3:1 on black and on white, without backgrounds.
func forBothBackgrounds(s ansi.StyleConfig) ansi.StyleConfig {
	colour := func(p *ansi.StylePrimitive, c string) { p.Color, p.BackgroundColor = &c, nil }
	colour(&s.Heading.StylePrimitive, "33")
	colour(&s.H1.StylePrimitive, "33")
	colour(&s.H6.StylePrimitive, "33")
	colour(&s.Link, "30")
	colour(&s.LinkText, "29")
	colour(&s.Image, "168")
	colour(&s.ImageText, "244")
	colour(&s.Code.StylePrimitive, "167")
	colour(&s.HorizontalRule, "244")
	s.H1.Prefix, s.H1.Suffix = "# ", ""
	s.Code.Prefix, s.Code.Suffix = "", ""
	return s
}

// withoutColour tells by bold, underline and reverse what colours told.
func withoutColour(s ansi.StyleConfig) ansi.StyleConfig {
	yes := true
	for _, p := range []*ansi.StylePrimitive{
		&s.Heading.StylePrimitive, &s.H1.StylePrimitive, &s.H6.StylePrimitive, &s.Link, &s.LinkText,
		&s.Image, &s.ImageText, &s.Code.StylePrimitive, &s.HorizontalRule,
	} {
		p.Color, p.BackgroundColor = nil, nil
	}
	s.H1.Inverse = &yes
	s.Emph = ansi.StylePrimitive{Underline: &yes}
	s.Code.Prefix, s.Code.Suffix = "`", "`"
	return s
}
