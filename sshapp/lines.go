package sshapp

import (
	"context"
	"log/slog"
	"regexp"
	"sync"

	"golang.org/x/time/rate"
)

// clientLines is the handler of all that clients can bring into the log, whether we log it or a library does: it takes out
// the addresses of readers, of which the journal alone says what the owner wants, and lets lines of one kind, which is
// their message, through at a rate. The others are counted. What the owner causes does not pass here.
type clientLines struct {
	slog.Handler
	budget *lineBudget
}

// lineBudget is how many lines of each kind may still be written.
type lineBudget struct {
	dropped func(kind string)

	mu    sync.Mutex
	kinds map[string]*rate.Limiter
}

const (
	linesRate  = 1   // lines a second of one kind: some 25 MB a day
	linesBurst = 500 // of one kind at once, as when a popular blog stops
	maxKinds   = 64  // beyond these, lines share the budget of otherKinds: a library makes messages of what it meets
	otherKinds = "other"
)

func newClientLines(next slog.Handler, dropped func(kind string)) *clientLines {
	return &clientLines{next, &lineBudget{dropped: dropped, kinds: map[string]*rate.Limiter{}}}
}

// Handle writes a line without addresses, or counts it.
func (l *clientLines) Handle(ctx context.Context, line slog.Record) error {
	message := withoutAddresses(line.Message)
	if !l.budget.allows(message) {
		return nil
	}
	clean := slog.NewRecord(line.Time, line.Level, message, line.PC)
	line.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(withoutReader(a))
		return true
	})
	return l.Handler.Handle(ctx, clean)
}

// WithAttrs returns the handler with attributes for all its lines.
func (l *clientLines) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = withoutReader(a)
	}
	return &clientLines{l.Handler.WithAttrs(clean), l.budget}
}

// WithGroup returns the handler with a group for what follows.
func (l *clientLines) WithGroup(name string) slog.Handler {
	return &clientLines{l.Handler.WithGroup(name), l.budget}
}

// allows reports whether one line more of a kind may be written.
func (b *lineBudget) allows(kind string) bool {
	b.mu.Lock()
	limiter := b.kinds[kind]
	if limiter == nil && len(b.kinds) >= maxKinds {
		kind = otherKinds
		limiter = b.kinds[kind]
	}
	if limiter == nil {
		limiter = rate.NewLimiter(linesRate, linesBurst)
		b.kinds[kind] = limiter
	}
	allowed := limiter.Allow()
	b.mu.Unlock()
	if !allowed {
		b.dropped(kind)
	}
	return allowed
}

// socketAddress is the address of a socket as package net writes it into its errors.
var socketAddress = regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}:\d+|\[[0-9A-Fa-f.:]*:[0-9A-Fa-f.:]*(?:%[^\]\s]+)?\]:\d+`)

func withoutAddresses(s string) string { return socketAddress.ReplaceAllString(s, "(address)") }

// withoutReader takes a reader's address out of an attribute. Only the one named so keeps it: what it says is
// the owner's choice.
func withoutReader(a slog.Attr) slog.Attr {
	value := a.Value.Resolve()
	switch {
	case a.Key == addressAttr:
		return a
	case a.Key == "remote": // the SSH library's
		return slog.Attr{}
	case value.Kind() == slog.KindString, value.Kind() == slog.KindAny:
		return slog.String(a.Key, withoutAddresses(value.String()))
	default:
		return a // numbers, times, and groups, of which neither we nor the libraries make any here
	}
}
