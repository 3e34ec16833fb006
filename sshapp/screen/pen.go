package screen

import (
	"image/color"
	"strconv"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// style is how a character is drawn, as far as SGR says it (ECMA-48, 8.3.117). The zero value is the terminal's own.
type style struct {
	fg, bg hue
	attrs  attrs
}

// hue is a colour: one of 16 or of 256 by its number, or red, green and blue. The zero value is the terminal's own.
type hue uint32

const (
	ofSixteen hue = (iota + 1) << 24
	of256
	rgb
	kindOfHue = 0xff << 24
)

type attrs uint8

const (
	bold attrs = 1 << iota
	faint
	italic
	underline
	blink
	reverse
	conceal
	strike

	shownOnBlanks = underline | reverse | strike
)

// attributes are the rows of SGR's attributes: what sets one, and what resets it.
var attributes = []struct {
	attr       attrs
	set, reset int
}{
	{bold, 1, 22},
	{faint, 2, 22},
	{italic, 3, 23},
	{underline, 4, 24},
	{blink, 5, 25},
	{reverse, 7, 27},
	{conceal, 8, 28},
	{strike, 9, 29},
}

// onBlank returns what a style shows where there is no character.
func (s style) onBlank() style {
	s.attrs &= shownOnBlanks
	if s.attrs == 0 {
		s.fg = 0
	}
	return s
}

// withHue returns the style with another foreground.
func (s style) withHue(fg hue) style {
	s.fg = fg
	return s
}

// sgr returns the style after SGR with parameters. Of underlines in several ways (4:3) all are plain ones, and what has
// no meaning here is left out.
func (s style) sgr(parameters string, profile colorprofile.Profile) style {
	if parameters == "" {
		return style{}
	}
	fields := strings.Split(parameters, ";")
	for i := 0; i < len(fields); i++ {
		n, err := strconv.Atoi(fields[i])
		switch {
		case fields[i] == "":
			s = style{}
		case err != nil:
			if kind, ok := strings.CutPrefix(fields[i], "4:"); ok {
				s.attrs &^= underline
				if kind != "0" {
					s.attrs |= underline
				}
			}
		case n == 38, n == 48:
			h, used := longHue(fields[i+1:])
			if n == 38 {
				s.fg = h.within(profile)
			} else {
				s.bg = h.within(profile)
			}
			i += used
		case n == 58: // the colour of underlines
			_, used := longHue(fields[i+1:])
			i += used
		default:
			s = s.with(n, profile)
		}
	}
	return s
}

// with returns the style after one parameter of SGR that stands for itself.
func (s style) with(n int, profile colorprofile.Profile) style {
	switch {
	case n == 0:
		return style{}
	case n == 21: // underlined twice
		s.attrs |= underline
	case n >= 30 && n <= 37:
		s.fg = (ofSixteen | hue(n-30)).within(profile)
	case n >= 90 && n <= 97:
		s.fg = (ofSixteen | hue(n-90+8)).within(profile)
	case n == 39:
		s.fg = 0
	case n >= 40 && n <= 47:
		s.bg = (ofSixteen | hue(n-40)).within(profile)
	case n >= 100 && n <= 107:
		s.bg = (ofSixteen | hue(n-100+8)).within(profile)
	case n == 49:
		s.bg = 0
	}
	for _, a := range attributes {
		switch n {
		case a.set:
			s.attrs |= a.attr
		case a.reset:
			s.attrs &^= a.attr
		}
	}
	return s
}

// longHue reads what follows 38 or 48, and says how many parameters that is.
func longHue(fields []string) (h hue, used int) {
	part := func(i int) hue {
		n, _ := strconv.ParseUint(fields[i], 10, 8) // a missing number is 0
		return hue(n)
	}
	switch {
	case len(fields) >= 2 && fields[0] == "5":
		return of256 | part(1), 2
	case len(fields) >= 4 && fields[0] == "2":
		return rgb | part(1)<<16 | part(2)<<8 | part(3), 4
	default:
		return 0, len(fields)
	}
}

// within returns the nearest colour that a terminal has.
func (h hue) within(profile colorprofile.Profile) hue {
	if h == 0 || profile == colorprofile.TrueColor || profile == colorprofile.ANSI256 && h&kindOfHue != rgb {
		return h
	}
	var has color.Color
	switch h & kindOfHue {
	case ofSixteen:
		has = ansi.BasicColor(h)
	case of256:
		has = ansi.IndexedColor(h)
	default:
		has = color.RGBA{R: uint8(h >> 16), G: uint8(h >> 8), B: uint8(h), A: 0xff}
	}
	switch nearest := profile.Convert(has).(type) {
	case ansi.BasicColor:
		return ofSixteen | hue(nearest)
	case ansi.IndexedColor:
		return of256 | hue(nearest)
	default: // none at all
		return 0
	}
}

// appendParameters appends the parameters that choose a colour, each with a semicolon after it. base is 30 for the
// foreground, 40 for the background.
func (h hue) appendParameters(b []byte, base int) []byte {
	n := int(h &^ kindOfHue)
	switch h & kindOfHue {
	case 0:
		return appendParameter(b, base+9)
	case ofSixteen:
		if n >= 8 {
			n += 60 - 8 // aixterm's bright colours
		}
		return appendParameter(b, base+n)
	case of256:
		return appendParameter(appendParameter(appendParameter(b, base+8), 5), n)
	default:
		b = appendParameter(appendParameter(b, base+8), 2)
		return appendParameter(appendParameter(appendParameter(b, n>>16), n>>8&0xff), n&0xff)
	}
}

func appendParameter(b []byte, n int) []byte { return append(strconv.AppendInt(b, int64(n), 10), ';') }

// pen is what the terminal draws with next.
type pen struct {
	style style
	link  string
}

// use makes the terminal draw in a style and with a link, by the shortest sequences.
func (p *pen) use(b []byte, s style, link string) []byte {
	if link != p.link {
		p.link = link
		if link == "" {
			link = ";"
		}
		b = append(append(append(b, "\x1b]8;"...), link...), '\a')
	}
	if s != p.style {
		b = appendSGR(b, p.style, s)
		p.style = s
	}
	return b
}

// blank makes the terminal draw blanks in a style of which only what they show counts. next is the style of what follows,
// if that shows the same on blanks.
func (p *pen) blank(b []byte, s, next style, link string) []byte {
	switch {
	case p.style.onBlank() == s:
		next = p.style
	case next.onBlank() != s:
		next = s
	}
	return p.use(b, next, link)
}

// appendSGR appends the sequence that leads from one style to another: what differs, or all after a reset.
func appendSGR(b []byte, from, to style) []byte {
	if to == (style{}) {
		return append(b, ansi.ResetStyle...)
	}
	var change, whole [64]byte
	c, w := appendChange(change[:0], from, to), appendChange(append(whole[:0], ';'), style{}, to)
	if len(w) < len(c) {
		c = w
	}
	b = append(b, "\x1b["...)
	b = append(b, c[:len(c)-1]...)
	return append(b, 'm')
}

// appendChange appends the parameters that set what to has and from has not, and reset the rest.
func appendChange(b []byte, from, to style) []byte {
	gone := from.attrs &^ to.attrs
	if gone&(bold|faint) != 0 { // one parameter resets both
		from.attrs &^= bold | faint
		gone &^= bold | faint
		b = appendParameter(b, 22)
	}
	for _, a := range attributes {
		switch {
		case gone&a.attr != 0:
			b = appendParameter(b, a.reset)
		case to.attrs&^from.attrs&a.attr != 0:
			b = appendParameter(b, a.set)
		}
	}
	if to.fg != from.fg {
		b = to.fg.appendParameters(b, 30)
	}
	if to.bg != from.bg {
		b = to.bg.appendParameters(b, 40)
	}
	return b
}
