package tui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"postern/posts"
	"postern/render"
)

// quietTime is how long after the start no key quits, so that a terminal's late replies do no harm.
const quietTime = 300 * time.Millisecond

// reader is what is true on every screen: who reads what, on which window, in which look.
type reader struct {
	library *posts.Library
	pages   *render.Pages
	opened  func(*posts.Post)
	now     func() time.Time
	started time.Time

	server server
	search searchFunc // nil: there is none

	width, height int // of the window, at least 1
	measure       measure

	theme      string // chosen: one of render.Themes
	background string // as the terminal says: render.Dark or render.Light; render.Auto until it does
	profile    colorprofile.Profile
	graphemes  bool // the terminal draws each grapheme cluster as one
	styles     *styles

	mouse bool // the wheel scrolls

	count  int    // digits typed before a key; 0: none
	notice string // until the next key
}

func newReader(o Options) reader {
	r := reader{
		library: o.Library(), pages: o.Pages, opened: o.Opened, now: o.Now, started: o.Now(),
		search: o.Search,
		server: server{o.Host, o.Port, o.Fingerprints},
		width:  o.Width, height: o.Height,
		theme: o.Theme, background: render.Auto,
		notice: posts.CleanLine(o.Notice),
	}
	if r.width <= 0 || r.height <= 0 {
		r.width, r.height = defaultWidth, defaultHeight
	}
	if !slices.Contains(render.Themes(), r.theme) {
		r.theme = render.Auto
	}
	if o.NoColor {
		r.theme = render.Mono
	}
	r.canShow(o.Profile)
	return r
}

// looks returns the theme that is drawn: what was chosen, or what suits the background.
func (r *reader) looks() string {
	switch {
	case r.profile <= colorprofile.ASCII:
		return render.Mono
	case r.theme == render.Auto:
		return r.background
	default:
		return r.theme
	}
}

// canShow takes in which colours the terminal has; 256 if that is not known.
func (r *reader) canShow(p colorprofile.Profile) {
	if p == colorprofile.Unknown {
		p = colorprofile.ANSI256
	}
	r.profile = p
	r.restyle()
}

// onBackground takes in what the terminal said of its background.
func (r *reader) onBackground(dark bool) {
	r.background = render.Light
	if dark {
		r.background = render.Dark
	}
	r.restyle()
}

// palette returns the colours that a page is drawn in.
func (r *reader) palette() render.Palette {
	switch {
	case r.profile >= colorprofile.TrueColor:
		return render.TrueColour
	case r.profile == colorprofile.ANSI256:
		return render.Colours256
	default:
		return render.Colours16
	}
}

func (r *reader) restyle() { r.styles = newStyles(r.looks(), r.profile) }

// said makes one line of a text that an owner or an author wrote: without control characters, and with emoji as wide on
// the terminal as they are measured.
func (r *reader) said(text string) string {
	text = posts.CleanLine(text)
	if r.graphemes {
		return text
	}
	return render.SimpleEmoji(text)
}

func (r *reader) paint(t token, text string) string { return r.styles.paint(t, text) }

// nextTheme goes on to the next theme.
func (r *reader) nextTheme() {
	themes := render.Themes()
	r.theme = themes[(slices.Index(themes, r.theme)+1)%len(themes)]
	r.restyle()
	r.notice = "theme: " + r.theme
}

// quit ends the session, unless it has only just begun.
func (r *reader) quit() tea.Cmd {
	if r.now().Sub(r.started) < quietTime {
		return nil
	}
	return tea.Quit
}

// notFound says in one line that an address leads nowhere, and what was probably meant.
func notFound(address string, err error) string {
	text := fmt.Sprintf("no post “%s”", posts.CleanLine(address))
	e, ok := errors.AsType[*posts.NotFoundError](err)
	if !ok || len(e.Near) == 0 {
		return text
	}
	if e.Ambiguous {
		text = fmt.Sprintf("“%s” is the beginning of several posts", posts.CleanLine(address))
	}
	return text + "; did you mean " + strings.Join(e.Near, ", ") + "?"
}
