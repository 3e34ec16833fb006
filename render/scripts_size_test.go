package render

import (
	"runtime"
	"strings"
	"testing"

	"postern/posts"
)

// A paragraph of thousands of small texts takes memory by its length, not by its square.
func TestManyScriptsInAParagraph(t *testing.T) {
	allocated := func(n int) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		guardedParse(&posts.Post{Slug: "water", Title: "Water", Text: posts.TextOf(strings.Repeat("H~a~", n) + "\n")}, posts.Dialect{}, 0)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	allocated(100) // what is made once
	if few, many := allocated(4_000), allocated(16_000); many > 8*few {
		t.Errorf("4,000 take %d bytes, 16,000 %d", few, many)
	}
}
