package tui

import (
	"cmp"
	"sync"

	tea "charm.land/bubbletea/v2"

	"postern/posts"
	"postern/render"
)

// postScreen is one post. Its lines are the head, the text as it was laid out, and the end, in one piece that is
// scrolled together.
type postScreen struct {
	way  trail // where back leads
	post *posts.Post

	last *drawn // shared by all copies of this screen

	page  *render.Page // nil until it is laid out
	first *render.Page // the beginning of a long post, until page is there
	setup render.Setup // what page, or first, was laid out for
	asked render.Setup // what a layout under way is for; zero: none is

	top   int               // the first line in view
	at    spot              // where the reader last moved to
	focus focus             // what stays in view when the window changes
	then  []step            // what is to be done as soon as there is a page
	early []tea.KeyPressMsg // keys that were pressed before there was a page

	words string // that are searched for in the text; empty: none
	query bool   // they were searched for in all posts: each of them is a hit
	hits  []hit  // where they stand on page
	hit   int    // the current one of them

	related []*posts.Post // that are named at its end
	part    string        // which of its series it is; empty: it belongs to none

	link   int // the selected link, its place among targets and 1; 0: none
	headed int // the heading that was gone to, as long as it has the focus
	coded  int // the block of code that was copied, as long as it has the focus
}

// focus is what the reader looks at.
type focus int

const (
	onText    focus = iota
	onHit           // the current one
	onLink          // the selected one
	onHeading       // that was gone to
	onCode          // that was copied
)

// spot is where a reader is in a post, whatever the width.
type spot struct {
	inText bool         // the reader has moved on from the head
	line   int          // on top of the window, counted from where the text or the head begins
	place  render.Place // what is on that line of the text
	setup  render.Setup // for which the line holds
}

// step is something to do on a page.
type step func(s postScreen, r *reader) postScreen

// postLaidOutMsg brings a page and says what it answers.
type postLaidOutMsg struct {
	post  *posts.Post
	setup render.Setup
	page  *render.Page
}

// layOut lays a post out, which may take a while; of a long one the beginning comes first.
func layOut(pages *render.Pages, post *posts.Post, setup render.Setup) tea.Cmd {
	whole := func() tea.Msg { return postLaidOutMsg{post, setup, pages.Page(post, setup)} }
	if !render.IsLong(post) {
		return whole
	}
	first := sync.OnceValue(func() *render.Page { return pages.First(post, setup) })
	begin := func() tea.Msg { return postBegunMsg{post, setup, first()} }
	return tea.Batch(begin, func() tea.Msg {
		first() // else the beginning may have to wait for the whole
		return whole()
	})
}

// openPost opens a post, and does the rest as soon as there is a page of it.
func openPost(r *reader, way trail, post *posts.Post, then ...step) (screen, tea.Cmd) {
	r.opened(post)
	return postScreen{
		way: way, post: post, last: &drawn{}, related: relatedTo(r.library, post), part: partOf(r.library, post), then: then,
	}.settled(r)
}

func postKeys(row row) use[postScreen] { return row.post }

func (s postScreen) title(r *reader) string { return s.drawn(r).title }

func (s postScreen) address(r *reader) string {
	if id := s.headingID(r); id != "" {
		return s.post.Slug + "#" + id
	}
	return s.post.Slug
}

// updated takes in a message that is not a key.
func (s postScreen) updated(r *reader, msg tea.Msg) (postScreen, tea.Cmd) {
	switch msg := msg.(type) {
	case postBegunMsg:
		s = s.begun(msg)
	case postLaidOutMsg:
		if msg.post == s.post && msg.setup == s.asked {
			s.asked = render.Setup{}
			s = s.showing(r, msg.page, msg.setup)
		}
	}
	return s.settled(r)
}

// settled makes sure that the page suits the window and the theme: it takes one that is there already, or has
// one laid out; never two at a time, however fast the window changes. Until it comes the last one stays.
func (s postScreen) settled(r *reader) (postScreen, tea.Cmd) {
	want := r.setup()
	s = s.backTo(r, s.at)
	if s.page != nil && s.setup == want {
		return s.focused(r), nil
	}
	if page := r.pages.Peek(s.post, want); page != nil {
		return s.showing(r, page, want), nil
	}
	if s.asked != (render.Setup{}) {
		return s, nil
	}
	s.asked = want
	return s, layOut(r.pages, s.post, want)
}

// showing puts another page in place of the last, with the same words on top.
func (s postScreen) showing(r *reader, page *render.Page, setup render.Setup) postScreen {
	s.page, s.first, s.setup = page, nil, setup
	s = s.backTo(r, s.at).found(s.words)
	then := s.then
	s.then = nil
	for _, do := range then {
		s = do(s, r)
	}
	return s.focused(r)
}

