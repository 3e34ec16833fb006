// Command postern serves a blog over SSH. Here settings are read, the packages are wired, and whatever a
// person must know is said; the work is done elsewhere. One file a subcommand.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // the image has no file but the program

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"postern/keys"
	"postern/posts"
)

// The exit statuses.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the first signal ends it gracefully, a second one at once
	p := program{environ: os.Environ(), stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	os.Exit(p.execute(ctx, os.Args[1:]))
}

// program is what the process was given.
type program struct {
	environ []string
	stdin   io.Reader
	stdout  io.Writer
	stderr  io.Writer
}

// execute runs one command line and returns its exit status. What fails before a command starts is
// wrong usage.
func (p program) execute(ctx context.Context, args []string) int {
	started := false
	root := &cobra.Command{
		Use:           "postern",
		Short:         "Serve a blog over SSH",
		Long:          "Postern serves a folder of Markdown files as a blog that people read with ssh.",
		Version:       version(),
		Args:          knownCommand,
		RunE:          showHelp,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRun: func(*cobra.Command, []string) {
			started = true
		},
	}
	root.SetVersionTemplate("postern {{.Version}}\n")
	root.SetFlagErrorFunc(plainFlagError)
	root.AddCommand(p.serveCommand(), p.checkCommand(), p.readCommand(), p.healthCommand(), p.keysCommand(), p.versionCommand())
	root.InitDefaultCompletionCmd()
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		switch {
		case c.Name() == "help":
			c.Args = helpTopic
		case !c.Runnable(): // otherwise cobra shows help, and status 0, for `completion NOSUCHSHELL`
			c.Args, c.RunE = knownCommand, showHelp
		}
	}
	root.SetArgs(args)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)

	command, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitDone
	}
	fmt.Fprintf(p.stderr, "postern: %s\n", posts.Clean(err.Error()))
	if hint := hintOf(err); hint != "" {
		fmt.Fprintf(p.stderr, "hint: %s\n", posts.Clean(hint))
	}
	if _, wrong := errors.AsType[*usageError](err); !wrong && started {
		return exitFailed
	}
	fmt.Fprintf(p.stderr, "see '%s --help'\n", command.CommandPath())
	return exitUsage
}

func showHelp(cmd *cobra.Command, _ []string) error { return cmd.Help() }

// plainFlagError says in our words what is wrong with a flag, and which one an unknown one was probably meant to be.
func plainFlagError(cmd *cobra.Command, err error) error {
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return fmt.Errorf("--%s: %w", invalid.GetFlag().Name, invalid.Unwrap())
	}
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return err
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near := posts.Nearest(unknown.GetSpecifiedName(), known); near != "" {
		return fmt.Errorf("%w; did you mean --%s?", err, near)
	}
	return err
}

// usageError is something wrong with a command line that cobra cannot know.
type usageError struct{ error }

func (e *usageError) Unwrap() error { return e.error }

// hintError is an error with what the person can do about it.
type hintError struct {
	error
	hint string
}

func (e *hintError) Unwrap() error { return e.error }

func hintOf(err error) string {
	if e, ok := errors.AsType[*keys.Error](err); ok {
		return e.Hint
	}
	if e, ok := errors.AsType[*hintError](err); ok {
		return e.hint
	}
	return ""
}
