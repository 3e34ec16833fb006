package render

import (
	"sort"
	"strings"
	"sync"
	"unsafe"
)

// Page is a laid out post. It does not change and may be shared freely.
type Page struct {
	doc   *Doc
	lines []line
	runs  []run
	pens  []penStyle
	plain bool
	bytes int64 // what it takes in memory, about
	err   error

	linkLines []int32         // of each link, from 1; 0: not shown
	linkSpans func() [][]Span // of each link that is shown, found when they are first asked for
}

// line is a line of a page.
type line struct {
	first, runs int32 // which of Page.runs
	edges       int32 // how many of them stand to the left of its text
	at          Place // of its first character
}

// run is text that is drawn in one way.
type run struct {
	text string
	pen  pen
	link int32 // index in Doc.links and 1; 0: none
}

// pen is the name of a style on a page. Pen 0 is the terminal's own.
type pen uint16

type penStyle struct {
	open          string // the SGR sequence that begins it
	filled        bool   // it has a background
	showsOnBlanks bool   // it can be seen where there is no character
}

// bytesOfLink is what a page holds for a link that stands on one line.
const bytesOfLink = int64(unsafe.Sizeof(int32(0)) + unsafe.Sizeof([]Span{}) + unsafe.Sizeof(Span{}))

func (p *Page) finish() {
	p.linkSpans = sync.OnceValue(p.findLinks)
	p.bytes = int64(len(p.lines))*int64(unsafe.Sizeof(line{})) + int64(len(p.runs))*int64(unsafe.Sizeof(run{})) +
		int64(len(p.linkLines))*bytesOfLink + int64(unsafe.Sizeof(*p))
}

// failedPage says in plain words that a post could not be laid out.
func failedPage(s Setup, err error) *Page {
	sorry := &block{text: plainText("This post cannot be shown: laying it out failed. Its author can find the reason in the server's log.")}
	d := &Doc{blocks: []*block{sorry}}
	d.finish()
	p := d.layout(builtin()[s.Theme], s)
	p.err = err
	return p
}

// Err returns why the post could not be laid out, nil as a rule. A Page with an error says so to the
// reader in plain words; the error is for the log.
func (p *Page) Err() error { return p.err }

// Len returns the number of lines.
func (p *Page) Len() int { return len(p.lines) }

// Place is a position in the text of a post that means the same on every Page of it, whatever its width:
// the number of visible characters, blanks left out, that come before. What the layout adds, such as
// bullets and frames, does not count.
type Place int

// Place returns the position of the first character on a line. Lines beyond the page count as the nearest.
func (p *Page) Place(line int) Place {
	if len(p.lines) == 0 {
		return 0
	}
	return p.lines[min(max(line, 0), len(p.lines)-1)].at
}

// LineOf returns the line on which a position stands: the first one with text that does not begin after it,
// where the next begins after it.
func (p *Page) LineOf(at Place) int {
	after := sort.Search(len(p.lines), func(i int) bool { return p.lines[i].at > at })
	line := max(after-1, 0)
	for line > 0 && p.lines[line-1].at == p.lines[line].at && !p.isBlank(line-1) {
		line--
	}
	return line
}

func (p *Page) isBlank(line int) bool {
	for _, r := range p.runsOf(line) {
		if trimBlanks(r.text) != "" {
			return false
		}
	}
	return true
}

func (p *Page) runsOf(line int) []run {
	ln := p.lines[line]
	return p.runs[ln.first : ln.first+ln.runs]
}

// Text returns the characters on a line without styles.
func (p *Page) Text(line int) string {
	var b strings.Builder
	for _, r := range p.runsOf(line) {
		b.WriteString(r.text)
	}
	return b.String()
}
