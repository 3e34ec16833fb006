package tui

import (
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"rsc.io/qr"

	"postern/render"
)

// A QR code is drawn from blanks with a background, since in many fonts the block characters do not fill their cell and
// leave seams. Only where two modules share a cell, and are not alike, does half a block stand: the lower one, which fonts
// place better than the upper.

// quietZone is the margin of light modules around a QR code (ISO/IEC 18004, 5.3.8).
const quietZone = 4

// qrCodes draws a text as a QR code, dark on light on any background, as cameras need it: first the large form, with two
// cells a module, then the small one, with two modules in the height of a cell. It returns nothing if the text is too long
// for one.
func qrCodes(r *reader, text string) (large, small []string) {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return nil, nil
	}
	ink := inkFor(r)
	for y := -quietZone; y < code.Size+quietZone; y++ {
		large = append(large, ink.row(code, y, y, 2))
	}
	for y := -quietZone; y < code.Size+quietZone; y += 2 {
		small = append(small, ink.row(code, y, y+1, 1))
	}
	return large, small
}

// qrInk is how cells are drawn whose upper and lower module are light or dark.
type qrInk struct {
	dark, light          ansi.Style // of a blank
	darkAbove, darkBelow ansi.Style // of a lower half block
}

// row draws a row of cells, so many a module, with the modules of two rows of a code.
func (ink qrInk) row(code *qr.Code, above, below, cells int) string {
	var b strings.Builder
	for x := -quietZone; x < code.Size+quietZone; x++ {
		style, cell := ink.light, " "
		switch dark := code.Black(x, above); {
		case dark && code.Black(x, below):
			style = ink.dark
		case dark:
			style, cell = ink.darkAbove, "▄"
		case code.Black(x, below):
			style, cell = ink.darkBelow, "▄"
		}
		b.WriteString(style.Styled(strings.Repeat(cell, cells)))
	}
	return b.String()
}

// inkFor is black and white; without colours the terminal's own, the other way round where it is dark.
func inkFor(r *reader) qrInk {
	black, white := ansi.Color(ansi.IndexedColor(16)), ansi.Color(ansi.IndexedColor(231))
	switch {
	case r.looks() == render.Mono && r.background == render.Light:
		turned := ansi.Style{}.Reverse(true)
		return qrInk{dark: turned, darkAbove: turned}
	case r.looks() == render.Mono:
		turned := ansi.Style{}.Reverse(true)
		return qrInk{light: turned, darkBelow: turned}
	case r.profile <= colorprofile.ANSI:
		black, white = ansi.Black, ansi.BrightWhite
	}
	on := func(lower, upper ansi.Color) ansi.Style {
		return ansi.Style{}.ForegroundColor(lower).BackgroundColor(upper)
	}
	return qrInk{dark: on(white, black), light: on(black, white), darkAbove: on(white, black), darkBelow: on(black, white)}
}
