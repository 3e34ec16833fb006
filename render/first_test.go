package render

import (
	"strings"
	"testing"

	"postern/posts"
)

// longBody is a post of every usual construct with footnotes and links that are defined at its end.
func longBody(size int) string {
	return "A claim[^1] and [a link][ref].\n\n" + benchmarkPost(size) + "\n\n[^1]: A note.\n[ref]: https://example.org/ref\n"
}

func TestFirstPartIsTheBeginningOfTheWhole(t *testing.T) {
	cache := NewCache(DefaultCacheBytes).In(AtOnce)
	withoutColours := strings.NewReplacer("```go", "```", "```sh", "```") // for which there is a time limit
	for body, s := range map[string]Setup{
		longBody(longPost * 5 / 4):                                 {Width: 40, Theme: Dark},
		strings.Repeat(mixedPost(t), longPost/len(mixedPost(t))+2): {Width: 120, Theme: Light},
	} {
		post := &posts.Post{Text: posts.TextOf(withoutColours.Replace(body))}
		first, whole := cache.First(post, s), cache.Page(post, s)
		if first == nil || first.Len() < 100 || first.Len() >= whole.Len() {
			t.Fatalf("the first part is %v of %d lines", first, whole.Len())
		}
		for i, line := range first.Lines(0, first.Len()) {
			if is := whole.Lines(i, i+1)[0]; line != is {
				t.Fatalf("line %d begins as %q and is %q in the whole", i, line, is)
			}
			if first.Place(i) != whole.Place(i) {
				t.Fatalf("line %d is at %d, %d in the whole", i, first.Place(i), whole.Place(i))
			}
		}
	}
}

func TestShortPostsHaveNoFirstPart(t *testing.T) {
	cache := NewCache(DefaultCacheBytes).In(AtOnce)
	for name, body := range map[string]string{"short": essay, "one word": strings.Repeat("a", longPost)} {
		if cache.First(&posts.Post{Text: posts.TextOf(body)}, Setup{Width: 40}) != nil {
			t.Errorf("%s: there is a first part", name)
		}
	}
}

func BenchmarkFirst(b *testing.B) {
	post := &posts.Post{Text: posts.TextOf(longBody(1 << 20))}
	s := Setup{Width: 80, Theme: Dark}
	b.Run("screen", func(b *testing.B) {
		for b.Loop() {
			NewCache(DefaultCacheBytes).In(AtOnce).First(post, s).Lines(0, 50)
		}
	})
	b.Run("whole", func(b *testing.B) {
		for b.Loop() {
			NewCache(DefaultCacheBytes).In(AtOnce).Page(post, s).Lines(0, 50)
		}
	})
}
