package tui

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"postern/posts"
)

// listDrawing is how a list is set in a window: comfortable where there is room, one line a post where there is not.
type listDrawing struct {
	left, width int // the column
	rows        int // for posts
	head        []string
	gap         int  // blank lines between posts
	dense       bool // one line a post
	titles      int  // lines of a title at most
	about       int  // lines of a description at most
	digits      int  // of the longest number; 0: posts are not numbered
	hits        []posts.Hit
}

// dateFormat is read alike everywhere; the short one is for lines that are narrow.
const (
	dateFormat  = "2 Jan 2006"
	denseFormat = "2006-01-02"
	shortFormat = "2006-01"
)

func (s listScreen) drawing(r *reader) listDrawing {
	d := listDrawing{digits: len(strconv.Itoa(len(s.shown))), gap: 1, titles: 1, hits: s.hits}
	d.left, d.width = r.column(listColumn)
	switch {
	case r.height < 16 || r.width < 30:
		d.dense, d.gap = true, 0
		if r.width < 30 {
			d.digits = 0
		}
	case r.height < 24:
	case r.height < 34:
		d.about = 1
	default:
		d.titles, d.about = 2, 2
	}
	d.head = listHead(r, d.width)
	d.rows = max(r.height-len(d.head)-r.footRows(d.width), 1)
	return d
}

// listHead names the blog.
func listHead(r *reader, width int) []string {
	if r.height < 6 {
		return nil
	}
	site := r.library.Site()
	var head []string
	if r.height >= 30 {
		head = append(head, "")
	}
	head = append(head, indent([]string{r.paint(title, fit(r.said(site.Title), width-2))}, 2)...)
	if r.height >= 16 {
		for _, line := range indent(wrap(r.said(site.Description), width-2, 1+r.height/30), 2) {
			head = append(head, r.paint(quiet, line))
		}
	}
	if r.height >= 10 {
		head = append(head, "")
	}
	return head
}

// draw draws the list with where the reader is and the hints at its foot.
func (s listScreen) draw(r *reader, where string, hints []hint) []string {
	d := s.drawing(r)
	body := d.head
	if len(s.shown) == 0 {
		body = append(body, s.nothing(r, d.width)...)
	}
	for at := s.top; at < len(s.shown) && len(body) < len(d.head)+d.rows; at++ {
		body = append(body, d.item(r, s.shown[at], at, at == s.cursor)...)
		for range d.gap {
			body = append(body, "")
		}
	}
	return r.framed(d.left, body, r.foot(d.width, where, beside(where, hints, d.width)))
}

// nothing says kindly why there is no post to see.
func (s listScreen) nothing(r *reader, width int) []string {
	text := "Nothing has been published here yet. Come back another day."
	if s.words != "" {
		text = fmt.Sprintf("No title, tag or description has “%s”.", posts.CleanLine(s.words))
	}
	return indent(wrap(text, width-2, r.height), 2)
}

// item draws one post.
func (d listDrawing) item(r *reader, p *posts.Post, at int, selected bool) []string {
	bar, style := "  ", title
	if selected {
		bar, style = r.paint(mark, "▌")+" ", chosen
	}
	first, rest := bar, bar
	if d.digits > 0 {
		first += r.paint(quiet, fmt.Sprintf("%*d", d.digits, at+1)) + "  "
		rest += strings.Repeat(" ", d.digits+2)
	}
	width := max(d.width-2, 1)
	if d.digits > 0 {
		width = max(width-d.digits-2, 1)
	}
	name := cmp.Or(r.said(p.ListTitle), r.said(p.Title))
	if d.dense {
		var below []string
		if selected && at < len(d.hits) {
			below = snippet(r, d.hits[at], width, 1)
		}
		lines := append(d.denseItem(r, p, name, width, selected, d.rows-1-len(below)), below...)
		return append([]string{first + lines[0]}, indentBy(rest, lines[1:])...)
	}
	var out []string
	words := []posts.Fragment{{Text: name}}
	if at < len(d.hits) && name == r.said(p.Title) {
		words = d.hits[at].Title
	}
	for _, line := range marked(r, words, style, width, d.titles) {
		out = append(out, first+line)
		first = rest
	}
	out = append(out, rest+r.paint(quiet, fit(r.said(about(p, r.library.HiddenAs(p))), width)))
	description := r.said(p.Description)
	if at < len(d.hits) {
		return append(out, indentBy(rest, snippet(r, d.hits[at], width, max(d.about, 1)))...)
	}
	return append(out, indentBy(rest, wrap(description, width, d.about))...)
}

func indentBy(edge string, lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = edge + line
	}
	return out
}

// denseItem draws a post on one line: the title, and at its end when it was written, if there is room. The title of the
// selected one is shown whole, on at most so many lines.
func (d listDrawing) denseItem(r *reader, p *posts.Post, name string, width int, selected bool, limit int) []string {
	style, lines := title, []string{fit(name, width)}
	if selected {
		style, lines = chosen, wrap(name, width, max(limit, 1))
	}
	when := denseWhen(p, width-ansi.StringWidth(lines[len(lines)-1])-2)
	for i, line := range lines {
		lines[i] = r.paint(style, line)
	}
	if when != "" {
		lines[len(lines)-1] = spread(lines[len(lines)-1], r.paint(quiet, when), width)
	}
	return lines
}

// denseWhen says in a room of so many cells when a post was written, and whether it is pinned.
func denseWhen(p *posts.Post, room int) string {
	date, month, pinned := p.Date.Format(denseFormat), p.Date.Format(shortFormat), ""
	if p.Pinned {
		pinned = "pinned"
	}
	for _, when := range []string{joined(pinned, date), pinned, date, month} {
		if when != "" && ansi.StringWidth(when) <= room {
			return when
		}
	}
	return ""
}

// about is what the list says of a post beside its title. Only their author sees hidden ones.
func about(p *posts.Post, hidden string) string {
	pinned := ""
	if p.Pinned {
		pinned = "pinned"
	}
	return joined(hidden, pinned, p.Date.Format(dateFormat), readingTime(p), tagsOf(p))
}
