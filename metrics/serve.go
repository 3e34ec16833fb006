package metrics

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// What one who asks may take: it is a monitoring system, asking now and then.
const (
	headTime       = 1 * time.Second  // for the head of a request: whoever sends half of one soon makes room
	requestTime    = 5 * time.Second  // for a request in all
	answerTime     = 10 * time.Second // for an answer to be taken
	idleTime       = 5 * time.Second  // between two requests on a connection; a scraper connects again
	maxHeader      = 8 << 10          // bytes
	maxConnections = 256              // when more come the oldest give way: a health check does not wait for whoever else reaches the port
	maxScrapes     = 4                // at once; more are answered 503
)

// Serve answers HTTP on a listener until ctx is done: /metrics in Prometheus' text format, /livez while the process
// lives, and /readyz, which is 200 while ready says so, else 503. Only GET and HEAD are answered. The listener is closed
// in any case; the error is nil if ctx ended it.
func (m *Metrics) Serve(ctx context.Context, listener net.Listener, ready func() bool, logger *slog.Logger) error {
	server := &http.Server{
		Handler:           m.handler(ready),
		ReadHeaderTimeout: headTime,
		ReadTimeout:       requestTime,
		WriteTimeout:      answerTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn), // also of a panic, which ends one request
	}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	err := server.Serve(newCrowd(listener, maxConnections))
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func (m *Metrics) handler(ready func() bool) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{MaxRequestsInFlight: maxScrapes}))
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if !ready() {
			say(w, http.StatusServiceUnavailable, "not ready")
			return
		}
		say(w, http.StatusOK, "ok")
	})
	return mux
}

func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, text+"\n") // who asked may be gone
}
