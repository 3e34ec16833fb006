package main

import (
	"os"
	"os/signal"
	"syscall"

	"github.com/charmbracelet/x/term"
)

// hangups are the signals (SIGHUP) to reload or, if the terminal on which the server was started has been closed, to stop.
type hangups struct {
	signals  chan os.Signal
	terminal *os.File // nil: it was not started on one
}

// awaitHangups has to be called early: an unexpected signal ends the process.
func (p program) awaitHangups() *hangups {
	h := &hangups{signals: make(chan os.Signal, 1)}
	if f, ok := p.stderr.(*os.File); ok && term.IsTerminal(f.Fd()) {
		h.terminal = f
	}
	signal.Notify(h.signals, syscall.SIGHUP)
	return h
}

func (h *hangups) end() { signal.Stop(h.signals) }

func (h *hangups) lostTerminal() bool { return h.terminal != nil && !term.IsTerminal(h.terminal.Fd()) }
