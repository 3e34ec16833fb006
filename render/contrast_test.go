package render

import (
	"fmt"
	"image/color"
	"math"
	"testing"

	"charm.land/lipgloss/v2"
)

// leastContrast is how much what is read must stand out from what is behind it, and how much lines and frames (WCAG
// 2.2, 1.4.3 and 1.4.11). Without a known background no colour comes up to 4.5 on both.
const (
	textContrast       = 4.5
	decorationContrast = 3
)

func TestThemesCanBeRead(t *testing.T) {
	for _, c := range []struct {
		theme, background string
		text              float64
	}{
		{Dark, "#000000", textContrast},
		{Light, "#ffffff", textContrast},
		{Auto, "#000000", decorationContrast},
		{Auto, "#ffffff", decorationContrast},
	} {
		l := builtin()[c.theme]
		s := l.sheet
		texts := map[string]style{}
		for i, h := range []style{
			style{}.with(s.H1.StylePrimitive), style{}.with(s.H2.StylePrimitive), style{}.with(s.H3.StylePrimitive),
			style{}.with(s.H4.StylePrimitive), style{}.with(s.H5.StylePrimitive), style{}.with(s.H6.StylePrimitive),
		} {
			if h.fg == "" {
				h.fg = style{}.with(s.Heading.StylePrimitive).fg
			}
			texts[fmt.Sprintf("heading %d", i+1)] = h
		}
		for _, r := range l.roles() {
			texts[fmt.Sprintf("role %b", r.role)] = style{}.with(r.style)
		}
		for kind := range calloutKinds {
			texts[fmt.Sprintf("callout %d", kind)] = l.callout(style{}, kind, c.theme)
		}
		for kind := range l.chroma {
			texts["code "+kind.String()] = l.token(kind)
		}
		for _, p := range []struct {
			name  string
			style style
		}{
			{"quotation", style{}.with(s.BlockQuote.StylePrimitive)},
			{"item", style{}.with(s.Item)},
			{"number", style{}.with(s.Enumeration)},
			{"task", style{}.with(s.Task.StylePrimitive)},
			{"term", style{}.with(s.DefinitionTerm)},
			{"table", style{}.with(s.Table.StylePrimitive)},
			{"code", style{}.with(s.CodeBlock.StylePrimitive)},
			{"paragraph", style{}.with(s.Paragraph.StylePrimitive)},
		} {
			texts[p.name] = p.style
		}
		for _, palette := range []Palette{TrueColour, Colours256} {
			check := func(name string, s style, least float64) {
				s = palette.reduce(l.cleared(s), c.theme)
				if got := s.contrast(c.background); got < least {
					t.Errorf("%s on %s: %s in %+v has a contrast of %.1f", c.theme, c.background, name, s, got)
				}
			}
			for name, s := range texts {
				check(name, s, c.text)
			}
			check("lines", style{}.with(s.HorizontalRule), decorationContrast)
		}
	}
}

// contrast returns how much a style stands out from its background, or the terminal's (WCAG 2.2, contrast ratio).
func (s style) contrast(background string) float64 {
	if s.bg != "" {
		background = s.bg
	}
	if s.fg == "" {
		return 21 // the terminal's own, which its owner can read
	}
	a, b := luminance(s.fg), luminance(background)
	return (max(a, b) + 0.05) / (min(a, b) + 0.05)
}

func luminance(c string) float64 {
	rgb := color.NRGBAModel.Convert(lipgloss.Color(c)).(color.NRGBA)
	part := func(v uint8) float64 {
		if f := float64(v) / 255; f > 0.04045 {
			return math.Pow((f+0.055)/1.055, 2.4)
		}
		return float64(v) / 255 / 12.92
	}
	return 0.2126*part(rgb.R) + 0.7152*part(rgb.G) + 0.0722*part(rgb.B)
}
