package posts

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

const (
	benchPosts = 10_000
	benchBytes = 12 << 10
)

// writer makes posts whose words are as unevenly used as those of a language (Zipf), with the marks of Markdown.
type writer struct {
	random *rand.Rand
	words  []string
	pick   *rand.Zipf
}

func newWriter() *writer {
	w := &writer{random: rand.New(rand.NewPCG(1, 2))} //nolint:gosec // the same posts each time
	const vocabulary = 60_000
	for i := range vocabulary + 1 {
		word := make([]byte, 2+w.random.IntN(3)+min(6, i/300))
		for j := range word {
			word[j] = "etaoinshrdlcumwfgypbvk"[int(w.random.ExpFloat64()*5)%22]
		}
		w.words = append(w.words, string(word))
	}
	w.pick = rand.NewZipf(w.random, 1.1, 4, vocabulary)
	return w
}

func (w *writer) text(n int) string {
	var b strings.Builder
	for b.Len() < n {
		word := w.words[w.pick.Uint64()]
		switch w.random.IntN(60) {
		case 0:
			word = "**" + word + "**"
		case 1:
			word = "[" + word + "](https://example.org/" + word + ")"
		case 2:
			word = "`" + word + "`"
		case 3:
			word += ".\n\n"
		case 4:
			word += ", Größe &amp; naïve"
		}
		b.WriteString(word + " ")
		if w.random.IntN(400) == 0 {
			b.WriteString("\n\n```go\nfunc main() { " + word + "() }\n```\n\n## " + word + "\n\n")
		}
	}
	return b.String()
}

func (w *writer) library(n int) *Library {
	l := &Library{}
	for i := range n {
		p := &Post{Title: w.text(40), Description: w.text(160), Text: TextOf(w.text(benchBytes)), File: fmt.Sprintf("%d.md", i)}
		p.Tags = []Tag{{Label: w.words[w.pick.Uint64()]}}
		p.Version, p.Slug = fmt.Sprint(i), fmt.Sprint(i)
		p.Date = time.Unix(int64(i)*86400, 0)
		l.all = append(l.all, p)
	}
	return l.At(testNow)
}

func BenchmarkIndex(b *testing.B) {
	lib := newWriter().library(benchPosts)
	b.ResetTimer()
	for b.Loop() {
		dir := b.TempDir()
		peak := resident(b, func() {
			ix, err := NewIndex(dir)
			check(b, err)
			check(b, showIn(b.Context(), ix, lib))
			check(b, ix.Close())
		})
		info, err := os.Stat(filepath.Join(dir, indexFile))
		check(b, err)
		b.ReportMetric(float64(info.Size())/(1<<20), "MB-file")
		b.ReportMetric(peak, "MB-more")
	}
}

// resident returns by how much the process grows while something runs, in MB; 0 where /proc does not tell.
func resident(b *testing.B, do func()) float64 {
	now := func() float64 {
		var size, pages int
		data, _ := os.ReadFile("/proc/self/statm")
		_, _ = fmt.Sscan(string(data), &size, &pages)
		return float64(pages*os.Getpagesize()) / (1 << 20)
	}
	runtime.GC()
	before, peak := now(), 0.0
	var done atomic.Bool
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		for !done.Load() {
			peak = max(peak, now())
			<-time.After(10 * time.Millisecond)
		}
	}()
	do()
	done.Store(true)
	<-watched
	return peak - before
}

func BenchmarkSearch(b *testing.B) {
	w := newWriter()
	ix, err := NewIndex(b.TempDir())
	check(b, err)
	check(b, showIn(b.Context(), ix, w.library(benchPosts)))
	common, usual, rare := w.words[0], w.words[100], w.words[5000]
	for _, query := range []struct{ name, query string }{
		{"rare", rare},
		{"usual", usual},
		{"commonest", common},
		{"two common", common + " " + w.words[3]},
		{"phrase", `"` + common + " " + w.words[3] + `"`},
		{"prefix of three", w.words[400][:3]},
		{"excluded", usual + " -" + common},
		{"five words", strings.Join(w.words[20:25], " ")},
	} {
		b.Run(query.name, func(b *testing.B) {
			hits := 0
			for b.Loop() {
				found, err := ix.Search(b.Context(), query.query, 50)
				check(b, err)
				hits = len(found)
			}
			b.ReportMetric(float64(hits), "hits")
		})
	}
	check(b, ix.Close())
}
