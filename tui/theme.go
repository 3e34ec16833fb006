package tui

import (
	"image/color"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"postern/render"
)

// Colours are named by what they are for. Body text is always the terminal's own foreground; nothing is told
// by colour alone, since a token may have no colour at all.
type token int

const (
	plain   token = iota // the terminal's own
	title                // of the blog, of a post
	chosen               // the title of the selected post
	mark                 // the bar beside the selected post
	quiet                // what stands beside the text: dates, descriptions, hints
	notice               // something to tell the reader
	keyName              // a key, on the help screen
	found                // words that were searched for
	current              // those that the reader stands on, and the selected link
	tokens               // how many there are
)

// look is how a token is drawn. The colours of the 256-colour palette have a contrast of at least 4.5:1 on the
// usual background of their theme; those of auto at least 3.5:1 on black and on white. 0 is the terminal's
// own foreground. With 16 colours grey is left out: it vanishes on some backgrounds.
type look struct {
	bold              bool
	underlined        bool
	reversed          bool
	auto, dark, light uint8           // of 256 colours
	dark16, light16   ansi.BasicColor // of 16 colours; auto has none
}

var looks = [tokens]look{
	title:   {bold: true},
	chosen:  {bold: true, auto: 32, dark: 117, light: 25, dark16: ansi.Cyan, light16: ansi.Blue},
	mark:    {bold: true, auto: 32, dark: 117, light: 25, dark16: ansi.Cyan, light16: ansi.Blue},
	quiet:   {auto: 243, dark: 246, light: 241},
	notice:  {bold: true, auto: 166, dark: 222, light: 130, dark16: ansi.Yellow, light16: ansi.Magenta},
	keyName: {bold: true},
	found:   {bold: true, underlined: true, auto: 166, dark: 222, light: 130, dark16: ansi.Yellow, light16: ansi.Magenta},
	current: {bold: true, reversed: true},
}

// styles are the looks of all tokens for one terminal.
type styles [tokens]ansi.Style

// newStyles makes the styles of a theme, one of [render.Themes], for what the terminal can show.
func newStyles(theme string, profile colorprofile.Profile) *styles {
	s := &styles{}
	for t, l := range looks {
		if l.bold {
			s[t] = s[t].Bold()
		}
		if l.underlined {
			s[t] = s[t].Underline(true)
		}
		if l.reversed {
			s[t] = s[t].Reverse(true)
		}
		if c := l.colour(theme, profile); c != nil {
			s[t] = s[t].ForegroundColor(c)
		}
	}
	return s
}

// colour returns the colour of a token, nil for the terminal's own.
func (l look) colour(theme string, profile colorprofile.Profile) color.Color {
	var indexed uint8
	var basic ansi.BasicColor
	switch theme {
	case render.Auto:
		indexed = l.auto
	case render.Dark:
		indexed, basic = l.dark, l.dark16
	case render.Light:
		indexed, basic = l.light, l.light16
	}
	switch {
	case profile == colorprofile.ANSI && basic != 0:
		return basic
	case profile >= colorprofile.ANSI256 && indexed != 0:
		return ansi.IndexedColor(indexed)
	default:
		return nil
	}
}

// paint draws text as a token. Empty text stays empty.
func (s *styles) paint(t token, text string) string {
	if text == "" || len(s[t]) == 0 {
		return text
	}
	return s[t].Styled(text)
}
