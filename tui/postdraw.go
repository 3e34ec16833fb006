package tui

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"postern/posts"
	"postern/render"
)

// lines draws what is in view. At the top the foot says what keys do; further down, where the title has gone from
// view, it says what is read; what was searched for goes before both, and the link that was just selected before all.
func (s postScreen) lines(r *reader) []string {
	switch {
	case s.words != "" && (s.link == 0 || s.focus != onLink):
		return s.draw(r, "/"+s.words+s.hitCount(), []hint{{"n next", 1}, {"esc clear", 2}})
	case s.link > 0:
		return s.draw(r, s.linkLine(r), nil)
	case s.at.inText:
		return s.draw(r, s.drawn(r).name, nil)
	default:
		return s.draw(r, "", hints(s, r, postKeys))
	}
}

// draw draws what is in view, with what is going on at the foot and the hints that fit beside it.
func (s postScreen) draw(r *reader, what string, hints []hint) []string {
	left, width := r.textColumn()
	from, to := s.top, s.top+s.rows(r)
	last := s.drawn(r)
	out := make([]string, 0, r.height)
	if from < len(last.head) {
		out = append(out, last.head[from:min(to, len(last.head))]...)
	}
	if page := s.shown(); page == nil {
		out = append(out, r.placed(left, []string{r.paint(quiet, ellipsis)})...)
	} else {
		text := len(out)
		out = last.appendText(out, r, page, from-len(last.head), to-len(last.head))
		s.mark(r, out[text:], max(from-len(last.head), 0))
	}
	if s.page != nil && to > len(last.head)+s.page.Len() {
		out = append(out, last.end[max(from-len(last.head)-s.page.Len(), 0):]...)
	}
	seen := s.progress(r)
	if len(hints) > 0 {
		what = joined(what, beside(joined(what, seen), hints, width))
	}
	return r.stacked(out, last.footer(r, what, seen))
}

// mark lays what was found and the selected link over lines of the page, the first of which is from.
func (s postScreen) mark(r *reader, lines []string, from int) {
	for i, h := range s.hits {
		style := r.styles[found]
		if i == s.hit {
			style = r.styles[current]
		}
		r.lay(lines, from, h, style)
	}
	if t, ok := s.selected(r); ok && t.post == nil {
		r.lay(lines, from, t.spans, r.styles[current])
	}
}

// lay draws spans of a page in a style, on those of its lines that are there, the first of which is from.
func (r *reader) lay(lines []string, from int, spans []render.Span, style ansi.Style) {
	left, _ := r.textColumn()
	for _, span := range spans {
		if at := span.Line - from; at >= 0 && at < len(lines) {
			lines[at] = overlay(lines[at], left+span.From, left+span.To, style)
		}
	}
}

// drawHead draws the title and what there is to know about the post.
func (s postScreen) drawHead(r *reader) []string {
	_, width := r.textColumn()
	var out []string
	if r.roomy() {
		out = append(out, "")
	}
	for _, line := range wrap(r.said(s.post.Title), width, r.height) {
		out = append(out, r.paint(title, line))
	}
	facts := filled(width, r.library.HiddenAs(s.post), s.post.Date.Format(dateFormat), updated(s.post), r.said(authors(s.post)), readingTime(s.post))
	for _, line := range append(facts, filled(width, r.said(s.part), r.said(tagsOf(s.post)))...) {
		out = append(out, r.paint(quiet, line))
	}
	return append(out, "")
}

// drawEnd draws what stands below the text, so that one reads on.
func (s postScreen) drawEnd(r *reader) []string {
	_, width := r.textColumn()
	out := s.relatedLines(r, width)
	newer, older := neighbours(r.library.Posts(), s.post)
	parts := []string{"end"}
	if newer != nil {
		parts = append(parts, "] newer: "+r.said(newer.Title))
	}
	if older != nil {
		parts = append(parts, "[ older: "+r.said(older.Title))
	}
	out = append(out, "", "")
	if line := joined(parts...); fit(line, width) == line {
		return append(out, r.paint(quiet, line))
	}
	for _, part := range parts {
		out = append(out, r.paint(quiet, fit(part, width)))
	}
	return out
}

// relatedLines draws the related posts, which can be opened like links.
func (s postScreen) relatedLines(r *reader, width int) []string {
	if len(s.related) == 0 {
		return nil
	}
	out := []string{"", r.paint(title, fit("Related", width))}
	all := s.targets(r)
	for i, t := range all[len(all)-len(s.related):] {
		style := plain
		if s.link == len(all)-len(s.related)+i+1 {
			style = current
		}
		out = append(out, r.paint(style, fit(fmt.Sprintf("[%d] %s", t.number, t.text), width)))
	}
	return out
}

// updateMatters is how long after its date a change of a post is worth telling.
const updateMatters = 24 * time.Hour

func updated(p *posts.Post) string {
	if p.Updated.Sub(p.Date) < updateMatters {
		return ""
	}
	return "updated " + p.Updated.Format(dateFormat)
}

func authors(p *posts.Post) string {
	names := make([]string, len(p.Authors))
	for i, author := range p.Authors {
		names[i] = posts.CleanLine(author.Name)
	}
	return strings.Join(names, ", ")
}

func readingTime(p *posts.Post) string { return briefly(p.ReadingTime()) }

// hoursFrom is how long a text takes to read that is told in hours.
const hoursFrom = 2 * time.Hour

// briefly tells how long something takes to read.
func briefly(d time.Duration) string {
	if d >= hoursFrom {
		return strconv.Itoa(int(d.Round(time.Hour).Hours())) + " h"
	}
	return strconv.Itoa(int(d.Minutes())) + " min"
}

func tagsOf(p *posts.Post) string {
	labels := make([]string, len(p.Tags))
	for i, tag := range p.Tags {
		labels[i] = posts.CleanLine(tag.Label)
	}
	return strings.Join(labels, ", ")
}

// wide is how wide a foot has to be, in cells, to tell how long the rest of a post takes to read.
const wide = 60

// progress says how much of the post has been seen, and how long the rest takes to read.
func (s postScreen) progress(r *reader) string {
	if s.page == nil {
		return ""
	}
	seen, length := s.top+s.rows(r), max(s.length(r), 1)
	percent := strconv.Itoa(min(seen*100/length, 100)) + "%"
	_, width := r.textColumn()
	if !s.at.inText || seen >= length || width < wide {
		return percent
	}
	minutes := int(s.post.ReadingTime().Minutes())
	left := time.Duration(max((minutes*(length-seen)+length-1)/length, 1)) * time.Minute
	return joined(briefly(left)+" left", percent)
}
