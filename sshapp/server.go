// Package sshapp serves a blog over SSH with Wish. It is the only code of Postern that speaks SSH.
//
// What a client sends passes, in this order: the gate (gate.go), which admits connections; the guarded
// connection (conn.go), which meters them; the SSH library; the filter (filter.go), which clamps and
// checks what sessions ask for; the input path (input.go), which cuts keys out of what is typed; and the
// session (session.go): a Bubble Tea model, run by program.go and drawn by package screen.
package sshapp

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"postern/posts"
	"postern/render"
	"postern/sshapp/screen"
)

// Config is what a server needs. HostKeys and Library have no default.
type Config struct {
	HostKeys   HostKeys              // can be exchanged later, see [Server.UseHostKeys]
	Library    func() *posts.Library // the snapshot that new sessions read
	Logger     *slog.Logger          // default: discard
	Observer   Observer              // is told what happens, for metrics; default: nobody
	LogAddress AddressForm           // how much of readers' addresses is logged; default: NetworkAddress
	PublicHost string                // host in the commands that readers are shown; default: the address they came by
	PublicPort int                   // port in them; default: the one they came by
	Version    string                // what the command version prints; default: unknown
	Limits     Limits                // default: DefaultLimits
	ProxyFrom  []netip.Prefix        // networks whose connections begin with a PROXY header; default: none
	Dark       *Sheet                // looks of posts on a dark background; default: the theme's own
	Light      *Sheet                // the same on a light one

	// Search finds posts by their words, see [posts.Index.Search]; nil: there is no search.
	Search func(ctx context.Context, query string, limit int) ([]posts.Hit, error)
}

// Server is an SSH server for one blog.
type Server struct {
	cfg      Config
	limits   Limits
	logger   *slog.Logger // of what clients cause
	observer Observer
	library  func() *posts.Library
	pages    *render.Cache
	layouts  *layouts
	gate     *gate
	ssh      *ssh.Server
	hostKeys atomic.Pointer[HostKeys] // of connections that begin
	places   *places
	screens  screen.Memory        // of all sessions
	lastTree atomic.Pointer[tree] // of the library that was last asked for files
	stopping chan struct{}        // closed when the server stops
	ready    atomic.Bool          // it accepts, and does not stop
}

// New checks a configuration and makes a server that does not listen yet.
func New(cfg Config) (*Server, error) {
	if cfg.Library == nil {
		return nil, errors.New("no library")
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Observer == nil {
		cfg.Observer = nobody{}
	}
	cfg.LogAddress = cmp.Or(cfg.LogAddress, NetworkAddress)
	if cfg.Version == "" {
		cfg.Version = "unknown"
	}
	if cfg.Limits == (Limits{}) {
		cfg.Limits = DefaultLimits()
	}
	if err := cfg.Limits.check(); err != nil {
		return nil, err
	}
	journal := newJournal(cfg.Logger, cfg.Observer, cfg.LogAddress)
	s := &Server{
		cfg:      cfg,
		limits:   cfg.Limits,
		logger:   journal.clients,
		observer: cfg.Observer,
		library:  cfg.Library,
		pages:    newPages(cfg),
		layouts:  newLayouts(cfg.Observer.LayoutWaited),
		gate:     newGate(cfg.Limits, journal.clients),
		places:   newPlaces(cfg.Limits),
		stopping: make(chan struct{}),
	}
	s.gate.journal = journal
	if err := s.UseHostKeys(cfg.HostKeys); err != nil {
		return nil, err
	}
	s.pages.OnFailure(func(err error) { s.logger.Error("post cannot be laid out", "error", err) })
	s.pages.OnLayout(cfg.Observer.PageLaidOut)
	var err error
	s.ssh, err = wish.NewServer(s.options)
	if err != nil {
		return nil, fmt.Errorf("ssh server: %w", err)
	}
	return s, nil
}

// newPages makes the cache that all sessions read from.
func newPages(cfg Config) *render.Cache {
	pages := render.NewCache(render.DefaultCacheBytes)
	pages.Speak(posts.Dialect{
		BaseURL: cfg.Library().Site().BaseURL,
		Resolve: func(name string) (string, bool) { return cfg.Library().Address(name) }, // as it is when it is asked
	})
	if cfg.Dark != nil {
		pages.Use(render.Dark, *cfg.Dark)
	}
	if cfg.Light != nil {
		pages.Use(render.Light, *cfg.Light)
	}
	return pages
}

// options sets the SSH library up: its own handlers stay empty but for sessions and for the proof of host keys, so that
// forwarding, X11, tunnels and all other global requests are refused.
func (s *Server) options(srv *ssh.Server) error {
	srv.AddHostKey(noKey{})
	srv.HandshakeTimeout = s.limits.HandshakeTime
	srv.ConnCallback = func(ctx ssh.Context, conn net.Conn) net.Conn {
		ctx.SetValue(connKey{}, conn)
		return conn
	}
	srv.ServerConfigCallback = func(ctx ssh.Context) *gossh.ServerConfig {
		conn := connOf(ctx)
		config := handshakeConfig(func(meta gossh.ConnMetadata) {
			conn.visit.enter(meta)
			s.gate.authenticated(conn)
			go conn.contain(conn.watch)
		})
		s.identify(ctx, config)
		return config
	}
	srv.ConnectionFailedCallback = func(_ net.Conn, err error) {
		s.gate.journal.refused(handshakeRefusal(err))
	}
	srv.ChannelHandlers = map[string]ssh.ChannelHandler{"session": s.openChannel}
	srv.RequestHandlers = map[string]ssh.RequestHandler{proveRequest: proveHostKeys}
	srv.SubsystemHandlers = map[string]ssh.SubsystemHandler{}
	return nil
}

// pagesFor returns the cache as sessions of a connection ask it until ctx is done: their source waits and pays for it.
func (s *Server) pagesFor(ctx context.Context, conn *guardedConn) *render.Pages {
	share := s.gate.shareOf(conn)
	return s.pages.In(func(size int, layOut func()) error { return share.layOut(ctx, s.layouts, size, layOut) })
}

// connKey is the key of the guarded connection in a connection's context.
type connKey struct{}

func connOf(ctx ssh.Context) *guardedConn {
	conn, _ := ctx.Value(connKey{}).(*guardedConn)
	return conn
}

// Serve accepts readers on the listeners until ctx is done, tells the readers that are still there, lets
// their terminals be restored and those in who are connecting, and returns nil; it returns an error if a listener
// fails before that. The listeners are closed in any case. A Server serves once.
func (s *Server) Serve(ctx context.Context, listeners ...net.Listener) error {
	listeners = slices.Clone(listeners)
	failed := make(chan error, len(listeners))
	for i, l := range listeners {
		l = behindProxies(l, s.cfg.ProxyFrom, s.limits, s.gate.journal)
		listeners[i] = l
		go func() { failed <- s.ssh.Serve(s.gate.listen(l)) }()
	}
	s.ready.Store(true)
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
		err = fmt.Errorf("accept: %w", err)
	}
	s.ready.Store(false)
	for _, l := range listeners {
		_ = l.Close() // it may have failed, which is why we are here
	}
	close(s.stopping)
	s.awaitSessions(time.Now().Add(s.limits.GoodbyeTime))
	s.gate.closeAll()
	_ = s.ssh.Close()
	return err
}

