package posts

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unsafe"
)

// A text is what it was, packed or not, however often and in whatever order texts are packed and read.
func TestTextsArePacked(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same texts each time
	for name, source := range map[string]string{
		"empty":  "",
		"short":  "a\n",
		"prose":  newWriter().text(5000),
		"same":   strings.Repeat("a", 3*DefaultMaxFileSize),
		"random": randomText(random, 5000),
	} {
		p := newPacker()
		for range 3 {
			given := TextOf(source)
			given.skip = len(source) / 2
			packed := p.pack(given, nil)
			if packed.Source() != source || packed.Body() != source[len(source)/2:] || packed.Size() != len(packed.Body()) {
				t.Errorf("%s: a source of %d bytes, and a body of %d, have changed", name, len(source), given.Size())
			}
			if len(packed.kept) > len(source) {
				t.Errorf("%s: %d bytes take %d", name, len(source), len(packed.kept))
			}
			if again := p.pack(given, &Post{Text: packed}); again != packed ||
				unsafe.StringData(again.kept) != unsafe.StringData(packed.kept) {
				t.Errorf("%s: the same text is there twice", name)
			}
			other := TextOf(strings.Replace(source, "a", "b", 1))
			if got := p.pack(other, &Post{Text: packed}).Source(); got != other.Source() {
				t.Errorf("%s: a text of the same length is taken for the one before", name)
			}
		}
	}
}

func randomText(random *rand.Rand, n int) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = byte(random.Uint32())
	}
	return string(text)
}

// Thousands of posts take much less memory than their files: a text is there once, packed, and no other string of the
// post holds on to it.
func TestPostsAreSmallInMemory(t *testing.T) {
	const files, size = 400, 20_000
	dir := t.TempDir()
	w := newWriter()
	for i := range files {
		text := fmt.Sprintf("---\ntags: [boats]\ndate: 2026-01-02\n---\n# Title%d\n\nSummary%d\n\n%s \n\n", i, i, w.text(size))
		check(t, os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.md", i)), []byte(text), 0o600))
	}
	var libs []*Library // as a reload has them
	before := heapInUse()
	for n, limit := range []int64{files * size * 3 / 4, files * size * 7 / 8} {
		opts := Options{Now: atTestNow}
		if n > 0 {
			opts.Previous = libs[n-1]
		}
		lib, err := Load(dir, opts)
		check(t, err)
		libs = append(libs, lib)
		if more := heapInUse() - before; more > limit {
			t.Errorf("after %d reloads %d posts of %d bytes take %d bytes each", n, files, size, more/files)
		}
	}
	runtime.KeepAlive(libs)
}

// heapInUse returns how many bytes are held by what is still in use.
func heapInUse() int64 {
	runtime.GC()
	runtime.GC() // what pools hold goes with the second
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
