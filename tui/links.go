package tui

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/posts"
	"postern/render"
)

// target is something in a post that can be opened.
type target struct {
	number int // what is typed to open it; 0: it has none
	kind   render.LinkKind
	url    string
	text   string
	spans  []render.Span
	post   *posts.Post // instead of a link: a related post, at the end
}

// beforeRelated is how many lines stand between the text of a post and the first related one.
const beforeRelated = 2

// targets returns what can be opened, in the order in which it stands.
func (s postScreen) targets(r *reader) []target {
	if s.page == nil {
		return nil
	}
	spans := s.page.LinkSpans()
	var all []target
	numbered := 0
	for i, l := range s.page.Links() {
		all = append(all, target{number: l.Number, kind: l.Kind, url: l.URL, text: posts.CleanLine(l.Text), spans: spans[i]})
		numbered = max(numbered, l.Number)
	}
	for i, p := range s.related {
		line := render.Span{Line: s.page.Len() + beforeRelated + i}
		all = append(all, target{number: numbered + i + 1, text: r.said(p.Title), post: p, spans: []render.Span{line}})
	}
	return all
}

func (s postScreen) hasLinks(*reader) bool {
	return s.page != nil && len(s.page.Links())+len(s.related) > 0
}

func (s postScreen) nextLink(r *reader, count int) (screen, tea.Cmd) {
	return s.otherLink(r, max(count, 1)), nil
}

func (s postScreen) previousLink(r *reader, count int) (screen, tea.Cmd) {
	return s.otherLink(r, -max(count, 1)), nil
}

// otherLink selects the link that is so many further on, and around at the ends. The first to be selected is the
// nearest in that direction that is in view, or beyond it.
func (s postScreen) otherLink(r *reader, by int) postScreen {
	all := s.targets(r)
	n := len(all)
	if n == 0 {
		r.notice = "there is no link in this post"
		return s
	}
	if s.link == 0 {
		s.link = s.linkBefore(r, all, by < 0)
	}
	s.link = ((s.link-1+by)%n+n)%n + 1
	return s.showLink(r)
}

// linkBefore returns the link from which the first step leads into view.
func (s postScreen) linkBefore(r *reader, all []target, backwards bool) int {
	head := len(s.head(r))
	if backwards {
		after := slices.IndexFunc(all, func(t target) bool { return t.spans[0].Line+head >= s.top+s.rows(r) })
		if after < 0 {
			after = len(all)
		}
		return after + 1
	}
	return max(slices.IndexFunc(all, func(t target) bool { return t.spans[0].Line+head >= s.top }), 0)
}

// showLink brings the selected link into view.
func (s postScreen) showLink(r *reader) postScreen {
	t, ok := s.selected(r)
	if !ok {
		return s
	}
	s.focus = onLink
	return s.inView(r, t.spans[0].Line, t.spans[len(t.spans)-1].Line)
}

// selected returns the selected link.
func (s postScreen) selected(r *reader) (target, bool) {
	if s.link < 1 {
		return target{}, false
	}
	all := s.targets(r)
	if s.link > len(all) {
		return target{}, false
	}
	return all[s.link-1], true
}

// canOpen reports whether a link is selected, or the reader has gone back from somewhere.
func (s postScreen) canOpen(*reader) bool { return s.link > 0 || len(s.way.forward) > 0 }

// openLink opens the link whose number was typed, or the selected one; else it goes forward.
func (s postScreen) openLink(r *reader, count int) (screen, tea.Cmd) {
	all := s.targets(r)
	if count > 0 {
		i := slices.IndexFunc(all, func(t target) bool { return t.number == count })
		if i < 0 {
			r.notice = fmt.Sprintf("there is no link %d", count)
			return s, nil
		}
		s.link = i + 1
	}
	if s.link < 1 || s.link > len(all) {
		return s.onward(r)
	}
	return s.follow(r, all[s.link-1])
}

