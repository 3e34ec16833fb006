package sshapp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/pflag"

	"postern/posts"
	"postern/render"
	"postern/tui"
)

// command is a row of the table of commands: what clients may ask for in the place of the reader, as in
// `ssh host list --tag go`. What is run, its flags, help, usage errors and the README's table come from it.
type command struct {
	name        string
	args        string // as usage shows them
	least, most int    // how many
	flags       []flagRow
	prints      string // what it prints, in a few words
	example     string // a command line, after the host
	run         func(*call) error
}

// commands returns the table, in the order in which people are shown it. Names are reserved words of package
// posts, so that no post is called like a command.
func commands() []command {
	return []command{
		{
			name: "help", args: "[COMMAND]", most: 1,
			prints: "what there is, with an example each", example: "help list", run: runHelp,
		},
		{
			name: "list", flags: []flagRow{tagFlag(), seriesFlag(), sinceFlag(), limitFlag(), jsonFlag()},
			prints: "one post a line: date, slug, title", example: "list --since 2026-10 | sort", run: runList,
		},
		{
			name: "read", args: "SLUG", least: 1, most: 1, flags: []flagRow{widthFlag(), formatFlag(), colorFlag()},
			prints:  "the post as text, with the URLs of its links at the end; just `SLUG` does the same",
			example: "read latest | less", run: runRead,
		},
		{
			name: "code", args: "SLUG [N]", least: 1, most: 2,
			prints: "the N-th block of code of the post, exactly as written", example: "code latest 2 > script.sh", run: runCode,
		},
		{
			name: "search", args: "WORDS…", least: 1, most: maxWords, flags: []flagRow{limitFlag(), jsonFlag(), colorFlag()},
			prints:  "the posts with all the words, the best first: slug, title, and a line of the text",
			example: "search harbour winter", run: runSearch,
		},
		{name: "tags", prints: "the tags, each with its number of posts", example: "tags", run: runTags},
		{name: "series", prints: "the series, each with its number of posts", example: "series", run: runSeries},
		{
			name: "feed", flags: []flagRow{feedFormatFlag(), tagFlag()},
			prints:  "a feed for newsreaders, with the whole text of the newest posts; newsboat takes `exec:ssh -T HOST feed`",
			example: "feed --tag go > feed.xml", run: runFeed,
		},
		{
			name: "tar", prints: "an archive of the posts: sources, texts, pictures", example: "tar | tar -xf -", run: runTar,
		},
		{
			name: "hostkey", prints: "fingerprints, `known_hosts` lines and SSHFP records of this server",
			example: "hostkey", run: runHostKey,
		},
		{name: "version", prints: "the server's version", example: "version", run: runVersion},
	}
}

// commandNamed returns the command with a name, and whether there is one.
func commandNamed(name string) (command, bool) {
	all := commands()
	if i := slices.IndexFunc(all, func(c command) bool { return c.name == name }); i >= 0 {
		return all[i], true
	}
	return command{}, false
}

// call is one run of a command.
type call struct {
	ctx     context.Context
	server  *Server
	filter  *filter
	library *posts.Library
	pages   *render.Pages
	command command
	args    []string
	options options
	*output
}

// commandError is why a command did not do what was asked: what is said of it, and the exit status.
type commandError struct {
	status int
	text   string
	hint   string // what helps, a line of its own
}

func (e *commandError) Error() string { return e.text }

// stopGrace is how long a command may still run when the server stops.
const stopGrace = time.Second

// serveCommand runs one command line and returns its exit status. The error is for the log.
func (s *Server) serveCommand(f *filter, place *place, words []string, wrong error) (int, error) {
	defer s.counted(kindCommand)()
	ctx, end := context.WithCancelCause(f.ctx)
	defer end(nil)
	ctx, cancel := context.WithTimeoutCause(ctx, s.limits.CommandTime, errSessionMax)
	defer cancel()
	go f.conn.contain(func() { drain(f, func() { end(errInterrupted) }) })

	f.endAt(s.stopping, stopGrace)

	c := &call{ctx: ctx, server: s, filter: f, library: s.library(), pages: s.pagesFor(ctx, f.conn), output: newOutput(ctx, f, place.typed)}
	err := wrong
	if err != nil {
		err = &commandError{exitUsage, err.Error(), ""}
	} else {
		err = c.dispatch(words)
	}
	return c.conclude(err)
}

