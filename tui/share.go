package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// server is how readers reach the blog.
type server struct {
	host         string // empty: the reader did not come over a network, and nothing can be shared
	port         int
	fingerprints []string // of the host keys
}

// notServed is said where there is nothing to share.
const notServed = "this blog is read without a server: it has no address to share"

// shareOver shows all there is to give to a friend: the command that opens a place, the link, a QR code of the link,
// and by what to know the server.
func shareOver(r *reader, under screen, what string) (screen, tea.Cmd) {
	if r.server.host == "" {
		r.notice = notServed
		return under, nil
	}
	address := under.address(r)
	command, url := Command(r.server.host, r.server.port, address), link(r.server.host, r.server.port, address)
	sheet := sheetScreen{under: under, name: "Share", widest: shareColumn, copies: command}
	parts := []sharePart{{what, []string{command}}, {"As a link", []string{url}}, {"The host key of this server", r.server.fingerprints}}
	sheet.text = func(r *reader, width int) []string { return shareText(r, parts, url, width) }
	return sheet, nil
}

// shareColumn is the widest that what is shared is set, and codeGap what stands between the QR code and text beside
// it, in cells.
const (
	shareColumn = 140
	codeGap     = 2
)

// sharePart is one of the things that are shared: lines that are to be selected with the mouse, and so stay whole
// wherever the window is wide enough.
type sharePart struct {
	name  string
	lines []string
}

// shareText sets the words and the QR code: the large form of it where all of that is in view at once, else the small
// one. Beside the code stands what fits there whole, and the rest below it.
func shareText(r *reader, parts []sharePart, url string, width int) []string {
	rows := r.height - r.footRows(width)
	if r.roomy() {
		rows--
	}
	words := shareWords(r, parts, width)
	large, small := qrCodes(r, url)
	for _, code := range [][]string{large, small} {
		wide := widest(code)
		if wide == 0 || wide > width {
			continue
		}
		side := width - wide - codeGap
		if short, long := shortParts(parts, side); len(short) > 0 {
			set := append(aside(code, shareWords(r, short, side), wide+codeGap), shareWords(r, long, width)...)
			if len(set) <= rows {
				return set
			}
		}
		if len(words)+1+len(code) <= rows {
			return append(append(words, ""), code...)
		}
	}
	if wide := widest(small); wide > 0 && wide <= width && len(small) <= rows {
		return append(append(words, ""), small...)
	}
	return append(append(words, ""), wrap("The window is too small for a QR code.", width, r.height)...)
}

// shortParts parts what fits in a width from what does not.
func shortParts(parts []sharePart, width int) (short, long []sharePart) {
	for _, p := range parts {
		if slices.ContainsFunc(p.lines, func(line string) bool { return ansi.StringWidth(line) > width }) {
			long = append(long, p)
		} else {
			short = append(short, p)
		}
	}
	return short, long
}

// widest returns the width of a block of lines that are all as wide as the first.
func widest(block []string) int {
	if len(block) == 0 {
		return 0
	}
	return ansi.StringWidth(block[0])
}

// aside sets text beside a block of lines, at a column.
func aside(block, text []string, column int) []string {
	out := make([]string, max(len(block), len(text)))
	for i := range out {
		if i < len(block) {
			out[i] = block[i]
		}
		if i < len(text) && text[i] != "" {
			out[i] += strings.Repeat(" ", column-ansi.StringWidth(out[i])) + text[i]
		}
	}
	return out
}

func shareWords(r *reader, parts []sharePart, width int) []string {
	var out []string
	for i, p := range parts {
		if i > 0 {
			out = append(out, "")
		}
		for _, line := range wrap(p.name, width, r.height) {
			out = append(out, r.paint(title, line))
		}
		for _, line := range p.lines {
			out = append(out, whole(line, width)...)
		}
	}
	return out
}

// whole breaks a text into lines of a width and loses nothing of it.
func whole(text string, width int) []string {
	return strings.Split(ansi.Hardwrap(text, max(width, 1), true), "\n")
}

func (s listScreen) share(r *reader, _ int) (screen, tea.Cmd) {
	return shareOver(r, s, "Share this blog")
}

func (s postScreen) canShare(r *reader) bool { return r.server.host != "" }

func (s postScreen) share(r *reader, _ int) (screen, tea.Cmd) {
	what := "Share “" + r.said(s.post.Title) + "”"
	if at := s.heading(r); at >= 0 && strings.Contains(s.address(r), "#") {
		what = joined(what, s.page.Headings()[at].Text)
	}
	return shareOver(r, s, what)
}

// copyCommand copies the command that opens what is seen.
func copyCommand(r *reader, under screen) (screen, tea.Cmd) {
	if r.server.host == "" {
		r.notice = notServed
		return under, nil
	}
	command := Command(r.server.host, r.server.port, under.address(r))
	cmd := copyText(r, command, "copied, if your terminal allows that:\n"+command)
	return toldWhole(r, under, "The command that opens this", command), cmd
}

// toldWhole returns a screen on which the notice can be read: the one that is seen, or, if the notice is too long for
// its foot, a sheet with the text.
func toldWhole(r *reader, under screen, name, text string) screen {
	_, width := r.textColumn()
	if len(wrap(r.notice, width, r.height)) <= r.noticeRows() {
		return under
	}
	r.notice = ""
	return sheetScreen{under: under, name: name, widest: linkColumn, copies: text, text: func(r *reader, width int) []string {
		out := append(wrap(name, width, r.height), "")
		out[0] = r.paint(title, out[0])
		out = append(append(out, whole(text, width)...), "")
		return append(out, wrap(wasCopied, width, r.height)...)
	}}
}

// wasCopied is said below a text that is shown because not every terminal lets itself be written to.
const wasCopied = "It was copied, if your terminal allows that."

func (s listScreen) yank(r *reader, _ int) (screen, tea.Cmd) { return copyCommand(r, s) }

func (s postScreen) yank(r *reader, _ int) (screen, tea.Cmd) { return copyCommand(r, s) }

func (s sheetScreen) canCopy(*reader) bool { return s.copies != "" }

// yank copies what a sheet is about.
func (s sheetScreen) yank(r *reader, _ int) (screen, tea.Cmd) {
	if s.copies == "" {
		return s, nil
	}
	return s, copyText(r, s.copies, "copied, if your terminal allows that")
}
