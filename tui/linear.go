package tui

import (
	"context"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"postern/posts"
	"postern/render"
)

// Linear mode is for screen readers, braille, dumb terminals and slow links: lines are printed one below the other,
// and nothing that was printed changes. A reader types a line, the place where they are (linearPlace) answers it and
// says where they are then. What can be typed is a table of each place, see linear_verbs.go.
//
// Nothing but text and line ends goes to the terminal: no sequence, no other control, no question.

// Lines is the terminal, or the pipe, of a reader in linear mode.
type Lines struct {
	In  io.Reader // what is typed, as it is typed
	Out io.Writer // is given whole turns

	// Raw says that the terminal leaves all to the server: what is typed is echoed, and lines end in CR LF.
	Raw bool

	// Window returns the size of the terminal in cells, as it is now.
	Window func() (columns, rows int)
}

// LinearMsg is sent by a [Model] whose reader wants linear mode: whoever runs it ends the program, puts the terminal
// back, and calls [RunLinear] at [Model.Address].
type LinearMsg struct{}

// linear is a reader in linear mode.
type linear struct {
	ctx     context.Context
	library *posts.Library
	pages   *render.Pages
	options Options
	window  func() (columns, rows int)

	in      *lineReader
	out     *printer
	place   linearPlace
	history []linearPlace // where b leads, the last first
}

// linearPlace is where a reader is: the list, a post, its contents. It does not change: what moves on is a place of
// its own.
type linearPlace interface {
	// show prints what is there, when a reader comes here or comes back.
	show(l *linear) linearPlace
	// status says in a few words what was printed; empty: nothing is worth a word.
	status(l *linear) string
	// verbs are the words that mean something here, besides those that mean the same everywhere.
	verbs(l *linear) []verb
	// number answers a number.
	number(l *linear, n int) linearPlace
	// find looks words up; none: the next place where the last ones are.
	find(l *linear, words string) linearPlace
	// address is the slug of the post that is read, empty where none is.
	address() string
}

// maxHistory is how many places back leads.
const maxHistory = 50

// RunLinear lets a reader read in plain lines, until they quit, the input ends, or reading or writing fails, which is
// the error. It returns the address of the post that was read last, empty in the list. Of the options,
// those about looks have no meaning here.
func RunLinear(ctx context.Context, o Options, t Lines) (address string, err error) {
	o = o.complete()
	out := newPrinter(t.Out, t.Raw)
	l := &linear{
		ctx: ctx, library: o.Library(), pages: o.Pages, options: o, window: t.Window,
		in: newLineReader(t.In, out, t.Raw), out: out,
	}
	l.begin()
	for l.place != nil {
		address = l.place.address()
		l.prompt()
		line, err := l.in.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			out.endLine()
			return address, errors.Join(err, out.flush())
		}
		l.place = l.answer(line)
	}
	l.say("Goodbye.")
	return address, out.flush()
}

// begin greets the reader and goes to the post that was asked for, else to the list.
func (l *linear) begin() {
	site := l.library.Site()
	l.say(site.Title)
	l.say(site.Description)
	l.say(l.options.Notice)
	l.place = allPosts(l)
	slug, heading, _ := strings.Cut(l.options.Start, "#")
	if slug != "" {
		post, err := l.library.Lookup(slug)
		if err == nil {
			l.place = l.enter(postPlace{post: post, heading: heading})
			return
		}
		l.say(notFound(slug, err))
	}
	l.place = l.place.show(l)
}

// enter goes to a place from which b leads back here.
func (l *linear) enter(next linearPlace) linearPlace {
	l.history = append(l.history, l.place)
	l.history = l.history[max(len(l.history)-maxHistory, 0):]
	return next.show(l)
}

// leave forgets the place that b would lead to, and returns it.
func (l *linear) leave() linearPlace {
	last := len(l.history) - 1
	if last < 0 {
		return nil
	}
	place := l.history[last]
	l.history = l.history[:last]
	return place
}

// answer answers a line that was typed with the place where the reader is then, nil if they leave.
func (l *linear) answer(line string) linearPlace {
	line = posts.CleanLine(line)
	if words, ok := strings.CutPrefix(line, "/"); ok {
		return l.place.find(l, strings.TrimSpace(words))
	}
	if name, n, ok := number(line); ok {
		if p, inPost := l.place.(postPlace); inPost && name == "footnote" {
			return p.footnote(l, n)
		}
		return l.place.number(l, n)
	}
	for _, v := range l.verbs() {
		if v.means(line) {
			return v.run(l)
		}
	}
	if post := l.addressed(line); post != nil {
		return l.enter(postPlace{post: post})
	}
	l.say("“" + line + "” means nothing here. h lists what can be typed.")
	return l.place
}

// addressed returns the post that an address opens, nil if none. One letter is meant as a verb, and is the beginning of
// no address.
func (l *linear) addressed(line string) *posts.Post {
	if utf8.RuneCountInString(line) == 1 {
		return l.library.Named(line)
	}
	post, err := l.library.Lookup(line)
	if err != nil {
		return nil
	}
	return post
}

// number reads a number, and the name that may stand before it: "3", "link 3", "f1".
func number(line string) (name string, n int, ok bool) {
	digits := strings.TrimLeftFunc(line, func(r rune) bool { return unicode.IsLetter(r) || r == ' ' })
	name = strings.ToLower(strings.TrimSpace(strings.TrimSuffix(line, digits)))
	switch name {
	case "", "link", "post", "heading", "number":
	case "footnote", "f":
		name = "footnote"
	default:
		return "", 0, false
	}
	for _, r := range digits {
		if r < '0' || r > '9' {
			return "", 0, false
		}
		n = min(n*10+int(r-'0'), maxCount+1) // more than there is of anything
	}
	return name, n, digits != ""
}
