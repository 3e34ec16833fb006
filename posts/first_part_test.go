package posts

import (
	"strings"
	"testing"
)

func TestFirstPart(t *testing.T) {
	long := "\n" + strings.Repeat("word ", 40)
	for name, c := range map[string]struct{ src, want string }{
		"before a heading":           {"aaaa\n\nbbbbb\n\n# c\n\ndd" + long, "aaaa\n\nbbbbb\n\n"},
		"before a paragraph":         {"aa\n\nbb\n\ncc" + long, "aa\n\nbb\n\n"},
		"not in a list":              {"aa\n\nbb\n\n- a\n\n- b\n\n  c" + long, "aa\n\n"},
		"not in a fence":             {"aa\n\nbb\n\n```\nc\n\nd\n```" + long, "aa\n\n"},
		"not in a fence left open":   {"aa\n\nbb\n\n```\nc\n\nd" + long + "\n```\n", "aa\n\n"},
		"not in <pre>":               {"aa\n\nbb\n\n<pre>\n\nc\n</pre>" + long, "aa\n\n"},
		"with what the rest defines": {"aa\n\nbb\n\ncc" + long + "\n\n[x]: /y\n[^1]: z\n", "aa\n\nbb\n\n[x]: /y\n[^1]: z\n"},
		"nowhere to be cut":          {"aa" + long, ""},
		"short":                      {"aa\n\nbb\n", ""},
	} {
		got, ok := FirstPart(c.src, 24)
		if got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func FuzzFirstPart(f *testing.F) {
	f.Add("a\n\n# b\n\n```\nc\n\nd\n```\n\ne\n\n[f]: g\n", 20)
	f.Add("- a\n\n  b\n\n<pre>\n\nc\n\n日本\n", 18)
	f.Fuzz(func(t *testing.T, src string, size int) {
		size = max(size, 0)
		cut := 0
		if len(src) > size {
			cut = lastCut(src[:size])
		}
		part, ok := FirstPart(src, size)
		if ok != (cut > 0) || !strings.HasPrefix(part, src[:cut]) || len(part) > len(src) {
			t.Errorf("%q cut at %d is %q", src, cut, part)
		}
		if cut > 0 && src[cut-1] != '\n' {
			t.Errorf("%q is cut in the middle of a line, at %d", src, cut)
		}
	})
}
