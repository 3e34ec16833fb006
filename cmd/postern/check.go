package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postern/keys"
	"postern/posts"
	"postern/render"
)

func (p program) checkCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [DIR]",
		Short: "Say all that is wrong with a blog: settings, posts, links, host keys",
		Long: "Reads the blog in DIR (default: the working directory) as 'serve' does, drafts too, and prints a line for all that is\n" +
			"wrong with it, as compilers do:\n\n" +
			"  FILE:LINE:COLUMN: error: something is not shown, not at its address, or keeps the server from starting\n" +
			"  FILE:LINE:COLUMN: warning: something is worth a look, such as a link that leads nowhere\n" +
			"  FILE: note: what the host keys and their certificates do, and until when\n\n" +
			"It changes nothing. The exit status is 1 if there are errors.",
		Example: "  postern check ~/blog\n  postern check ~/blog | grep -v note:",
		Args:    oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := loadConfig(args, cmd.Flags(), p.environ)
			if _, usage := errors.AsType[*usageError](err); usage {
				return err
			}
			found := &findings{w: cmd.OutOrStdout()}
			if err != nil && !found.settings(err) {
				return err
			}
			for _, v := range unknownVariables(p.environ) {
				found.tell(v[0], position{}, warning, meansNothing(v))
			}
			for _, limit := range uselessLimits(c.limits) {
				found.tell(filepath.Join(c.dir, fileName), position{}, warning,
					fmt.Sprintf("limits.%s is above limits.%s, which comes first, and does nothing", limit.name, limit.above))
			}
			read, err := found.posts(c)
			if err != nil {
				return err
			}
			found.hostKeys(keys.Folder{Path: c.keys, Passphrase: c.passphrase}, time.Now())
			summary := fmt.Sprintf("%s, %s in %s", count(found.errors, "error", "errors"), count(found.warnings, "warning", "warnings"),
				count(read, "post", "posts"))
			if found.errors > 0 {
				return errors.New(summary)
			}
			fmt.Fprintln(cmd.ErrOrStderr(), summary)
			return found.failed
		},
		ValidArgsFunction: completeFolder,
	}
	addFlags(cmd, "content", "keys", "keys_passphrase_file")
	return cmd
}

func meansNothing(variable [2]string) string {
	if variable[1] == "" {
		return "the environment variable means nothing"
	}
	return "the environment variable means nothing; did you mean " + variable[1] + "?"
}

// The severities of findings, as compilers and [posts.Severity] say them.
const (
	failure = "error"
	warning = "warning"
	note    = "note"
)

// findings prints what is found, and counts it.
type findings struct {
	w                io.Writer
	errors, warnings int
	failed           error // of w, the first
}

// tell prints one finding.
func (f *findings) tell(file string, at position, severity, text string) {
	switch severity {
	case failure:
		f.errors++
	case warning:
		f.warnings++
	}
	if _, err := fmt.Fprintf(f.w, "%s: %s: %s\n", posts.CleanLine(at.in(file)), severity, posts.CleanLine(text)); err != nil && f.failed == nil {
		f.failed = err
	}
}

// settings tells what is wrong with postern.toml, if it is that.
func (f *findings) settings(err error) bool {
	all := each(err)
	for _, err := range all {
		if _, ok := errors.AsType[*fileError](err); !ok {
			return false
		}
	}
	for _, err := range all {
		wrong, _ := errors.AsType[*fileError](err)
		f.tell(wrong.file, wrong.at, failure, wrong.err.Error())
	}
	return true
}

// posts tells what is wrong with the posts, and returns how many there are.
func (f *findings) posts(c config) (int, error) {
	lib, err := posts.Load(c.dir, posts.Options{Content: c.content, Site: c.site})
	if err != nil {
		return 0, err
	}
	all := slices.Concat(lib.Problems(), render.Check(lib))
	slices.SortStableFunc(all, posts.Problem.Compare)
	for _, p := range all {
		f.tell(filepath.Join(c.dir, filepath.FromSlash(p.File)), position{p.Line, p.Column}, p.Severity.String(), p.Text())
	}
	return len(lib.All()), nil
}

// hostKeys tells what is wrong with the host keys, and what each one does.
func (f *findings) hostKeys(folder keys.Folder, now time.Time) {
	isNew, err := folder.New()
	if isNew {
		f.tell(folder.Path, position{}, note, "no host key yet; 'postern serve' makes one at its first start")
		return
	}
	var set keys.Set
	if err == nil {
		set, err = folder.Load(now)
	}
	if err != nil {
		f.hostKey(folder.Path, failure, err)
		return
	}
	for _, problem := range set.Problems {
		f.hostKey(folder.Path, warning, problem)
	}
	for _, key := range set.Keys {
		f.tell(key.File, position{}, note, fmt.Sprintf("%s %s: %s", key.Type, key.Fingerprint(), state(key, now)))
		if key.Certificate != nil {
			f.tell(key.File, position{}, note, "certificate "+certificate(key))
		}
	}
}

// hostKey tells what is wrong with a key and what mends it; folder is where it lies.
func (f *findings) hostKey(folder, severity string, err error) {
	file, text := folder, err.Error()
	if e, ok := errors.AsType[*keys.Error](err); ok {
		file, text = e.File, e.Reason
		if e.Err != nil {
			text += ": " + e.Err.Error()
		}
		text += "; " + e.Hint
	}
	f.tell(file, position{}, severity, strings.TrimSpace(text))
}
