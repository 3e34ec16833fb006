// Package metrics counts what a server does and shows it to Prometheus over HTTP, with two addresses for health checks.
// It knows no SSH: package sshapp says what happens by an interface of its own (sshapp.Observer), which Metrics
// implements. Labels hold words of Postern only: no metric has a reader's address, name or key.
package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// Metrics are the counts of one server, in a registry of their own. All methods are safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry

	connections     prometheus.Counter
	openConnections prometheus.Gauge
	refused         *prometheus.CounterVec
	sessions        *prometheus.CounterVec
	openSessions    *prometheus.GaugeVec
	refusedSessions *prometheus.CounterVec
	firstFrame      prometheus.Histogram
	layout          prometheus.Histogram
	layoutWait      prometheus.Histogram
	panics          prometheus.Counter
	reloads         *prometheus.CounterVec
}

// New makes the metrics of a server of a version. What Go and the operating system know of the process (go_…,
// process_…) is among them.
func New(version string) *Metrics {
	m := &Metrics{
		registry:        prometheus.NewRegistry(),
		connections:     counter("connections_total", "Connections that were admitted."),
		openConnections: prometheus.NewGauge(gauge("connections_open", "Connections that are open.")),
		refused: counters("connections_refused_total",
			"Connections that got no further than the gate or the handshake, by reason.", "reason"),
		sessions:     counters("sessions_total", "Sessions that began, by kind.", "kind"),
		openSessions: prometheus.NewGaugeVec(gauge("sessions_open", "Sessions that run, by kind."), []string{"kind"}),
		refusedSessions: counters("sessions_refused_total",
			"Sessions that got no place, by reason.", "reason"),
		firstFrame: histogram("first_frame_seconds", "From the request for the reader to its first frame on the way."),
		layout:     histogram("layout_seconds", "Layout of a post for a width and a theme that were not in the cache."),
		layoutWait: histogram("layout_wait_seconds", "Wait of a layout for its turn among those of all readers."),
		panics:     counter("panics_total", "Panics that ended a session or a connection; each is in the log."),
		reloads:    counters("reloads_total", "Reloads of posts, settings and host keys, by result.", "result"),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: namespace, Name: "build_info", Help: "Always 1; the version is its label.",
		ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	m.registry.MustRegister(
		m.connections, m.openConnections, m.refused, m.sessions, m.openSessions, m.refusedSessions,
		m.firstFrame, m.layout, m.layoutWait, m.panics, m.reloads, build,
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	for _, result := range []string{reloaded, failed} {
		m.reloads.WithLabelValues(result) // so that it is there, and zero, before the first
	}
	return m
}

const namespace = "postern"

// The results of a reload.
const (
	reloaded = "ok"
	failed   = "failed"
)

// ConnectionOpened counts a connection that was admitted.
func (m *Metrics) ConnectionOpened() {
	m.connections.Inc()
	m.openConnections.Inc()
}

// ConnectionClosed counts the end of one.
func (m *Metrics) ConnectionClosed() { m.openConnections.Dec() }

// ConnectionRefused counts a connection that did not get to a session.
func (m *Metrics) ConnectionRefused(reason string) { m.refused.WithLabelValues(reason).Inc() }

// SessionOpened counts a session.
func (m *Metrics) SessionOpened(kind string) {
	m.sessions.WithLabelValues(kind).Inc()
	m.openSessions.WithLabelValues(kind).Inc()
}

// SessionClosed counts the end of one.
func (m *Metrics) SessionClosed(kind string) { m.openSessions.WithLabelValues(kind).Dec() }

// SessionRefused counts a session that got no place.
func (m *Metrics) SessionRefused(reason string) { m.refusedSessions.WithLabelValues(reason).Inc() }

// FrameShown takes in how long a reader waited for the first frame.
func (m *Metrics) FrameShown(after time.Duration) { m.firstFrame.Observe(after.Seconds()) }

// PageLaidOut takes in how long a layout took.
func (m *Metrics) PageLaidOut(in time.Duration) { m.layout.Observe(in.Seconds()) }

// LayoutWaited takes in how long a layout waited for its turn.
func (m *Metrics) LayoutWaited(d time.Duration) { m.layoutWait.Observe(d.Seconds()) }

// Panicked counts a panic.
func (m *Metrics) Panicked() { m.panics.Inc() }

// Reloaded counts a reload, err being why it failed.
func (m *Metrics) Reloaded(err error) {
	result := reloaded
	if err != nil {
		result = failed
	}
	m.reloads.WithLabelValues(result).Inc()
}

// Posts shows how many posts are listed, which count tells whenever it is asked. It must not wait, nor panic: nobody
// recovers it.
func (m *Metrics) Posts(count func() int) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(
		gauge("posts", "Posts that are listed now."), func() float64 { return float64(count()) }))
}

func counter(name, help string) prometheus.Counter {
	return prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help})
}

func counters(name, help, label string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, []string{label})
}

func gauge(name, help string) prometheus.GaugeOpts {
	return prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}
}

// histogram has the buckets of waits that people notice: from a millisecond to five seconds.
func histogram(name, help string) prometheus.Histogram {
	return prometheus.NewHistogram(prometheus.HistogramOpts{
		Namespace: namespace, Name: name, Help: help,
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5},
	})
}
