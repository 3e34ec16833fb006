package render

import (
	"image/color"
	"strconv"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Palette is how many colours a terminal has.
type Palette uint8

// The palettes. With Colours16 only the named colours are used, since each terminal draws them so that they
// can be read, and no grey, since that vanishes on one background or the other.
const (
	TrueColour Palette = iota
	Colours256
	Colours16
)

// reduce returns a style in the colours of a palette.
func (p Palette) reduce(s style, theme string) style {
	switch p {
	case Colours256:
		s.fg, s.bg = nearest256(s.fg), nearest256(s.bg)
	case Colours16:
		if _, saturated := hueOf(s.bg); saturated {
			return style{attrs: s.attrs | inverse}
		}
		s.fg, s.bg = named(s.fg, theme), ""
	}
	return s
}

func nearest256(c string) string {
	if len(c) == 0 || c[0] != '#' {
		return c
	}
	return strconv.Itoa(int(ansi.Convert256(lipgloss.Color(c))))
}

// Numbers of the named colours (ECMA-48, SGR 30 to 37), and what makes them bright.
const (
	red, green, yellow, blue, magenta, cyan = 1, 2, 3, 4, 5, 6

	bright = 8
)

// named returns the named colour that is nearest in hue, nothing for a grey. Blue is too dark to read on
// black, so it is bright there, and cyan where the background is not known. Yellow, green and cyan are too light to
// read on white, and give way there to their darker neighbours.
func named(c, theme string) string {
	hue, saturated := hueOf(c)
	if !saturated {
		return ""
	}
	n := [...]int{red, yellow, green, cyan, blue, magenta}[int(hue+30)%360/60]
	switch {
	case theme == Dark:
		n += bright
	case theme == Light:
		n = onWhite[n]
	case theme == Auto && n == blue:
		n = cyan
	}
	return strconv.Itoa(n)
}

// onWhite are the named colours that stand for others on a white background.
var onWhite = [...]int{red: red, green: blue, yellow: magenta, blue: blue, magenta: magenta, cyan: blue}

// minSaturation is how much colour there must be in a colour that is not a grey, of 1.
const minSaturation = 0.3

// hueOf returns the hue of a colour in degrees, and whether it has one.
func hueOf(c string) (hue float64, saturated bool) {
	if c == "" {
		return 0, false
	}
	rgb := color.NRGBAModel.Convert(lipgloss.Color(c)).(color.NRGBA)
	r, g, b := float64(rgb.R), float64(rgb.G), float64(rgb.B)
	most, least := max(r, g, b), min(r, g, b)
	if most == 0 || (most-least)/most < minSaturation {
		return 0, false
	}
	switch span := most - least; most {
	case r:
		hue = 60 * (g - b) / span
	case g:
		hue = 60*(b-r)/span + 120
	default:
		hue = 60*(r-g)/span + 240
	}
	if hue < 0 {
		hue += 360
	}
	return hue, true
}
