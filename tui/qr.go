package tui

import (
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"rsc.io/qr"

	"postern/render"
)

// quietZone is the margin of light modules around a QR code (ISO/IEC 18004, 5.3.8).
const quietZone = 4

// qrCode draws a text as a QR code, two modules in the height of a cell. It is dark on light on any background, as
// cameras need it. It returns nil if the text is too long for one.
func qrCode(r *reader, text string) []string {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return nil
	}
	style := qrStyle(r)
	var out []string
	for y := -quietZone; y < code.Size+quietZone; y += 2 {
		var b strings.Builder
		for x := -quietZone; x < code.Size+quietZone; x++ {
			switch above, below := code.Black(x, y), code.Black(x, y+1); {
			case above && below:
				b.WriteRune('█')
			case above:
				b.WriteRune('▀')
			case below:
				b.WriteRune('▄')
			default:
				b.WriteByte(' ')
			}
		}
		out = append(out, style.Styled(b.String()))
	}
	return out
}

// qrStyle is black on white; without colours the terminal's own, the other way round where it is dark.
func qrStyle(r *reader) ansi.Style {
	switch {
	case r.profile >= colorprofile.ANSI256:
		return ansi.Style{}.ForegroundColor(ansi.IndexedColor(16)).BackgroundColor(ansi.IndexedColor(231))
	case r.profile == colorprofile.ANSI:
		return ansi.Style{}.ForegroundColor(ansi.Black).BackgroundColor(ansi.BrightWhite)
	case r.background == render.Light:
		return ansi.Style{}
	default:
		return ansi.Style{}.Reverse(true)
	}
}
