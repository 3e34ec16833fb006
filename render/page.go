package render

import (
	"slices"
	"sort"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// Page is a laid out post. It does not change and may be shared freely.
type Page struct {
	lines  []string
	places []Place // of each line
	bytes  int64   // what it takes in memory, about
	err    error
}

func newPage(lines []string, err error) *Page {
	p := &Page{lines: lines, places: make([]Place, len(lines)), err: err}
	var at Place
	for i, line := range lines {
		p.places[i] = at
		at += Place(countText(ansi.Strip(line)))
		p.bytes += int64(len(line)) + lineOverhead
	}
	return p
}

// lineOverhead is what a line takes besides its text: a string header and a Place, in bytes.
const lineOverhead = 24

// failedPage says in plain words that a post could not be laid out.
func failedPage(s Setup, err error) *Page {
	words := ansi.Wrap("This post cannot be shown: laying it out failed. Its author can find the reason in the server's log.", s.Width, "")
	return newPage(strings.Split(words, "\n"), err)
}

// Err returns why the post could not be laid out, nil as a rule. A Page with an error says so to the
// reader in plain words; the error is for the log.
func (p *Page) Err() error { return p.err }

// Len returns the number of lines.
func (p *Page) Len() int { return len(p.lines) }

// Lines returns the lines [from, to) with ANSI styles, each complete in itself (styles and links end with
// the line), at most Setup.Width cells wide and without trailing blanks. Bounds beyond the page are cut.
func (p *Page) Lines(from, to int) []string {
	from = min(max(from, 0), len(p.lines))
	to = min(max(to, from), len(p.lines))
	return slices.Clip(p.lines[from:to])
}

// Place is a position in the text of a post that means the same on every Page of it, whatever its width:
// the number of visible characters, blanks left out, that come before.
type Place int

// Place returns the position of the first character on a line. Lines beyond the page count as the nearest.
func (p *Page) Place(line int) Place {
	if len(p.places) == 0 {
		return 0
	}
	return p.places[min(max(line, 0), len(p.places)-1)]
}

// LineOf returns the line on which a position stands: the last one that starts at it or before it, and that
// is not blank unless the page is.
func (p *Page) LineOf(at Place) int {
	after := sort.Search(len(p.places), func(i int) bool { return p.places[i] > at })
	line := max(after-1, 0)
	for line > 0 && p.places[line] == p.places[line-1] && p.lines[line] == "" {
		line--
	}
	return line
}

// countText counts the characters that stay when a text is wrapped anew: no blanks, and no box drawing, which
// borders and quotes repeat line by line.
func countText(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsSpace(r) && (r < 0x2500 || r > 0x257f) {
			n++
		}
	}
	return n
}
