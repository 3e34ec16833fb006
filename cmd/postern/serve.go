package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"

	"postern/keys"
	"postern/metrics"
	"postern/posts"
	"postern/sshapp"
)

func (p program) serveCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "serve [DIR]",
		Short: "Serve the blog in DIR over SSH",
		Long: "Serves the blog in DIR (default: the working directory) until it is interrupted.\n" +
			"It prints the command that readers type, and 'ready' with the address once it accepts.\n\n" +
			"A flag wins over its environment variable, that over postern.toml in DIR, that over the default.",
		Example: "  postern serve example\n  postern serve ~/blog --listen :22 --public-host blog.example.com",
		Args:    oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			read := func() (config, error) { return loadConfig(args, cmd.Flags(), p.environ) }
			c, err := read()
			if err != nil {
				return err
			}
			logger := newLogger(p.stderr, c.logFormat)
			for _, v := range unknownVariables(p.environ) {
				logger.Warn("environment variable means nothing", "name", posts.CleanLine(v[0]), "nearest", v[1])
			}
			for _, limit := range uselessLimits(c.limits) {
				logger.Warn("limit is above another that comes first, and does nothing", "limit", limit.name, "other", limit.above)
			}
			return p.serve(cmd.Context(), &blog{logger: logger, read: read, config: c})
		},
		ValidArgsFunction: completeFolder,
	}
	addFlags(cmd)
	return cmd
}

// serve wires the packages and blocks until ctx is done.
func (p program) serve(ctx context.Context, b *blog) error {
	c, logger := b.config, b.logger
	hangups := p.awaitHangups()
	defer hangups.end()
	spareMemory()
	lib, err := posts.Load(c.dir, posts.Options{Content: c.content, Site: c.site})
	if err != nil {
		return err
	}
	settleMemory()
	logProblems(ctx, logger, lib.Problems())
	listeners, err := listen(ctx, c.listen, c.reusePort) // before a key is made, so that a start that fails makes none
	if err != nil {
		return err
	}
	monitor, err := newMonitor(ctx, c.metrics, logger)
	if err != nil {
		return errors.Join(err, closeAll(listeners))
	}
	defer monitor.close()
	b.keyring = &keyring{folder: keys.Folder{Path: c.keys, Passphrase: c.passphrase}, logger: logger}
	hostKeys, err := b.keyring.open(ctx)
	if err != nil {
		return errors.Join(err, closeAll(listeners))
	}
	search := newSearch(ctx, c.state, logger)
	defer search.close(context.WithoutCancel(ctx))
	b.shelf = newShelf(lib, logger)
	b.shelf.tell(func(lib *posts.Library) { search.show(ctx, lib) })
	counts := metrics.New(version())
	b.reloaded = counts.Reloaded
	server, err := sshapp.New(sshapp.Config{
		HostKeys:   served(hostKeys, time.Now()),
		Library:    b.shelf.library,
		Search:     search.index.Search,
		Logger:     logger,
		Observer:   counts,
		LogAddress: c.logAddress,
		PublicHost: c.publicHost,
		PublicPort: c.publicPort,
		Dark:       c.dark,
		Light:      c.light,
		Version:    version(),
		Limits:     c.limits,
		ProxyFrom:  c.proxyFrom,
	})
	if err != nil {
		return errors.Join(err, closeAll(listeners))
	}
	slog.SetDefault(server.Logger()) // the SSH library logs there
	b.keyring.use = server.UseHostKeys
	if err := announce(p.stdout, c, lib, hostKeys.Keys, listeners); err != nil {
		return errors.Join(err, closeAll(listeners))
	}
	counts.Posts(func() int { return len(b.shelf.library().Posts()) })
	counts.Cache(server.CacheStats)
	b.shelf.tell(func(*posts.Library) { go server.Prepare(ctx) })
	monitor.serve(ctx, counts, server.Ready, server.Logger())
	return run(ctx, b, func(ctx context.Context) error { return server.Serve(ctx, listeners...) }, hangups)
}

// checkFolder says what is wrong with the blog's folder before anything is looked for in it.
func checkFolder(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case dir == "":
		return &hintError{errors.New("the name of the folder is empty"), "without one it is the working directory"}
	case errors.Is(err, fs.ErrNotExist):
		return &hintError{fmt.Errorf("%s: there is no such folder", dir), "name the folder of the blog, in which postern.toml or the posts are"}
	case err != nil:
		return err
	case !info.IsDir():
		return &hintError{fmt.Errorf("%s is a file, not a folder", dir), "name the folder that it lies in"}
	}
	return nil
}

func logProblems(ctx context.Context, logger *slog.Logger, problems []posts.Problem) {
	for _, p := range problems {
		level := slog.LevelWarn
		if p.Severity == posts.Error {
			level = slog.LevelError
		}
		attrs := []slog.Attr{slog.String("file", posts.CleanLine(p.File))}
		if p.Line > 0 {
			attrs = append(attrs, slog.Int("line", p.Line))
		}
		if p.Column > 0 {
			attrs = append(attrs, slog.Int("column", p.Column))
		}
		attrs = append(attrs, slog.String("problem", posts.CleanLine(p.Text())))
		logger.LogAttrs(ctx, level, "problem in a file", attrs...)
	}
}
