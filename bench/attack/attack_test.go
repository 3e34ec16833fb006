package main

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func TestOnlyLoopbackIsAttacked(t *testing.T) {
	for addr, want := range map[string]bool{
		"127.0.0.1:22": true, "127.9.8.7:2222": true, "192.0.2.1:22": false, "0.0.0.0:22": false, "[::1]:22": false,
		"example.com:22": false, "localhost:22": false, "127.0.0.1": false, "1270.0.0.1:22": false,
	} {
		_, err := parse([]string{"-addr", addr}, io.Discard)
		if (err == nil) != want || err != nil && !errors.Is(err, errNotLoopback) {
			t.Errorf("%s: %v", addr, err)
		}
	}
	if _, err := parse([]string{"-metrics", "192.0.2.1:9100"}, io.Discard); !errors.Is(err, errNotLoopback) {
		t.Errorf("metrics elsewhere: %v", err)
	}
}

func TestAttacksAreNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range attacks {
		if a.name == "" || a.what == "" || a.play == nil || seen[a.name] {
			t.Errorf("%q: a row is not whole, or its name is taken", a.name)
		}
		seen[a.name] = true
	}
	o, err := parse([]string{"osc", "none"}, io.Discard)
	if err != nil || len(o.attacks) != 2 || o.attacks[0].name != "osc" {
		t.Errorf("osc and none are %v, %v", o.attacks, err)
	}
	if _, err := parse([]string{"nonsense"}, io.Discard); err == nil {
		t.Error("an attack that there is not is played")
	}
}

func TestSourcesDiffer(t *testing.T) {
	seen := map[string]bool{}
	for i := range len(attacks) * sourcesEach {
		ip := source(i)
		if seen[ip.String()] || !ip.IsLoopback() || ip[13] < 16 {
			t.Fatalf("source %d is %s", i, ip)
		}
		seen[ip.String()] = true
	}
}

func TestLatency(t *testing.T) {
	var all []time.Duration
	for i := range 100 {
		all = append(all, time.Duration(100-i)*time.Millisecond)
	}
	if got, want := latencyOf(all), (latency{51, 95, 100}); got != want {
		t.Errorf("%v, want %v", got, want)
	}
	if got := latencyOf(nil); got != (latency{}) {
		t.Errorf("of nothing: %v", got)
	}
}

func TestJudgment(t *testing.T) {
	before := usage{RSS: 30 << 10, Descriptors: 8, Goroutines: 20}
	same := usage{RSS: 60 << 10, Peak: 90 << 10, Descriptors: 8, Goroutines: 20}
	for name, tt := range map[string]struct {
		after    usage
		alive    bool
		failures int
		want     string
	}{
		"as before":        {same, true, 3, ""},
		"ended":            {usage{}, false, 0, "the server has ended"},
		"goroutines":       {usage{Peak: 1, Descriptors: 8, Goroutines: 21}, true, 0, "goroutines: 1 more"},
		"descriptors":      {usage{Peak: 1, Descriptors: 11, Goroutines: 20}, true, 0, "descriptors: 3 more"},
		"memory":           {usage{Peak: 200 << 10, Descriptors: 8, Goroutines: 20}, true, 0, "memory: 170 MiB"},
		"nobody is served": {same, true, 4, "none of 4 was served"},
		"unknown":          {usage{Peak: unknown, Descriptors: unknown, Goroutines: unknown}, true, 0, ""},
	} {
		r := result{Before: before, After: tt.after, Readers: 4, Failures: tt.failures}
		r.judge(tt.alive, bounds{settle: time.Second, ceiling: 128})
		if got := strings.Join(r.Wrong, "; "); !strings.Contains(got, tt.want) || (tt.want == "") != (got == "") {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestGoroutinesAreRead(t *testing.T) {
	for text, want := range map[string]int{
		"# HELP go_goroutines Number\n# TYPE go_goroutines gauge\ngo_goroutines 27\ngo_threads 8\n": 27,
		"go_goroutines 1.2e+03\n": 1200, "go_goroutines x\n": unknown, "": unknown,
	} {
		if got := goroutinesIn(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}

func TestUnknownNumbersHaveNotGrown(t *testing.T) {
	r := result{Before: usage{Descriptors: unknown, Goroutines: unknown}, After: usage{Descriptors: 8, Goroutines: 20}}
	r.judge(true, bounds{settle: time.Second, ceiling: 128})
	if len(r.Wrong) > 0 {
		t.Errorf("%q", r.Wrong)
	}
	if isBack(20, unknown) || !isBack(unknown, unknown) || !isBack(20, 20) || isBack(20, 21) {
		t.Error("what is back as it was, and what is not?")
	}
}

func TestAddressOfMetricsIsRead(t *testing.T) {
	const line = `{"level":"INFO","msg":"metrics are served","address":"127.0.0.1:9100"}` + "\n"
	for log, want := range map[string]string{
		`{"msg":"other","address":"192.0.2.1:1"}` + "\n" + line: "127.0.0.1:9100",
		strings.TrimSuffix(line, "100\"}\n"):                    "", // half written
		"":                                                      "",
	} {
		if got := metricsIn(log); got != want {
			t.Errorf("%q: %q, want %q", log, got, want)
		}
	}
}

func TestSlope(t *testing.T) {
	var samples []sample
	for i := range 10 {
		samples = append(samples, sample{Seconds: float64(i), usage: usage{RSS: 100 + 3*i}})
	}
	rss := func(s sample) float64 { return float64(s.RSS) }
	if got := slope(samples, rss); got != 3 {
		t.Errorf("slope %v, want 3", got)
	}
	if got := slope(samples[:1], rss); got != 0 {
		t.Errorf("of one sample: %v", got)
	}
}
