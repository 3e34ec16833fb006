//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// windowChanges has an element when the window of the terminal has another size (SIGWINCH, tty_ioctl(4)).
func windowChanges() <-chan os.Signal {
	changed := make(chan os.Signal, 1)
	signal.Notify(changed, syscall.SIGWINCH)
	return changed
}
