package metrics

import (
	"github.com/prometheus/client_golang/prometheus"

	"postern/render"
)

// Cache shows what a cache of posts holds and how well it serves, which stats tells whenever it is asked. It must not
// panic: nobody recovers it.
func (m *Metrics) Cache(stats func() []render.CacheStats) {
	desc := func(name, help string) *prometheus.Desc {
		return prometheus.NewDesc(prometheus.BuildFQName(namespace, "cache", name), help, []string{"cache"}, nil)
	}
	m.registry.MustRegister(&cacheCollector{
		stats:     stats,
		hits:      desc("hits_total", "What was asked for and there, by cache."),
		misses:    desc("misses_total", "What was asked for and had to be made, by cache."),
		evictions: desc("evictions_total", "What was dropped to make room, by cache."),
		bytes:     desc("bytes", "Memory that is taken, by cache."),
	})
}

// cacheCollector takes all numbers of a cache in one look.
type cacheCollector struct {
	stats                          func() []render.CacheStats
	hits, misses, evictions, bytes *prometheus.Desc
}

// Describe implements [prometheus.Collector].
func (c *cacheCollector) Describe(out chan<- *prometheus.Desc) { prometheus.DescribeByCollect(c, out) }

// Collect implements [prometheus.Collector].
func (c *cacheCollector) Collect(out chan<- prometheus.Metric) {
	for _, s := range c.stats() {
		out <- prometheus.MustNewConstMetric(c.hits, prometheus.CounterValue, float64(s.Hits), s.Name)
		out <- prometheus.MustNewConstMetric(c.misses, prometheus.CounterValue, float64(s.Misses), s.Name)
		out <- prometheus.MustNewConstMetric(c.evictions, prometheus.CounterValue, float64(s.Evictions), s.Name)
		out <- prometheus.MustNewConstMetric(c.bytes, prometheus.GaugeValue, float64(s.Bytes), s.Name)
	}
}
