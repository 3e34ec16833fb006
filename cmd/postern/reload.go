package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/coreos/go-systemd/v22/daemon"

	"postern/posts"
)

// A reload (SIGHUP) puts what has changed on the disk in the place of what is served, in steps that do not depend on each
// other. A step whose new state is bad says why, and leaves the old one. Readers stay where they are: a session keeps
// the posts that it began with.

// reloadStep is one thing that a reload brings up to date.
type reloadStep struct {
	name string
	run  func(context.Context) error
}

// reloadSteps are all of them, in their order.
func (b *blog) reloadSteps() []reloadStep {
	return []reloadStep{
		{"settings", b.reloadSettings},
		{"host keys", b.keyring.reload},
		{"posts", b.reloadPosts},
	}
}

// blog is what a reload changes.
type blog struct {
	logger   *slog.Logger
	read     func() (config, error) // reads the settings anew
	reloaded func(error)            // is told of each reload, and why it failed if a step did
	config   config                 // the settings that are served
	shelf    *shelf
	keyring  *keyring
}

// reloadOn reloads at each signal until ctx is done. Who closes the terminal that the server runs on wants it to stop.
func (b *blog) reloadOn(ctx context.Context, h *hangups, manager manager, stop func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-h.signals:
			if h.lostTerminal() {
				stop()
				return
			}
			manager.notify(ctx, daemon.SdNotifyReloading)
			b.reload(ctx)
			manager.notify(ctx, daemon.SdNotifyReady)
		}
	}
}

func (b *blog) reload(ctx context.Context) {
	var failed []error
	defer func() { b.reloaded(errors.Join(failed...)) }()
	for _, step := range b.reloadSteps() {
		err := step.run(ctx)
		if err == nil {
			b.logger.InfoContext(ctx, "reloaded", "what", step.name)
			continue
		}
		failed = append(failed, err)
		for _, err := range each(err) {
			b.logger.ErrorContext(ctx, "not reloaded, what was there stays", "what", step.name, "error", posts.CleanLine(err.Error()))
		}
	}
}

// each returns the errors that were joined to one.
func each(err error) []error {
	if joined, ok := errors.AsType[interface {
		error
		Unwrap() []error
	}](err); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

// reloadable are the settings that a reload changes. All others belong to what is made at the start.
func reloadable() []string {
	return []string{"title", "description", "author", "language", "timezone", "sort", "content"}
}

// reloadSettings takes over what describes the blog, and names what has to wait for a restart.
func (b *blog) reloadSettings(ctx context.Context) error {
	c, err := b.read()
	if err != nil {
		return err
	}
	for _, s := range settings() {
		if !slices.Equal(c.values[s.name], b.config.values[s.name]) && !slices.Contains(reloadable(), s.name) {
			b.logger.WarnContext(ctx, "setting has changed, it needs a restart", "setting", s.name)
		}
	}
	c.site.BaseURL = b.config.site.BaseURL // laid out posts have it in their links
	if c.content == "" && b.config.content != "" {
		b.logger.WarnContext(ctx, "setting is gone, the folder is looked for at a restart", "setting", "content")
		c.content = b.config.content
	}
	b.config.site, b.config.content = c.site, c.content
	return nil
}

// reloadPosts reads the folder anew: the one that was found at the start, or is set. A file that is broken now is served
// as it was last.
func (b *blog) reloadPosts(ctx context.Context) error {
	c, old := b.config, b.shelf.library()
	spareMemory()
	lib, err := posts.Load(c.dir, posts.Options{Content: c.content, Site: c.site, Previous: old})
	settleMemory()
	if err != nil {
		return err
	}
	logProblems(ctx, b.logger, lib.Problems())
	if len(lib.Posts()) == 0 && len(old.Posts()) > 0 {
		return fmt.Errorf("%s: no post is left of %d; restart if that is meant", c.dir, len(old.Posts()))
	}
	b.shelf.swap(lib)
	return nil
}
