package tui

import (
	"os"
	"strings"
	"testing"
)

// The README's table of keys is the one that the keys come from; -update rewrites it.
func TestReadmeHasTheKeys(t *testing.T) {
	const path, begin, end = "../README.md", "<!-- keys -->\n", "<!-- /keys -->"
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(readme), begin)
	table, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no %q … %q", path, begin, end)
	}
	if table == KeyTable() {
		return
	}
	if !*update {
		t.Fatalf("%s has another table of keys; run make golden", path)
	}
	if err := os.WriteFile(path, []byte(before+begin+KeyTable()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
