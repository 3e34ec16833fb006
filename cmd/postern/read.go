package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"postern/posts"
	"postern/sshapp"
)

func (p program) readCommand() *cobra.Command {
	var lines bool
	cmd := &cobra.Command{
		Use:   "read [DIR] [POST]",
		Short: "Read a blog in this terminal, drafts too, without a server",
		Long: "Opens the reader that 'serve' gives to those who come over SSH, in this terminal: to see a post as they will. Drafts,\n" +
			"scheduled and expired posts are listed, too, and say so. POST is an address, as readers type it, or a file. An argument\n" +
			"that is no folder names a post of the blog in the working directory. Where input or output is no terminal, and on one\n" +
			"that cannot be drawn on, it reads in plain lines. The exit status is 1 if there is no such post, or none at all.",
		Example: "  postern read ~/blog\n  postern read ~/blog a-slug#a-heading\n  cd ~/blog && postern read posts/a-post.md",
		Args:    arguments(0, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGHUP) // or it would end the process, with the terminal as it is
			defer stop()
			dir, name := folderAndPost(args)
			c, err := loadConfig(dir, cmd.Flags(), p.environ)
			if err != nil {
				return err
			}
			lib, err := posts.Load(c.dir, posts.Options{Content: c.content, Site: c.site, Preview: true})
			if err != nil {
				return err
			}
			if len(lib.All()) == 0 {
				return &hintError{fmt.Errorf("%s has no posts that can be shown", c.dir), "why: postern check " + c.dir}
			}
			start, err := addressOf(lib, c.dir, name, args)
			if err != nil {
				return err
			}
			// What it logs would stand on the screen; 'postern check' says what is wrong with posts.
			search := newSearch(ctx, "", slog.New(slog.DiscardHandler))
			defer search.close(ctx)
			search.show(ctx, lib)
			err = sshapp.ReadHere(ctx, sshapp.Config{
				Library:    func() *posts.Library { return lib },
				Search:     search.index.Search,
				PublicHost: c.publicHost,
				PublicPort: c.publicPort,
				Dark:       c.dark,
				Light:      c.light,
			}, p.terminal(), start, lines)
			if n := failures(lib); n > 0 {
				fmt.Fprintf(cmd.ErrOrStderr(), "%s in posts: postern check %s\n", count(n, "error", "errors"), c.dir)
			}
			return err
		},
		ValidArgsFunction: p.completePost,
	}
	cmd.Flags().BoolVar(&lines, "linear", false, "read in plain lines, as screen readers want it")
	addFlags(cmd, "content", "public_host", "public_port")
	return cmd
}

// failures counts what keeps posts from being shown as their author meant.
func failures(lib *posts.Library) (n int) {
	for _, p := range lib.Problems() {
		if p.Severity == posts.Error {
			n++
		}
	}
	return n
}

// terminal is the one that this process runs in, which can be drawn on if input and output are it.
func (p program) terminal() sshapp.Terminal {
	t := sshapp.Terminal{In: p.stdin, Out: p.stdout, Environ: p.environ, Resized: windowChanges()}
	in, inIsFile := p.stdin.(*os.File)
	out, outIsFile := p.stdout.(*os.File)
	t.Size = func() (columns, rows int) {
		if outIsFile {
			columns, rows, _ = term.GetSize(out.Fd())
		}
		return cmp.Or(columns, stdColumns), cmp.Or(rows, stdRows)
	}
	if inIsFile && outIsFile && term.IsTerminal(in.Fd()) && term.IsTerminal(out.Fd()) {
		t.Raw = func() (restore func() error, err error) {
			before, err := term.MakeRaw(in.Fd())
			if err != nil {
				return nil, fmt.Errorf("raw mode: %w", err)
			}
			return func() error { return term.Restore(in.Fd(), before) }, nil
		}
	}
	return t
}

// The size of a window that does not say its own.
const (
	stdColumns = 80
	stdRows    = 24
)
