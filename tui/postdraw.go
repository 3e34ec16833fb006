package tui

import (
	"fmt"
	"strings"
	"time"

	"postern/posts"
)

// lines draws what is in view. At the top the foot says what keys do; further down, where the title has gone from
// view, it says what is read.
func (s postScreen) lines(r *reader) []string {
	left, width := r.textColumn()
	from, to := s.top, s.top+s.rows(r)
	head := s.head(r)
	var body []string
	if from < len(head) {
		body = append(body, head[from:min(to, len(head))]...)
	}
	if s.page == nil {
		body = append(body, r.paint(quiet, ellipsis))
	} else {
		body = append(body, s.page.Lines(from-len(head), to-len(head))...)
		if end := s.end(r); to > len(head)+s.page.Len() {
			body = append(body, end[max(from-len(head)-s.page.Len(), 0):]...)
		}
	}
	seen := s.progress(r)
	what := beside(seen, hints(postKeys), width)
	if s.inText {
		what = posts.CleanLine(s.post.Title)
	}
	return r.framed(left, body, r.foot(width, what, seen))
}

// head draws the title and what there is to know about the post.
func (s postScreen) head(r *reader) []string {
	_, width := r.textColumn()
	var out []string
	if r.roomy() {
		out = append(out, "")
	}
	for _, line := range wrap(posts.CleanLine(s.post.Title), width, r.height) {
		out = append(out, r.paint(title, line))
	}
	facts := joined(s.post.Date.Format(dateFormat), updated(s.post), authors(s.post), readingTime(s.post))
	for _, text := range []string{facts, tagsOf(s.post)} {
		for _, line := range wrap(text, width, r.height) {
			out = append(out, r.paint(quiet, line))
		}
	}
	return append(out, "")
}

// end draws what stands below the text, so that one reads on.
func (s postScreen) end(r *reader) []string {
	_, width := r.textColumn()
	newer, older := neighbours(r.library.Posts(), s.post)
	parts := []string{"end"}
	if newer != nil {
		parts = append(parts, "] newer: "+posts.CleanLine(newer.Title))
	}
	if older != nil {
		parts = append(parts, "[ older: "+posts.CleanLine(older.Title))
	}
	out := []string{"", ""}
	if line := joined(parts...); fit(line, width) == line {
		return append(out, r.paint(quiet, line))
	}
	for _, part := range parts {
		out = append(out, r.paint(quiet, fit(part, width)))
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

func readingTime(p *posts.Post) string { return fmt.Sprintf("%d min", int(p.ReadingTime().Minutes())) }

func tagsOf(p *posts.Post) string {
	labels := make([]string, len(p.Tags))
	for i, tag := range p.Tags {
		labels[i] = posts.CleanLine(tag.Label)
	}
	return strings.Join(labels, ", ")
}
