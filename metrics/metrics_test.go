package metrics_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"postern/metrics"
	"postern/render"
)

// served starts the HTTP server of metrics and returns its address.
func served(t *testing.T, m *metrics.Metrics, ready func() bool) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- m.Serve(ctx, listener, ready, slog.New(slog.DiscardHandler)) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
	return "http://" + listener.Addr().String()
}

// asks sends a request and returns the answer's status, kind and body.
func asks(t *testing.T, method, url string) (status int, kind, body string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, resp.Header.Get("Content-Type"), string(text)
}

func TestWhatIsToldIsShown(t *testing.T) {
	m := metrics.New("v1.2.3")
	m.Posts(func() int { return 9 })
	m.Cache(func() []render.CacheStats {
		return []render.CacheStats{{Name: "pages", Hits: 7, Misses: 3, Evictions: 2, Bytes: 1000}}
	})
	m.ConnectionOpened()
	m.ConnectionOpened()
	m.ConnectionClosed()
	m.ConnectionRefused("source_rate")
	m.SessionOpened("reader")
	m.SessionOpened("sftp")
	m.SessionClosed("sftp")
	m.SessionRefused("full")
	m.FrameShown(3 * time.Millisecond)
	m.PageLaidOut(20 * time.Millisecond)
	m.LayoutWaited(20 * time.Millisecond)
	m.Panicked()
	m.Reloaded(nil)
	m.Reloaded(errors.New("no folder"))

	status, kind, body := asks(t, http.MethodGet, served(t, m, func() bool { return true })+"/metrics")
	if status != http.StatusOK || !strings.HasPrefix(kind, "text/plain") {
		t.Fatalf("status %d, %s", status, kind)
	}
	parser := expfmt.NewTextParser(model.LegacyValidation)
	families, err := parser.TextToMetricFamilies(strings.NewReader(body))
	if err != nil {
		t.Fatalf("not Prometheus' text format: %v", err)
	}
	for _, want := range []struct {
		name, label string
		value       float64
	}{
		{"postern_build_info", "v1.2.3", 1},
		{"postern_connections_total", "", 2},
		{"postern_connections_open", "", 1},
		{"postern_connections_refused_total", "source_rate", 1},
		{"postern_sessions_total", "reader", 1},
		{"postern_sessions_open", "reader", 1},
		{"postern_sessions_open", "sftp", 0},
		{"postern_sessions_refused_total", "full", 1},
		{"postern_first_frame_seconds", "", 1},
		{"postern_layout_seconds", "", 1},
		{"postern_layout_wait_seconds", "", 1},
		{"postern_panics_total", "", 1},
		{"postern_reloads_total", "ok", 1},
		{"postern_reloads_total", "failed", 1},
		{"postern_posts", "", 9},
		{"postern_cache_hits_total", "pages", 7},
		{"postern_cache_misses_total", "pages", 3},
		{"postern_cache_evictions_total", "pages", 2},
		{"postern_cache_bytes", "pages", 1000},
	} {
		if got, ok := valueOf(families[want.name], want.label); !ok || got != want.value {
			t.Errorf("%s{%s} is %v (there: %v), want %v", want.name, want.label, got, ok, want.value)
		}
	}
	if _, ok := valueOf(families["go_goroutines"], ""); !ok {
		t.Error("there is no go_goroutines")
	}
	for name, family := range families {
		if family.GetHelp() == "" {
			t.Errorf("%s has no help", name)
		}
	}
}

// valueOf returns the value of the metric of a family whose only label has a value, of histograms their count.
func valueOf(family *dto.MetricFamily, label string) (float64, bool) {
	for _, m := range family.GetMetric() {
		if label != "" && (len(m.GetLabel()) != 1 || m.GetLabel()[0].GetValue() != label) {
			continue
		}
		value := m.GetCounter().GetValue() + m.GetGauge().GetValue() + float64(m.GetHistogram().GetSampleCount())
		return value, true
	}
	return 0, false
}

func TestHealth(t *testing.T) {
	var ready atomic.Bool
	address := served(t, metrics.New("v0"), ready.Load)
	for _, tt := range []struct {
		ready        bool
		method, path string
		status       int
	}{
		{false, http.MethodGet, "/livez", 200},
		{false, http.MethodGet, "/readyz", 503},
		{true, http.MethodGet, "/readyz", 200},
		{true, http.MethodHead, "/readyz", 200},
		{true, http.MethodPost, "/readyz", 405},
		{true, http.MethodPost, "/metrics", 405},
		{true, http.MethodDelete, "/livez", 405},
		{true, http.MethodGet, "/", 404},
		{true, http.MethodGet, "/debug/pprof/", 404},
	} {
		ready.Store(tt.ready)
		if status, _, body := asks(t, tt.method, address+tt.path); status != tt.status {
			t.Errorf("ready %v: %s %s is %d %q, want %d", tt.ready, tt.method, tt.path, status, body, tt.status)
		}
	}
}

func TestLargeHeadersAreRefused(t *testing.T) {
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, served(t, metrics.New("v0"), func() bool { return true })+"/livez", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Large", strings.Repeat("x", 64<<10))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return // it hung up, which is as good
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("status %d", resp.StatusCode)
	}
}

// Health checks are answered beside those who send half a request and stay.
func TestHalfSentRequestsDelayNobody(t *testing.T) {
	url := served(t, metrics.New("v"), func() bool { return true })
	const halfSent = 200
	conns := make([]net.Conn, halfSent)
	for i := range conns {
		conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, "GET /readyz HTTP/1.1\r\nHost: x\r\n"); err != nil {
			t.Fatal(err)
		}
		conns[i] = conn
	}
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		if status, _, _ := asks(t, http.MethodGet, url+"/readyz"); status != http.StatusOK {
			t.Errorf("status %d", status)
		}
	}()
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_, _ = io.Copy(io.Discard, conns[0]) // until the server gives up on it
	}()
	select {
	case <-answered:
	case <-gone:
		t.Error("the health check waits until the others are sent away")
	}
	<-answered
	<-gone
}
