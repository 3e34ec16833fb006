// Package tui is what a reader sees: the list of posts, a post, the help. It knows nothing of SSH and opens no
// file: it receives a [posts.Library] and a cache of laid out posts, and answers keys with lines of text.
//
// The root, [Model], handles what is true on every screen (window size, background colour, the end of the
// session) and hands everything else to the screen on top. A screen answers with the screen that follows
// it; those that lead back carry the one they came from. Keys are bound in one table, see keymap.go.
package tui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"postern/posts"
	"postern/render"
)

// Options is what a reader's session needs. Library and Pages have no default.
type Options struct {
	Library func() *posts.Library // the snapshot to read, asked for once
	Pages   *render.Pages         // of a cache that all sessions share
	Now     func() time.Time      // default: time.Now
	Start   string                // the address typed: slug, alias, prefix or "latest", "#heading" after it; empty or unknown: the list
	Notice  string                // one line to greet the reader with, until the first key

	Opened func(*posts.Post) // is told of each post that is opened; default: nobody is

	Host         string   // how readers reach the blog; empty: they do not, and nothing can be shared
	Port         int      // default: 22
	Fingerprints []string // of the host keys, such as "ED25519 SHA256:…"

	Width, Height int                  // of the window in cells; 0: 80x24
	Theme         string               // one of render.Themes; default: auto
	Profile       colorprofile.Profile // what the terminal can show, as far as known; default: 256 colours
	NoColor       bool                 // start in mono: the reader wants no colour (NO_COLOR)

	// Search finds posts by their words, see [posts.Index.Search]; nil: there is no search.
	Search func(ctx context.Context, query string, limit int) ([]posts.Hit, error)
}

// complete fills in the defaults of what is not set.
func (o Options) complete() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Opened == nil {
		o.Opened = func(*posts.Post) {}
	}
	if o.Port == 0 {
		o.Port = SSHPort
	}
	return o
}

// The window size of a terminal that does not name its own.
const (
	defaultWidth  = 80
	defaultHeight = 24
)

// Model is the root of the reader: it takes messages of Bubble Tea in, and answers with commands of its kind.
type Model struct {
	reader reader
	screen screen
	start  tea.Cmd
}

// screen is one thing to look at. Its methods do no I/O and lay no post out.
type screen interface {
	// update answers a message with the screen to show next.
	update(r *reader, msg tea.Msg) (screen, tea.Cmd)
	// lines draws the screen, from the top of the window and none wider than it.
	lines(r *reader) []string
	// title names what is shown, as plain text on one line.
	title(r *reader) string
	// address is the slug of the post that is read, with "#" and its heading; empty where none is.
	address(r *reader) string
}

// GraphemesMsg says that the terminal draws each grapheme cluster as one character (mode 2027).
type GraphemesMsg struct{}

// New makes the reader for one session. The first screen is ready to be drawn.
func New(o Options) Model {
	o = o.complete()
	m := Model{reader: newReader(o)}
	m.screen, m.start = firstScreen(&m.reader, o.Start)
	return m
}

// Init starts the layout of the post that the reader asked for, if any. It asks nothing of the terminal.
func (m Model) Init() tea.Cmd { return m.start }

// Update returns the reader after a message, and what is to be done in the background; nil: nothing.
func (m Model) Update(msg tea.Msg) (Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.reader.width, m.reader.height = max(msg.Width, 1), max(msg.Height, 1)
	case tea.BackgroundColorMsg:
		m.reader.onBackground(msg.IsDark())
	case GraphemesMsg:
		m.reader.graphemes = true
	case tea.KeyPressMsg:
		if isModifier(msg.Code) {
			return m, nil
		}
		m.reader.notice = ""
	case tea.MouseWheelMsg:
		m.reader.notice = ""
	}
	if msg, ok := msg.(tea.MouseWheelMsg); ok {
		m.screen = wheel(m.screen, &m.reader, msg)
		return m, nil
	}
	var cmd tea.Cmd
	m.screen, cmd = m.screen.update(&m.reader, msg)
	return m, cmd
}

// View is what a terminal shall show.
type View struct {
	Lines []string // from the top; at most as many as the window has, none wider than it
	Title string   // of the window, on one line
	Mouse bool     // the wheel scrolls
}

// View returns what is to be seen.
func (m Model) View() View {
	r := &m.reader
	lines := m.screen.lines(r)
	return View{Lines: lines[:min(len(lines), r.height)], Title: m.screen.title(r), Mouse: r.mouse}
}

// Address returns what brings a reader back here: the slug of the post that is being read, with "#" and the heading that
// the reader is under; empty in the list.
func (m Model) Address() string { return m.screen.address(&m.reader) }

// firstScreen opens the post that was asked for, else the list.
func firstScreen(r *reader, address string) (screen, tea.Cmd) {
	all := newList(r)
	slug, heading, _ := strings.Cut(address, "#")
	if slug == "" {
		return all, nil
	}
	post, err := r.library.Lookup(slug)
	if err != nil {
		r.notice = notFound(slug, err)
		return all, nil
	}
	if heading == "" {
		return openPost(r, trail{base: all}, post)
	}
	return openPost(r, trail{base: all}, post, goTo(heading))
}
