package render

import (
	"fmt"
	"strings"
	"testing"

	"charm.land/glamour/v2"

	"postern/posts"
)

// The benchmarks set parsing and layout beside Glamour's render of the same post, in one run.
func BenchmarkRender(b *testing.B) {
	for _, size := range []int{1 << 10, 10 << 10, 100 << 10, 1 << 20} {
		post := &posts.Post{Body: benchmarkPost(size)}
		name := fmt.Sprintf("%dKB", size>>10)
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
				r, err := glamour.NewTermRenderer(glamour.WithStandardStyle(Dark), glamour.WithWordWrap(80))
				if err != nil {
					b.Fatal(err)
				}
				if _, err := r.Render(post.Body); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
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