// focused brings back into view what the reader looks at.
func (s postScreen) focused(r *reader) postScreen {
	switch s.focus {
	case onHit:
		return s.showHit(r)
	case onLink:
		return s.showLink(r)
	case onHeading:
		return s.toHeading(r, s.headed)
	case onCode:
		return s.showCode(r)
	default:
		return s
	}
}

func (s postScreen) move(r *reader, m motion, count int) postScreen {
	if s.page == nil {
		return s
	}
	s.focus = onText
	return s.scrolled(r, m(s.top, s.rows(r)-1, s.lastTop(r), count))
}

// scrolled brings a line to the top of the window, as far as there is enough below it.
func (s postScreen) scrolled(r *reader, top int) postScreen {
	s.top = max(min(top, s.lastTop(r)), 0)
	head := len(s.head(r))
	s.at = spot{line: s.top, setup: s.setup}
	if s.top >= head {
		s.at.inText, s.at.line = true, s.top-head
		s.at.place = s.shown().Place(s.at.line)
	}
	return s
}

// lineOf returns the line on which a spot stands.
func (s postScreen) lineOf(r *reader, at spot) int {
	head := len(s.head(r))
	switch {
	case !at.inText:
		return min(at.line, head)
	case at.setup == s.setup:
		return head + at.line
	default:
		return head + s.page.LineOf(at.place)
	}
}

// backTo goes back to a spot.
func (s postScreen) backTo(r *reader, at spot) postScreen {
	s.at = at
	s.top = min(s.lineOf(r, at), s.lastTop(r))
	return s
}

// inView brings lines of the page into view, if they are not: then the first stands a third down the window, or
// higher if they need the room.
func (s postScreen) inView(r *reader, from, to int) postScreen {
	from, to = from+len(s.head(r)), to+len(s.head(r))
	rows := s.rows(r)
	if from >= s.top && to < s.top+rows {
		return s
	}
	return s.scrolled(r, min(max(from-rows/3, to-rows+1), from))
}

// escape clears the search, then the selection of a link, else it leads back.
func (s postScreen) escape(r *reader, count int) (screen, tea.Cmd) {
	switch {
	case s.words != "":
		return s.found(""), nil
	case s.link > 0:
		s.link, s.focus = 0, onText
		return s, nil
	default:
		return s.back(r, count)
	}
}

// leave leads to the list, where this post is selected.
func (s postScreen) leave(r *reader, _ int) (screen, tea.Cmd) {
	return s.way.base.returned(r, s.post), nil
}

func (s postScreen) newer(r *reader, _ int) (screen, tea.Cmd) {
	newer, _ := neighbours(r.library.Posts(), s.post)
	return s.goTo(r, newer, "this is the newest post")
}

func (s postScreen) older(r *reader, _ int) (screen, tea.Cmd) {
	_, older := neighbours(r.library.Posts(), s.post)
	return s.goTo(r, older, "this is the oldest post")
}

func (s postScreen) goTo(r *reader, post *posts.Post, otherwise string) (screen, tea.Cmd) {
	if post == nil {
		r.notice = otherwise
		return s, nil
	}
	return openPost(r, s.way, post)
}

// neighbours returns the posts that were written right after and right before a post; nil where there is none.
func neighbours(all []*posts.Post, post *posts.Post) (newer, older *posts.Post) {
	for _, p := range all {
		switch c := byDate(p, post); {
		case c > 0 && (newer == nil || byDate(p, newer) < 0):
			newer = p
		case c < 0 && (older == nil || byDate(p, older) > 0):
			older = p
		}
	}
	return newer, older
}

// byDate orders posts from the oldest on; no two of a library are equal.
func byDate(a, b *posts.Post) int {
	return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(b.Title, a.Title), cmp.Compare(b.Slug, a.Slug))
}

// rows returns how many lines of the post are in view.
func (s postScreen) rows(r *reader) int {
	_, width := r.textColumn()
	return max(r.height-r.footRows(width), 1)
}

// lastTop returns the first line that is in view at the end of the post.
func (s postScreen) lastTop(r *reader) int { return max(s.length(r)-s.rows(r), 0) }

// length returns the number of lines.
func (s postScreen) length(r *reader) int {
	switch {
	case s.page != nil:
		return len(s.head(r)) + s.page.Len() + len(s.end(r))
	case s.first != nil:
		return len(s.head(r)) + s.first.Len()
	default:
		return len(s.head(r))
	}
}
