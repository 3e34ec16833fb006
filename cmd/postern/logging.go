package main

import (
	"io"
	"log/slog"
	"os"

	"github.com/charmbracelet/x/term"
)

// newLogger logs for a person on a terminal and for machines elsewhere, unless format says which.
func newLogger(w io.Writer, format string) *slog.Logger {
	if format == "auto" {
		format = "json"
		if f, ok := w.(*os.File); ok && term.IsTerminal(f.Fd()) {
			format = "text"
		}
	}
	if format == "text" {
		return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: forPeople}))
	}
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{ReplaceAttr: withoutAddress}))
}

// forPeople leaves of the time what someone who watches wants to know.
func forPeople(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && a.Key == slog.TimeKey {
		a.Value = slog.StringValue(a.Value.Time().Format("15:04:05"))
	}
	return withoutAddress(groups, a)
}

// withoutAddress drops the whole address of a reader, which the SSH library puts into its own entries; ours name
// the network only.
func withoutAddress(_ []string, a slog.Attr) slog.Attr {
	if a.Key == "remote" {
		return slog.Attr{}
	}
	return a
}
