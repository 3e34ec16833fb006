package tui

import (
	"slices"
	"strings"
)

// verb is something that a reader can type in linear mode, and what it does. The prompt and the help come from the
// same rows.
type verb struct {
	names []string                    // what is typed, in lower case: the first one is shown; "" is enter alone
	typed string                      // instead of names, for a row that only explains
	hint  string                      // what the prompt says; empty: it is in the help only
	does  string                      // for the help
	run   func(l *linear) linearPlace // returns where the reader is then
}

// means reports whether a line that was typed is this verb.
func (v verb) means(line string) bool { return slices.Contains(v.names, strings.ToLower(line)) }

// label is the verb as readers are shown it.
func (v verb) label() string {
	switch {
	case v.typed != "":
		return v.typed
	case v.names[0] == "":
		return "enter"
	default:
		return v.names[0]
	}
}

// verbs returns what can be typed where the reader is.
func (l *linear) verbs() []verb { return slices.Concat(l.place.verbs(l), l.everywhere()) }

// everywhere are the verbs that mean the same in all places.
func (l *linear) everywhere() []verb {
	back := verb{names: []string{"b", "back"}, hint: "b back", does: "back to where you came from", run: (*linear).back}
	if len(l.history) == 0 {
		back.hint = ""
	}
	share := verb{names: []string{"s", "share", "y", "copy"}, hint: "s share", does: "the command and the link that open this, to be copied, and the host key", run: (*linear).share}
	if l.options.Host == "" {
		share.hint = ""
	}
	return []verb{
		{names: []string{"r", "again"}, does: "print the last part again", run: (*linear).again},
		back,
		{names: []string{"a", "all", "list"}, does: "all posts, from the first", run: (*linear).all},
		{typed: "address", does: "open the post that has this address, or beginning of one, of two letters or more"},
		share,
		{names: []string{"!", "screen"}, does: "how to read in full screen", run: (*linear).fullScreen},
		{names: []string{"h", "?", "help"}, hint: "h help", does: "this help", run: (*linear).help},
		{names: []string{"q", "quit", "exit"}, hint: "q quit", does: "quit; so do ctrl+c and ctrl+d", run: (*linear).quit},
	}
}

func (l *linear) again() linearPlace { return l.place.show(l) }

func (l *linear) all() linearPlace { return l.enter(allPosts(l)) }

// fullScreen says how to get (back) to the full screen, which ! left: to paint again over what was printed would take away
// what a reader wants to keep, and many come from terminals that cannot be painted on.
func (l *linear) fullScreen() linearPlace {
	if l.options.Host == "" {
		l.say("For the full screen, quit and start again.")
		return l.place
	}
	l.say("For the full screen, quit and type this:")
	l.out.line("  " + Command(l.options.Host, l.options.Port, l.place.address())) // whole, so that it can be copied
	return l.place
}

// share prints what a friend is given, each on a line of its own and whole, so that it can be copied: the clipboard takes
// sequences, which are not for these terminals.
func (l *linear) share() linearPlace {
	if l.options.Host == "" {
		l.say("This blog is read without a server: it has no address to share.")
		return l.place
	}
	host, port, address := l.options.Host, l.options.Port, l.place.address()
	l.gap()
	l.say("The command that opens this:")
	l.out.line("  " + Command(host, port, address))
	l.say("As a link:")
	l.out.line("  " + link(host, port, address))
	l.say("The host key of this server:")
	for _, fingerprint := range l.options.Fingerprints {
		l.out.line("  " + fingerprint)
	}
	l.gap()
	return l.place
}

func (l *linear) quit() linearPlace { return nil }

func (l *linear) back() linearPlace {
	if place := l.leave(); place != nil {
		return place.show(l)
	}
	l.say("There is nothing to go back to. q quits.")
	return l.place
}

// help lists the verbs of the place.
func (l *linear) help() linearPlace {
	l.gap()
	l.say("What you can type here, each with enter after it:")
	for _, v := range l.verbs() {
		l.say(v.label() + ": " + v.does + ".")
	}
	l.gap()
	return l.place
}

// unbroken is a blank at which no line is broken: a hint stays in one piece.
const unbroken = "\u00a0"

// prompt says where the reader is and what can be typed.
func (l *linear) prompt() {
	var hints []string
	for _, v := range l.verbs() {
		if v.hint != "" {
			hints = append(hints, strings.ReplaceAll(v.hint, " ", unbroken))
		}
	}
	text := strings.Join(hints, ", ") + ":"
	if status := l.place.status(l); status != "" {
		text = status + " " + text
	}
	lines := wrap(text, l.width(), maxWrapped)
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], unbroken, " ")
	}
	last := len(lines) - 1
	for _, line := range lines[:last] {
		l.out.line(line)
	}
	l.out.endLine()
	l.out.print(lines[last])
	if !l.in.echoes {
		l.out.endLine() // what is typed does not come back, perhaps nobody types
	}
}