// conclude says why a command failed, if it did, and returns its exit status.
func (c *call) conclude(err error) (int, error) {
	if failed, ok := errors.AsType[*commandError](err); ok {
		text := "postern: " + posts.CleanLine(failed.text) + "\n"
		if failed.hint != "" {
			text += posts.Clean(failed.hint) + "\n"
		}
		return failed.status, c.say(text)
	}
	err = cmp.Or(err, c.asked.Flush())
	switch {
	case err == nil:
		return exitDone, nil
	case errors.Is(err, errInterrupted):
		return exitInterrupted, err
	case errors.Is(err, errSessionMax):
		c.cutOff(fmt.Sprintf("cut off after %s; what is fetched by sftp can be resumed", spell(c.server.limits.CommandTime)))
		return exitLimit, err
	case errors.Is(err, errGaveWay), errors.Is(err, errStopping), errors.Is(err, errStalled):
		return exitLimit, err
	case errors.Is(err, errLeft), broke(err):
		return exitDone, err
	default:
		_ = c.say("postern: something went wrong here; the owner finds it in the log\n")
		c.server.logger.Error("command failed", "command", c.command.name, "error", err)
		return exitFault, err
	}
}

// dispatch runs what a command line says: a command, or an address, which is read. Nothing at all is the list.
func (c *call) dispatch(words []string) error {
	if len(words) == 0 {
		return c.bareList()
	}
	name := words[0]
	if row, ok := commandNamed(name); ok {
		return c.start(row, words[1:])
	}
	switch {
	case name == "--help" || name == "-h":
		row, _ := commandNamed("help")
		return c.start(row, words[1:])
	case strings.HasPrefix(name, "-"):
		return &commandError{exitUsage, fmt.Sprintf("%q stands before a command", name), c.seeHelp()}
	}
	slug, _, _ := strings.Cut(name, "#")
	if _, err := c.library.Lookup(slug); err != nil {
		return c.unknown(words, err)
	}
	row, _ := commandNamed("read")
	return c.start(row, words)
}

// unknown says that a command line is neither a command nor the address of a post. Commands are words of letters,
// so a name with anything else in it was meant as an address, and so was one that is near a post.
func (c *call) unknown(words []string, err error) error {
	name := words[0]
	notFound, _ := errors.AsType[*posts.NotFoundError](err)
	var names []string
	for _, row := range commands() {
		names = append(names, row.name)
	}
	near := posts.Nearest(strings.ToLower(name), names)
	letters := !strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) })
	switch {
	case len(words) > 1 && !strings.HasPrefix(words[1], "-"):
		// More than one word: an address stands alone.
	case notFound == nil || notFound.Ambiguous || !letters || near == "" && len(notFound.Near) > 0:
		return noPost(err)
	}
	text := fmt.Sprintf("no such command or post: %q", name)
	if near != "" {
		text += fmt.Sprintf("; did you mean %s?", near)
	}
	return &commandError{exitNoSuch, text, c.seeHelp()}
}

func noPost(err error) error { return &commandError{exitNoPost, err.Error(), ""} }

func (c *call) seeHelp() string { return "What there is: " + c.ssh("help") }

// ssh is the command line that asks this server for something.
func (c *call) ssh(what string) string {
	host, port := c.server.publicAddress(c.filter.conn.LocalAddr())
	return strings.TrimRight(tui.Command(host, port, "")+" "+what, " ")
}

// start takes in the arguments of a command and runs it.
func (c *call) start(row command, args []string) error {
	c.command = row
	c.filter.conn.visit.reads(row.name)
	set := pflag.NewFlagSet(row.name, pflag.ContinueOnError)
	set.Usage = func() {} // what is wrong is said by conclude
	for _, f := range row.flags {
		f.add(set, &c.options)
	}
	if err := set.Parse(args); errors.Is(err, pflag.ErrHelp) {
		return c.help(row)
	} else if err != nil {
		return c.wrongFlag(set, err)
	}
	c.args = set.Args()
	if n := len(c.args); n < row.least || n > row.most {
		return c.usage(countWrong(row, c.args))
	}
	for _, f := range row.flags {
		if err := f.check(set, &c.options); err != nil {
			return c.usage(err.Error())
		}
	}
	return row.run(c)
}

// countWrong says in words that there are too many arguments, or too few.
func countWrong(row command, args []string) string {
	if len(args) > row.most {
		return fmt.Sprintf("one argument too many: %q", args[row.most])
	}
	return strings.Fields(row.args)[0] + " is missing"
}

// usage is the error for a command that was called in a wrong way.
func (c *call) usage(text string) error {
	return &commandError{exitUsage, c.command.name + ": " + text, "Usage: " + c.ssh(c.command.usage())}
}
