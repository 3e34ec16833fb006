package main

import (
	"context"
	"os"
	"sync"

	"github.com/charmbracelet/x/term"
	"github.com/coreos/go-systemd/v22/daemon"
)

// run serves, does what goes on beside it, and tells systemd of it.
func (p program) run(ctx context.Context, b *blog, serve func(context.Context) error, hangups <-chan os.Signal) error {
	ctx, stop := context.WithCancel(ctx)
	manager := manager{b.logger}
	if err := manager.watchdog(ctx); err != nil {
		stop()
		return err
	}
	stopping := context.AfterFunc(ctx, func() { manager.notify(context.WithoutCancel(ctx), daemon.SdNotifyStopping) })
	var beside sync.WaitGroup
	beside.Go(func() { b.shelf.follow(ctx) })
	beside.Go(func() { b.reloadOn(ctx, hangups, manager, p.lostTerminal(), stop) })
	manager.notify(ctx, daemon.SdNotifyReady)
	err := serve(ctx)
	stopping()
	stop()
	beside.Wait()
	return err
}

// lostTerminal returns what reports whether the terminal that the program was started on has been closed.
func (p program) lostTerminal() func() bool {
	f, ok := p.stderr.(*os.File)
	if !ok || !term.IsTerminal(f.Fd()) {
		return func() bool { return false }
	}
	return func() bool { return !term.IsTerminal(f.Fd()) }
}
