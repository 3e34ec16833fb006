package tui

import (
	"fmt"
	"slices"
	"strings"

	"postern/posts"
	"postern/render"
)

// postPlace is a post, read in parts.
type postPlace struct {
	post    *posts.Post
	heading string // the id where reading begins; empty: the top

	width    int // that from and to are lines of
	from, to int // the lines that were printed last; to is 0 before the first
	fromAt   render.Place
	toAt     render.Place

	words string // looked for last
	match int    // which of the places that have them was printed last, from 0
}

func (p postPlace) address() string { return p.post.Slug }

// page returns the post as it is laid out for the window as it is now, and the place with lines of that.
func (p postPlace) page(l *linear) (postPlace, *render.Page) {
	width := l.width()
	page := l.pages.Page(p.post, render.Setup{Width: width, Theme: render.Linear})
	if p.width != width && p.to > 0 {
		p.from, p.to = page.LineOf(p.fromAt), max(page.LineOf(p.toAt), 1)
	}
	p.width = width
	return p, page
}

// show prints the head of the post and its first part; the part that was read if the reader comes back.
func (p postPlace) show(l *linear) linearPlace {
	l.options.Opened(p.post)
	l.gap()
	l.say("Heading 1: " + p.post.Title)
	p, page := p.page(l)
	if p.to > 0 {
		return p.read(l, page, p.from)
	}
	about := []string{l.library.HiddenAs(p.post), p.post.Date.Format(dateFormat), updated(p.post), authors(p.post), counted(int(p.post.ReadingTime().Minutes()), "minute")}
	l.say(strings.Join(slices.DeleteFunc(about, func(s string) bool { return s == "" }), ", "))
	if tags := tagsOf(p.post); tags != "" {
		l.say("Tags: " + tags)
	}
	from := 0
	if p.heading != "" {
		line, ok := page.Anchor(p.heading)
		if !ok {
			l.say("There is no heading “" + p.heading + "” here; this is the beginning.")
		}
		from = line
	}
	return p.read(l, page, from)
}

// read prints a part, from a line on.
func (p postPlace) read(l *linear, page *render.Page, from int) postPlace {
	return p.printed(l, page, from, partEnd(page, from, l.partLines()))
}

// printed prints some lines and is where they end.
func (p postPlace) printed(l *linear, page *render.Page, from, to int) postPlace {
	p.from, p.to = from, to
	p.fromAt, p.toAt = page.Place(from), page.Place(to)
	l.printLines(page, from, to)
	return p
}

func (p postPlace) status(l *linear) string {
	p, page := p.page(l)
	if p.to >= page.Len() {
		return "End of the post."
	}
	return fmt.Sprintf("Read %d%%.", p.to*100/max(page.Len(), 1))
}

func (p postPlace) verbs(l *linear) []verb {
	_, page := p.page(l)
	next := verb{names: []string{"", "n", "m", "next", "more"}, hint: "n or enter next", does: "go on reading", run: p.next}
	link := verb{typed: "number", does: "the link that has this number: opens a post, prints any other address"}
	links := verb{names: []string{"l", "links"}, does: "list of links", run: p.links}
	contents := verb{names: []string{"t", "contents"}, does: "table of contents", run: p.contents}
	if p.to >= page.Len() {
		next.hint = ""
	}
	if len(numberedLinks(page)) > 0 {
		link.hint, links.hint = "number follows a link", "l links"
	}
	if len(page.Headings()) > 0 {
		contents.hint = "t contents"
	}
	return []verb{
		next, link,
		{typed: "/words", hint: "/words", does: "find words in this post: / and the words; / alone finds the next place"},
		contents, links,
		{typed: "footnote 1", does: "read that footnote; f1 is enough"},
		{names: []string{"p", "previous"}, does: "the part before this", run: p.previous},
		{names: []string{"o", "older", "["}, does: "the post that was written before this", run: p.older},
		{names: []string{"w", "newer", "]"}, does: "the post that was written after this", run: p.newer},
	}
}

func (p postPlace) next(l *linear) linearPlace {
	p, page := p.page(l)
	if p.to >= page.Len() {
		l.say("This is the end of the post. b goes back.")
		return p
	}
	return p.read(l, page, p.to)
}

func (p postPlace) previous(l *linear) linearPlace {
	p, page := p.page(l)
	if p.from == 0 {
		l.say("This is the beginning of the post.")
		return p
	}
	return p.read(l, page, partBefore(page, p.from, l.partLines()))
}

func (p postPlace) older(l *linear) linearPlace {
	_, older := neighbours(l.library.Posts(), p.post)
	return p.goTo(l, older, "This is the oldest post.")
}

func (p postPlace) newer(l *linear) linearPlace {
	newer, _ := neighbours(l.library.Posts(), p.post)
	return p.goTo(l, newer, "This is the newest post.")
}

func (p postPlace) goTo(l *linear, post *posts.Post, otherwise string) linearPlace {
	if post == nil {
		l.say(otherwise)
		return p
	}
	return l.enter(postPlace{post: post})
}

// contents lists the headings; a number goes on reading there.
func (p postPlace) contents(l *linear) linearPlace {
	_, page := p.page(l)
	headings := page.Headings()
	if len(headings) == 0 {
		l.say("This post has no headings.")
		return p
	}
	return l.enter(numbered{
		name: "Headings", of: p.post.Slug, head: "Contents:", count: len(headings),
		item: func(i int) string {
			if level := headings[i].Level; level > headings[0].Level {
				return fmt.Sprintf("Level %d: %s", level, headings[i].Text)
			}
			return headings[i].Text
		},
		open: func(l *linear, i int) linearPlace {
			l.leave()
			p, page := p.page(l)
			line, _ := page.Anchor(headings[i].ID)
			return p.read(l, page, line)
		},
		search: func(l *linear, words string) linearPlace {
			l.leave()
			return p.find(l, words)
		},
	})
}
