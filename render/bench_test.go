package render

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"charm.land/glamour/v2"

	"postern/posts"
)

// The benchmarks set parsing and layout beside Glamour's render of the same post, in one run.
func BenchmarkRender(b *testing.B) {
	bodies := []struct{ name, body string }{{"mixed", mixedPost(b)}}
	for _, size := range []int{1 << 10, 10 << 10, 100 << 10, 1 << 20} {
		bodies = append(bodies, struct{ name, body string }{fmt.Sprintf("%dKB", size>>10), benchmarkPost(size)})
	}
	for _, of := range bodies {
		post, name := &posts.Post{Text: posts.TextOf(of.body)}, of.name
		b.Run("parse/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Parse(post)
			}
		})
		doc := Parse(post)
		b.Run("layout/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Layout(doc, Setup{Width: 80, Theme: Dark})
			}
		})
		page := Layout(doc, Setup{Width: 80, Theme: Dark})
		b.Run("screen/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				page.Lines(page.Len()/2, page.Len()/2+50)
			}
		})
		b.Run("glamour/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				glamourRender(b, post.Body())
			}
		})
	}
}

func glamourRender(tb testing.TB, body string) {
	tb.Helper()
	r, err := glamour.NewTermRenderer(glamour.WithStandardStyle(Dark), glamour.WithWordWrap(80))
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := r.Render(body); err != nil {
		tb.Fatal(err)
	}
}

// Parsing and layout together are held to a tenth of Glamour's allocations.
func TestLayoutAllocatesLittle(t *testing.T) {
	post := &posts.Post{Text: posts.TextOf(mixedPost(t))}
	ours := testing.AllocsPerRun(3, func() { Layout(Parse(post), Setup{Width: 80, Theme: Dark}) })
	theirs := testing.AllocsPerRun(1, func() { glamourRender(t, post.Body()) })
	if ours*10 > theirs {
		t.Errorf("%.0f allocations, Glamour has %.0f", ours, theirs)
	}
}

// mixedPost is a post as people write them, of 6.2 KB with a bit of everything.
func mixedPost(tb testing.TB) string {
	tb.Helper()
	body, err := os.ReadFile("testdata/bench/mixed.md")
	if err != nil {
		tb.Fatal(err)
	}
	return string(body)
}

// benchmarkPost repeats a post of every usual construct up to a size in bytes.
func benchmarkPost(size int) string {
	var b strings.Builder
	for n := 1; b.Len() < size; n++ {
		fmt.Fprintf(&b, "## Part %d\n\n%s\n", n, essay)
		b.WriteString("| Name | Colour |\n|---|---|\n| sky | blue |\n| leaf | **green** |\n\n- one\n- two\n  - three\n\n")
	}
	return b.String()[:size]
}
