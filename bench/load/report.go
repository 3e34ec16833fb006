package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// report is what a run has measured.
type report struct {
	Go      string   `json:"go"`
	OS      string   `json:"os"`
	CPUs    int      `json:"cpus"`
	Time    string   `json:"time"`
	Rounds  int      `json:"rounds"`
	Scale   float64  `json:"scale"`
	Figures []figure `json:"figures"`
}

// figure is one line of the report.
type figure struct {
	Measure string             `json:"measure"`
	Name    string             `json:"figure"`
	Unit    string             `json:"unit,omitempty"`
	Medians map[string]float64 `json:"medians"` // of the rounds, by server
	Ratio   float64            `json:"postern_to_bare,omitempty"`
}

// measure takes all measures. In each round the servers take turns, so that what the machine does besides falls
// on all alike.
func (p plan) measure(ctx context.Context) (report, error) {
	r := report{
		Go: runtime.Version(), OS: runtime.GOOS + "/" + runtime.GOARCH, CPUs: runtime.NumCPU(),
		Time: time.Now().UTC().Format(time.RFC3339), Rounds: p.rounds, Scale: p.scale,
	}
	for _, m := range measures() {
		if !strings.Contains(m.name, p.only) {
			continue
		}
		figures, err := p.takeAll(ctx, m)
		if err != nil {
			return r, fmt.Errorf("%s: %w", m.name, err)
		}
		r.Figures = append(r.Figures, figures...)
	}
	if len(r.Figures) == 0 {
		return r, fmt.Errorf("-only %q: no measure has that in its name", p.only)
	}
	return r, nil
}

func (p plan) takeAll(ctx context.Context, m measure) ([]figure, error) {
	rounds := p.rounds
	if m.rounds > 0 {
		rounds = min(rounds, m.rounds)
	}
	taken := map[string][][]float64{} // by server: of each figure the values of the rounds
	for round := range rounds {
		for _, name := range m.servers {
			fmt.Fprintf(p.log, "%s, %s, round %d of %d\n", m.name, name, round+1, rounds)
			values, err := p.takeOnce(ctx, m, name)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if taken[name] == nil {
				taken[name] = make([][]float64, len(values))
			}
			for i, v := range values {
				taken[name][i] = append(taken[name][i], v)
			}
		}
	}
	figures := make([]figure, len(m.figures))
	for i, kind := range m.figures {
		f := figure{Measure: m.name, Name: kind.name, Unit: kind.unit, Medians: map[string]float64{}}
		for name, values := range taken {
			f.Medians[name] = median(values[i])
		}
		if bare := f.Medians["bare"]; bare > 0 {
			f.Ratio = f.Medians["postern"] / bare
		}
		figures[i] = f
	}
	return figures, nil
}

// takeOnce measures a server with a temporary folder of its own.
func (p plan) takeOnce(ctx context.Context, m measure, name string) (values []float64, err error) {
	dir, err := os.MkdirTemp("", "postern-load-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	return m.take(ctx, p, name, dir)
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	middle := len(sorted) / 2
	if len(sorted)%2 == 0 {
		return (sorted[middle-1] + sorted[middle]) / 2
	}
	return sorted[middle]
}

// writeTable writes the report as a Markdown table, which is read well as it is, too.
func writeTable(w io.Writer, r report) {
	fmt.Fprintf(w, "%s, %s, %d CPUs, %s, medians of up to %d rounds", r.OS, r.Go, r.CPUs, r.Time, r.Rounds)
	if r.Scale != 1 {
		fmt.Fprintf(w, ", at a scale of %v", r.Scale)
	}
	fmt.Fprint(w, "\n\n")
	table := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	defer table.Flush()
	fmt.Fprintf(table, "| measure\t| figure\t| %s\t| Postern to bare\t|\n", strings.Join(subjects(), "\t| "))
	fmt.Fprintf(table, "|---\t|---\t|%s---\t|\n", strings.Repeat("---\t|", len(subjects())))
	measure := ""
	for _, f := range r.Figures {
		shown := f.Measure
		if shown == measure {
			shown = ""
		}
		measure = f.Measure
		fmt.Fprintf(table, "| %s\t| %s\t", shown, f.Name)
		for _, name := range subjects() {
			fmt.Fprintf(table, "| %s\t", f.value(name))
		}
		ratio := "-"
		if f.Ratio > 0 {
			ratio = fmt.Sprintf("%.2f", f.Ratio)
		}
		fmt.Fprintf(table, "| %s\t|\n", ratio)
	}
}

func (f figure) value(server string) string {
	v, ok := f.Medians[server]
	if !ok {
		return "-"
	}
	digits := 2
	if v >= 100 {
		digits = 0
	}
	return strings.TrimSpace(fmt.Sprintf("%.*f %s", digits, v, f.Unit))
}

func writeJSON(file string, r report) error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o600)
}
