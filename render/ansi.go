package render

import (
	"fmt"
	"slices"
	"strings"
)

// Control sequences that end what a line has begun: SGR 0 (ECMA-48, 8.3.117), and OSC 8 without a URL
// (the terminals' own specification of hyperlinks).
const (
	endStyle = "\x1b[m"
	endLink  = "\x1b]8;;\x1b\\"
)

// Lines returns the lines [from, to) with ANSI styles, each complete in itself (styles and links end with
// the line), at most Setup.Width cells wide and without trailing blanks but those in a background. Bounds beyond the page are cut.
func (p *Page) Lines(from, to int) []string {
	from = min(max(from, 0), len(p.lines))
	to = min(max(to, from), len(p.lines))
	out := make([]string, 0, to-from)
	var b strings.Builder
	for i := from; i < to; i++ {
		b.Reset()
		p.writeLine(&b, i)
		out = append(out, b.String())
	}
	return out
}

func (p *Page) writeLine(b *strings.Builder, line int) {
	if p.plain {
		for _, r := range p.runsOf(line) {
			b.WriteString(r.text)
		}
		return
	}
	pen, link := pen(0), int32(0)
	for _, r := range p.runsOf(line) {
		if r.link != link {
			p.switchLink(b, link, r.link)
			link = r.link
		}
		if is := p.penFor(r, pen); is != pen {
			if p.pens[pen].open != "" {
				b.WriteString(endStyle)
			}
			b.WriteString(p.pens[is].open)
			pen = is
		}
		b.WriteString(r.text)
	}
	if p.pens[pen].open != "" {
		b.WriteString(endStyle)
	}
	if link != 0 {
		p.switchLink(b, link, 0)
	}
}

// penFor returns the pen to write a run with: the one in hand, if the run is blank and neither shows on blanks.
func (p *Page) penFor(r run, inHand pen) pen {
	if r.pen != inHand && !p.pens[r.pen].showsOnBlanks && !p.pens[inHand].showsOnBlanks && strings.Trim(r.text, " ") == "" {
		return inHand
	}
	return r.pen
}

func (p *Page) switchLink(b *strings.Builder, was, is int32) {
	if is > 0 && p.doc.links[is-1].hyperlink != "" {
		b.WriteString(p.doc.links[is-1].hyperlink)
	} else if was > 0 && p.doc.links[was-1].hyperlink != "" {
		b.WriteString(endLink)
	}
}

// hyperlinkSchemes are those of which a terminal may be given a link: they lead to something to read or to
// write to, and none of them runs anything.
var hyperlinkSchemes = []string{"http", "https", "mailto", "ssh", "sftp", "ftp", "gemini", "gopher", "irc", "ircs", "news", "tel"}

// hyperlink returns the sequence that begins a link: its id ties the parts of one link together that stand on
// several lines. Bytes that the sequence cannot carry are percent-encoded (RFC 3986, 2.1).
func hyperlink(id int, target string) string {
	scheme, _, found := strings.Cut(target, ":")
	if !found || !slices.Contains(hyperlinkSchemes, strings.ToLower(scheme)) {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, "\x1b]8;id=%d;", id)
	for i := range len(target) {
		if c := target[i]; c > ' ' && c < 0x7f {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	b.WriteString("\x1b\\")
	return b.String()
}
