package main

import (
	"io"
	"log/slog"
	"os"

	"github.com/charmbracelet/x/term"

	"postern/posts"
)

// newLogger logs for a person on a terminal and for machines elsewhere, unless format says which.
func newLogger(w io.Writer, format string) *slog.Logger {
	f, isFile := w.(*os.File)
	watched := isFile && term.IsTerminal(f.Fd())
	switch {
	case watched && format != "json":
		return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: forPeople}))
	case format == "text":
		return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: harmless}))
	default:
		return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: harmless}))
	}
}

// forPeople leaves of the time what someone who watches wants to know.
func forPeople(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		return slog.String(a.Key, a.Value.Time().Format("15:04:05"))
	}
	return harmless(groups, a)
}

// harmless makes sure that nothing in an entry drives the terminal that shows it; the handlers escape line ends, but
// the one for JSON leaves C1 controls.
func harmless(_ []string, a slog.Attr) slog.Attr {
	switch a.Value.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(posts.Clean(a.Value.String()))
	case slog.KindAny:
		if _, level := a.Value.Any().(slog.Level); !level {
			a.Value = slog.StringValue(posts.Clean(a.Value.String()))
		}
	}
	return a
}