// Ready reports whether the server accepts readers: it serves, and does not stop yet.
func (s *Server) Ready() bool { return s.ready.Load() }

// Logger returns the logger for what libraries say of clients. What it is told gets into the server's own log, at most
// 500 lines of one message at once and one a second, and without addresses; what is dropped is counted there.
func (s *Server) Logger() *slog.Logger { return s.logger }

// CacheStats returns the numbers of the cache of posts, which all sessions share.
func (s *Server) CacheStats() []render.CacheStats { return s.pages.Stats() }

// awaitSessions returns when no session runs or is about to, or when their time for that is over.
func (s *Server) awaitSessions(end time.Time) {
	s.gate.awaitNone((*guardedConn).arriving)
	left := s.places.close()
	timer := time.NewTimer(time.Until(end))
	defer timer.Stop()
	select {
	case <-left:
	case <-timer.C:
		s.logger.Warn("sessions did not end in time")
	}
}

// openChannel serves a session channel from its opening to its close.
func (s *Server) openChannel(_ *ssh.Server, conn *gossh.ServerConn, channel gossh.NewChannel, ctx ssh.Context) {
	guarded := connOf(ctx)
	if open := guarded.channels.Add(1); open > int32(s.limits.ConnSessions) {
		guarded.channels.Add(-1)
		s.observer.SessionRefused("connection_full")
		_ = channel.Reject(gossh.ResourceShortage, fmt.Sprintf("at most %d sessions a connection", s.limits.ConnSessions))
		return
	}
	defer guarded.channels.Add(-1)
	if !s.gate.maySession(guarded) {
		s.observer.SessionRefused("source_rate")
		_ = channel.Reject(gossh.ResourceShortage, "too many sessions in a short time; try again in a moment")
		return
	}
	guarded.ask.CompareAndSwap(nil, new(func() {
		// Any answer counts, also a refusal; when the connection ends there is none.
		_, _, _ = conn.SendRequest("keepalive@openssh.com", true, nil)
	}))
	identityOf(ctx).announce(conn)
	f, filtered := newFilter(guarded, channel)
	serve := func(sess ssh.Session) { s.serveSession(sess, f) }
	handler := &ssh.Server{Handler: serve, SubsystemHandlers: map[string]ssh.SubsystemHandler{subsystem: serve}}
	ssh.DefaultSessionHandler(handler, conn, filtered, ctx)
}

// publicAddress returns the host and port that readers are told, local being where this one came in.
func (s *Server) publicAddress(local net.Addr) (string, int) {
	host, port := s.cfg.PublicHost, s.cfg.PublicPort
	if tcp, ok := local.(*net.TCPAddr); ok {
		if host == "" {
			host = tcp.IP.String()
			if tcp.IP.IsLoopback() {
				host = "localhost"
			}
		}
		if port == 0 {
			port = tcp.Port
		}
	}
	return host, port
}

// logPanic logs what recover returned in a goroutine that does something, as in "a session".
func (s *Server) logPanic(doing string, value any, stack []byte) {
	s.observer.Panicked()
	s.logger.Error("panic", "in", doing, "panic", fmt.Sprint(value), "stack", string(stack))
}
