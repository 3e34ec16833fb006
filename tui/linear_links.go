package tui

import (
	"fmt"

	"postern/render"
)

// numberedLinks returns the links of a page that have a number.
func numberedLinks(page *render.Page) []render.PlacedLink {
	var out []render.PlacedLink
	for _, link := range page.Links() {
		if link.Number > 0 {
			out = append(out, link)
		}
	}
	return out
}

// links lists the links with their numbers. The reader stays in the post, where numbers are links anyway.
func (p postPlace) links(l *linear) linearPlace {
	p, page := p.page(l)
	all := numberedLinks(page)
	if len(all) == 0 {
		l.say("This post has no links.")
		return p
	}
	l.gap()
	l.say(counted(len(all), "link") + ":")
	for _, link := range all {
		l.numbered(link.Number, link.Text)
		l.out.line("  " + p.whereTo(l, link.Link)) // addresses stay whole, so that they can be copied
	}
	l.gap()
	return p
}

// whereTo says in words where a link leads.
func (p postPlace) whereTo(l *linear, link render.Link) string {
	if link.Kind == render.Anchor {
		return "in this post"
	}
	if link.Kind == render.Image {
		return "a picture"
	}
	if _, _, ok := l.library.Follow(p.post, link.URL); ok {
		return "a post of this blog"
	}
	return link.URL
}

// number follows a link: into a post, to a place in this one, or to where it leads out of the blog, which is printed.
func (p postPlace) number(l *linear, n int) linearPlace {
	p, page := p.page(l)
	for _, link := range numberedLinks(page) {
		if link.Number == n {
			return p.follow(l, page, link.Link)
		}
	}
	l.say(fmt.Sprintf("There is no link %d in this post. In a post, numbers are links; b goes back to the list.", n))
	return p
}

func (p postPlace) follow(l *linear, page *render.Page, link render.Link) linearPlace {
	if link.Kind == render.Anchor {
		if line, ok := page.Anchor(link.URL[1:]); ok {
			return p.read(l, page, line)
		}
	}
	if post, heading, ok := l.library.Follow(p.post, link.URL); ok {
		return l.enter(postPlace{post: post, heading: heading})
	}
	if link.Kind == render.Image {
		l.say(fmt.Sprintf("Link %d is the file of a picture:", link.Number))
	} else {
		l.say(fmt.Sprintf("Link %d leads to:", link.Number))
	}
	l.out.line(link.URL) // whole, however long, so that it can be copied
	return p
}

// footnote reads a footnote. The reader's place stays where it is.
func (p postPlace) footnote(l *linear, n int) linearPlace {
	p, page := p.page(l)
	line, ok := page.Anchor(fmt.Sprintf("fn-%d", n))
	if !ok {
		l.say(fmt.Sprintf("There is no footnote %d in this post.", n))
		return p
	}
	from, to := paragraph(page, line, l.partLines())
	l.printLines(page, from, to)
	return p
}
