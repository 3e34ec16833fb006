package main

import (
	"fmt"
	"slices"
	"strings"
	"syscall"
	"time"
)

// stacks ends a server that is ours by SIGQUIT, on which Go's runtime writes where each goroutine is, and returns a line for each
// kind: what it waits for, the function that it is in and where it was started. A number alone does not tell what was left behind.
func (s *server) stacks() []string {
	if s.own == nil {
		return nil
	}
	s.own.Signal(syscall.SIGQUIT)
	select {
	case <-s.own.Exited:
	case <-time.After(asksTime):
	}
	said, err := s.own.Said()
	if err != nil {
		return []string{err.Error()}
	}
	return kindsOf(said)
}

// startedBy begins the line that tells where a goroutine was started.
const startedBy = "created by "

// kindsOf counts the goroutines in the text that Go's runtime writes at its end by where they are.
func kindsOf(dump string) []string {
	count := make(map[string]int)
	for block := range strings.SplitSeq(dump, "\n\n") {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		head, ok := strings.CutPrefix(lines[0], "goroutine ")
		if !ok || len(lines) < 2 {
			continue
		}
		_, state, _ := strings.Cut(strings.TrimSuffix(head, "]:"), "[")
		state, _, _ = strings.Cut(state, ",") // without the minutes
		kind := state + " in " + functionOf(lines[1:])
		if i := slices.IndexFunc(lines, func(line string) bool { return strings.HasPrefix(line, startedBy) }); i >= 0 {
			by, _, _ := strings.Cut(strings.TrimPrefix(lines[i], startedBy), " in goroutine ")
			kind += ", started by " + by
		}
		count[kind]++
	}
	var kinds []string
	for kind, n := range count {
		kinds = append(kinds, fmt.Sprintf("%d %s", n, kind))
	}
	slices.Sort(kinds)
	return kinds
}

// functionOf returns the innermost function of a stack that is not the runtime's, without its arguments.
func functionOf(stack []string) string {
	for _, frame := range stack {
		if i := strings.LastIndexByte(frame, '('); i > 0 && !strings.HasPrefix(frame, "runtime.") && !strings.HasPrefix(frame, "\t") &&
			!strings.HasPrefix(frame, startedBy) {
			return frame[:i]
		}
	}
	return "the runtime"
}
