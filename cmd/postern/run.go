package main

import (
	"context"
	"sync"

	"github.com/coreos/go-systemd/v22/daemon"
)

// run serves, does what goes on beside it, and tells systemd of it.
func run(ctx context.Context, b *blog, serve func(context.Context) error, h *hangups) error {
	ctx, stop := context.WithCancel(ctx)
	manager := manager{b.logger}
	if err := manager.watchdog(ctx); err != nil {
		stop()
		return err
	}
	stopping := context.AfterFunc(ctx, func() { manager.notify(context.WithoutCancel(ctx), daemon.SdNotifyStopping) })
	var beside sync.WaitGroup
	beside.Go(func() { b.shelf.follow(ctx) })
	beside.Go(func() { b.keyring.follow(ctx) })
	go b.reloadOn(ctx, h, manager, stop) // not waited for: a folder that hangs must not keep the program
	manager.notify(ctx, daemon.SdNotifyReady)
	err := serve(ctx)
	stopping()
	stop()
	beside.Wait()
	return err
}
