package tui

import "postern/render"

// edges are what stands above and below the text of a post, as it was last drawn. Their lengths are asked for several times
// for each key, and drawing them took a fifth of its answer.
type edges struct {
	drawn     drawnFor
	head, end []string
}

// drawnFor is all that they depend on.
type drawnFor struct {
	width, height int
	measure       measure
	styles        *styles
	graphemes     bool
	page          *render.Page
	link          int // the selected one
}

// head returns the lines of the title and of what there is to know about the post.
func (s postScreen) head(r *reader) []string { return s.edgesOf(r).head }

// end returns the lines below the text.
func (s postScreen) end(r *reader) []string { return s.edgesOf(r).end }

// edgesOf returns what stands around the text, drawn anew if anything that it depends on has changed.
func (s postScreen) edgesOf(r *reader) *edges {
	now := drawnFor{r.width, r.height, r.measure, r.styles, r.graphemes, s.page, s.link}
	if s.edges.drawn != now {
		*s.edges = edges{drawn: now, head: s.drawHead(r)}
		if s.page != nil {
			s.edges.end = s.drawEnd(r)
		}
	}
	return s.edges
}
