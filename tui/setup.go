package tui

import (
	"github.com/charmbracelet/colorprofile"

	"postern/render"
)

// FirstSetup returns how a post is laid out first for a reader whose window is so many cells wide, and whose terminal
// has these colours, so that it can be laid out before it is asked for.
func FirstSetup(width int, profile colorprofile.Profile) render.Setup {
	r := reader{width: max(width, 1), theme: render.Auto, background: render.Auto}
	r.canShow(profile)
	return r.setup()
}

// setup returns how posts are laid out for the reader now.
func (r *reader) setup() render.Setup {
	_, width := r.textColumn()
	return render.Setup{Width: width, Theme: r.looks(), Palette: r.palette(), Graphemes: r.graphemes}
}
