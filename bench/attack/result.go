package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"
)

// result is what one attack did to the server and to its readers.
type result struct {
	Attack   string `json:"attack"`
	Finding  string `json:"finding,omitempty"`
	What     string `json:"what"`
	Attacker string `json:"attacker"` // how far it got

	Readers    int      `json:"readers"` // innocent ones, of which Failures were not served
	Failures   int      `json:"failures"`
	Failure    string   `json:"failure,omitempty"` // the first
	FirstFrame latency  `json:"first_frame"`
	Key        latency  `json:"key"`
	CPU        float64  `json:"cpu_percent"` // of one core, during the attack
	Before     usage    `json:"before"`
	After      usage    `json:"after"`
	Settled    float64  `json:"settled_seconds"` // from the attack's end until nothing was left behind
	Wrong      []string `json:"wrong,omitempty"` // what is not as it has to be
	Left       []string `json:"left,omitempty"`  // all goroutines, if there are more than before
}

// bounds are what each attack has to keep, whatever machine it runs on. There are none on times.
type bounds struct {
	settle  time.Duration // goroutines and descriptors are back within this
	ceiling int           // MiB of memory above what the server had before
}

// judge finds what is not as it has to be.
func (r *result) judge(alive bool, b bounds) {
	wrong := func(format string, args ...any) { r.Wrong = append(r.Wrong, fmt.Sprintf(format, args...)) }
	if !alive {
		wrong("the server has ended")
		return
	}
	if grown := (r.After.Peak - r.Before.RSS) >> 10; grown > b.ceiling {
		wrong("memory: %d MiB above the start, at most %d allowed", grown, b.ceiling)
	}
	if more := more(r.Before.Goroutines, r.After.Goroutines); more > 0 {
		wrong("goroutines: %d more than the %d before, %s after the attack", more, r.Before.Goroutines, b.settle)
	}
	if more := more(r.Before.Descriptors, r.After.Descriptors); more > 0 {
		wrong("descriptors: %d more than the %d before, %s after the attack", more, r.Before.Descriptors, b.settle)
	}
	if r.Readers > 0 && r.Failures == r.Readers {
		wrong("innocent readers: none of %d was served: %s", r.Readers, r.Failure)
	}
}

// more returns by how much a number has grown, which nobody knows if one of the two is unknown.
func more(before, after int) int {
	if before == unknown || after == unknown {
		return 0
	}
	return after - before
}

// isBack reports whether a number is as low as before; one that just could not be read is not.
func isBack(before, now int) bool { return before == unknown || now != unknown && now <= before }

// columns are those of the table, as fmt has them.
const columns = "%-17s %4s %4s  %5s %5s %5s  %5s %5s %5s  %5s  %4s %4s %4s  %6s %5s  %5s  %s\n"

func printHeader(w io.Writer) {
	fmt.Fprintf(w, columns, "", "inno", "", "first", "frame", "ms", "key", "", "ms", "CPU %", "RSS", "", "MiB", "", "", "", "")
	fmt.Fprintf(w, columns, "attack", "cent", "fail", "p50", "p95", "max", "p50", "p95", "max", "", "from", "peak", "to", "gorout", "fds", "back", "attacker")
}

// print writes the result as a line of the table.
func (r *result) print(w io.Writer) {
	ms := func(v float64) string { return fmt.Sprintf("%.0f", v) }
	key := func(v float64) string { return fmt.Sprintf("%.1f", v) }
	mib := func(kib int) string { return known(kib>>10, kib) }
	fmt.Fprintf(w, columns, r.Attack, fmt.Sprint(r.Readers), fmt.Sprint(r.Failures),
		ms(r.FirstFrame.P50), ms(r.FirstFrame.P95), ms(r.FirstFrame.Max),
		key(r.Key.P50), key(r.Key.P95), key(r.Key.Max), ms(r.CPU),
		mib(r.Before.RSS), mib(r.After.Peak), mib(r.After.RSS),
		known(r.After.Goroutines-r.Before.Goroutines, r.After.Goroutines),
		known(r.After.Descriptors-r.Before.Descriptors, r.After.Descriptors),
		fmt.Sprintf("%.1fs", r.Settled), r.Attacker)
	if r.Failure != "" {
		fmt.Fprintf(w, "    a reader was not served: %s\n", r.Failure)
	}
	if len(r.Wrong) > 0 {
		fmt.Fprintf(w, "    WRONG: %s\n", strings.Join(r.Wrong, "; "))
	}
	for _, kind := range r.Left {
		fmt.Fprintf(w, "        %s\n", kind)
	}
}

// known writes a number, unless what it is made of is unknown.
func known(n, of int) string {
	if of == unknown {
		return "-"
	}
	return fmt.Sprint(n)
}

// writeJSON writes all results, and where they were measured.
func writeJSON(file string, results any) error {
	data, err := json.MarshalIndent(struct {
		System  string `json:"system"`
		Cores   int    `json:"cores"`
		Go      string `json:"go"`
		Results any    `json:"results"`
	}{runtime.GOOS + "/" + runtime.GOARCH, runtime.NumCPU(), runtime.Version(), results}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o600)
}

// steady waits until the numbers of goroutines and descriptors stay the same, and returns what the server takes then. One look
// is not enough: whoever answers it starts goroutines of its own, of which now and then one has ended or not yet begun, and a
// number that is too low would never be reached again.
func (s *server) steady(ctx context.Context) usage {
	const (
		same  = 6 // looks in turn
		looks = 100
		every = 50 * time.Millisecond
	)
	now, seen := s.usage(ctx), 1
	for i := 0; i < looks && seen < same && ctx.Err() == nil; i++ {
		time.Sleep(every)
		last := now
		now = s.usage(ctx)
		if now.Goroutines == last.Goroutines && now.Descriptors == last.Descriptors {
			seen++
		} else {
			seen = 1
		}
	}
	return now
}

// calm waits until the server has given back what it had taken since before, or until settle is over, and returns what it
// takes then.
func (s *server) calm(ctx context.Context, before usage, settle time.Duration) (usage, time.Duration) {
	began := time.Now()
	for {
		now := s.usage(ctx)
		took := time.Since(began)
		back := isBack(before.Goroutines, now.Goroutines) && isBack(before.Descriptors, now.Descriptors)
		if back || took > settle || ctx.Err() != nil || !s.alive() {
			return now, took
		}
		time.Sleep(100 * time.Millisecond)
	}
}
