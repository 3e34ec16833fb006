package main

import (
	"fmt"
	"os"
	"strings"
)

// writeMarkdown writes the results as the table of docs/security.md.
func writeMarkdown(file string, results []result) error {
	var b strings.Builder
	b.WriteString("| Attack | What the client does | Readers, failed | First frame p50 / p95 / max, ms | Key p95, ms | Memory above the start, MiB | Left behind |\n")
	b.WriteString("|---|---|---|---|---|---|---|\n")
	for _, r := range results {
		left := max(r.After.Goroutines-r.Before.Goroutines, 0) + max(r.After.Descriptors-r.Before.Descriptors, 0)
		fmt.Fprintf(&b, "| `%s` | %s | %d, %d | %.0f / %.0f / %.0f | %.1f | %d | %d |\n", r.Attack, r.What, r.Readers, r.Failures,
			r.FirstFrame.P50, r.FirstFrame.P95, r.FirstFrame.Max, r.Key.P95, max(r.After.Peak-r.Before.RSS, 0)>>10, left)
	}
	return os.WriteFile(file, []byte(b.String()), 0o600)
}
