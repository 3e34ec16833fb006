package main

import (
	"context"
	"log/slog"
	"net"

	"postern/metrics"
)

// monitor is the HTTP server of metrics and health checks, if there is one. It answers until close, also while readers
// are told that the server stops.
type monitor struct {
	listener net.Listener // nil: it was not asked for
	end      context.CancelFunc
	ended    chan struct{}
}

// newMonitor listens, if an address is set, and warns if that can be reached from outside: metrics name no reader, but
// they are the owner's.
func newMonitor(ctx context.Context, address string, logger *slog.Logger) (*monitor, error) {
	if address == "" {
		return &monitor{}, nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, withListenHint(err)
	}
	if isPublic(listener.Addr()) {
		logger.WarnContext(ctx, "metrics can be reached from other machines; a firewall or 127.0.0.1 keeps them private",
			"address", listener.Addr().String())
	}
	return &monitor{listener: listener}, nil
}

// isPublic reports whether an address may be reached from outside the machine and its private networks.
func isPublic(addr net.Addr) bool {
	tcp, ok := addr.(*net.TCPAddr)
	return !ok || !tcp.IP.IsLoopback() && !tcp.IP.IsPrivate() && !tcp.IP.IsLinkLocalUnicast()
}

// serve answers in the background.
func (m *monitor) serve(ctx context.Context, counts *metrics.Metrics, ready func() bool, logger *slog.Logger) {
	if m.listener == nil {
		return
	}
	ctx, m.end = context.WithCancel(context.WithoutCancel(ctx))
	m.ended = make(chan struct{})
	logger.InfoContext(ctx, "metrics are served", "address", m.listener.Addr().String())
	go func() {
		defer close(m.ended)
		if err := counts.Serve(ctx, m.listener, ready, logger); err != nil {
			logger.ErrorContext(ctx, "metrics are not served any more", "error", err)
		}
	}()
}

// close ends what newMonitor and serve began.
func (m *monitor) close() {
	switch {
	case m.listener == nil:
	case m.end == nil:
		_ = m.listener.Close() // nothing was served on it
	default:
		m.end()
		<-m.ended
	}
}
