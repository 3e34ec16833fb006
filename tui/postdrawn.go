package tui

import (
	"postern/posts"
	"postern/render"
)

// drawn is what was last drawn of a post, as it is set in the window. Most keys leave most of it as it is, and drawing it
// anew took most of their answer.
type drawn struct {
	of        drawnFor
	title     string // of the window
	name      string // of the post, at the foot
	head, end []string

	from int      // the line of the page that is the first of text
	text []string // lines of the page, without what is laid over them

	foot   []string
	footOf footFor
}

// drawnFor is all that head, end and text depend on.
type drawnFor struct {
	width, height int
	measure       measure
	styles        *styles
	graphemes     bool
	page          *render.Page
	link          int // the selected one
}

// footFor is what a foot depends on besides.
type footFor struct {
	what, seen string
	notice     string
	count      int
}

// head returns the lines of the title and of what there is to know about the post.
func (s postScreen) head(r *reader) []string { return s.drawn(r).head }

// end returns the lines below the text.
func (s postScreen) end(r *reader) []string { return s.drawn(r).end }

// drawn returns what is drawn of the post, anew if anything that it depends on has changed.
func (s postScreen) drawn(r *reader) *drawn {
	now := drawnFor{r.width, r.height, r.measure, r.styles, r.graphemes, s.shown(), s.link}
	if s.last.of == now {
		return s.last
	}
	left, _ := r.textColumn()
	*s.last = drawn{
		of:    now,
		title: posts.CleanLine(joined(s.post.Title, r.library.Site().Title)),
		name:  r.said(s.post.Title),
		head:  r.placed(left, s.drawHead(r)),
	}
	if s.page != nil {
		s.last.end = r.placed(left, s.drawEnd(r))
	}
	return s.last
}

// appendText appends lines [from, to) of a page. Those that were drawn the last time are not drawn again.
func (d *drawn) appendText(out []string, r *reader, page *render.Page, from, to int) []string {
	left, _ := r.textColumn()
	from, to = max(from, 0), max(min(to, page.Len()), 0)
	began, kept, until := len(out), max(from, d.from), min(to, d.from+len(d.text))
	if kept >= until {
		out = append(out, r.placed(left, page.Lines(from, to))...)
	} else {
		out = append(out, r.placed(left, page.Lines(from, kept))...)
		out = append(out, d.text[kept-d.from:until-d.from]...)
		out = append(out, r.placed(left, page.Lines(until, to))...)
	}
	d.from, d.text = from, append(d.text[:0], out[began:]...)
	return out
}

// footer returns the foot of the window, drawn anew if it has changed.
func (d *drawn) footer(r *reader, what, seen string) []string {
	now := footFor{what, seen, r.notice, r.count}
	if d.foot == nil || d.footOf != now {
		left, width := r.textColumn()
		d.foot, d.footOf = r.placed(left, r.foot(width, what, seen)), now
	}
	return d.foot
}