// follow opens a target: a place of this post, another post, or what there is to know of a link that leads out.
func (s postScreen) follow(r *reader, t target) (screen, tea.Cmd) {
	if t.post != nil {
		return s.goOn(r, t.post, goTo(""))
	}
	if t.kind != render.Image {
		if post, fragment, ok := r.library.Follow(s.post, t.url); ok {
			return s.goOn(r, post, goTo(fragment))
		}
	}
	s = s.showLink(r)
	address := absolute(r.library.Site(), t)
	return linkOver(s, t, address), copyText(r, address, "")
}

// goOn leads to a place in this post or in another, from where back leads here.
func (s postScreen) goOn(r *reader, post *posts.Post, then step) (screen, tea.Cmd) {
	way := s.left()
	if post != s.post {
		return openPost(r, way, post, then)
	}
	s.way, s.link = way, 0
	return then(s, r), nil
}

// absolute returns the address of a link that leads out, with the site's own before it where it has none.
func absolute(site posts.Site, t target) string {
	if t.kind != render.External && site.BaseURL != "" && strings.HasPrefix(t.url, "/") {
		return posts.CleanLine(site.BaseURL) + t.url
	}
	return t.url
}

// linkColumn is the widest that a link is set, in cells.
const linkColumn = 80

// linkOver shows a link that leads out of the blog: the whole of it, to be copied or clicked.
func linkOver(under screen, t target, address string) sheetScreen {
	return sheetScreen{under: under, name: "Link", widest: linkColumn, copies: address, text: func(r *reader, width int) []string {
		out := []string{r.paint(title, "This link leads out of the blog")}
		switch t.kind {
		case render.Image:
			out[0] = r.paint(title, "A picture")
		case render.Internal, render.Anchor, render.Note:
			out[0] = r.paint(title, "There is no such post here")
		case render.External:
		}
		out = append(wrap(out[0], width, r.height), "")
		if t.text != "" && t.text != address {
			out = append(append(out, wrap(t.text, width, r.height)...), "")
		}
		for _, line := range whole(address, width) {
			out = append(out, render.Hyperlink(address, line))
		}
		out = append(out, "")
		for _, line := range wrap(wasCopied, width, r.height) {
			out = append(out, r.paint(quiet, line))
		}
		return out
	}}
}

// linkList lists the links of the post.
func (s postScreen) linkList(r *reader, _ int) (screen, tea.Cmd) {
	all := s.targets(r)
	if len(all) == 0 {
		r.notice = "there is no link in this post"
		return s, nil
	}
	choices := make([]choice, len(all))
	for i, t := range all {
		choices[i] = choice{text: t.text, note: s.leadsTo(r, t)}
		if t.number > 0 {
			choices[i].label = strconv.Itoa(t.number)
		}
	}
	return choosing(r, s, "Links", choices, max(s.link-1, 0), func(r *reader, at int, under screen) (screen, tea.Cmd) {
		p, ok := under.(postScreen)
		if !ok || at >= len(p.targets(r)) {
			return under, nil
		}
		p.link = at + 1
		return p.follow(r, p.targets(r)[at])
	}), nil
}

// leadsTo says where a link leads.
func (s postScreen) leadsTo(r *reader, t target) string {
	if t.post != nil {
		return "→ " + t.text
	}
	if t.kind == render.Note {
		if strings.HasPrefix(t.url, backToText) {
			return "back to the text"
		}
		return "footnote " + strings.TrimPrefix(t.url, toFootnote)
	}
	if t.kind != render.Image {
		if post, fragment, ok := r.library.Follow(s.post, t.url); ok {
			if post == s.post {
				return "#" + fragment
			}
			return "→ " + r.said(post.Title)
		}
	}
	return t.url
}

// How the links to footnotes and back begin.
const (
	toFootnote = "#fn-"
	backToText = "#fnref-"
)

// linkLine is what the foot of the screen says of the selected link.
func (s postScreen) linkLine(r *reader) string {
	t, ok := s.selected(r)
	if !ok {
		return ""
	}
	line := s.leadsTo(r, t)
	if t.number > 0 {
		line = fmt.Sprintf("[%d] %s", t.number, line)
	}
	if _, width := r.textColumn(); width < wide/2 {
		return line
	}
	return "enter opens " + line
}
