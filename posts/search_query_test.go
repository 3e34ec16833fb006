package posts

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"
)

// TestQueryBecomesFTS5 shows that nothing but words, phrases and minus signs means anything.
func TestQueryBecomesFTS5(t *testing.T) {
	for typed, want := range map[string]string{
		"":                       ``,
		"  \t ":                  ``,
		"borrow":                 `("borrow" *)`,
		"Borrow checker":         `("borrow" AND "checker" *)`,
		`"borrow checker"`:       `("borrow checker")`,
		`"borrow chec`:           `("borrow chec" *)`,
		"“borrow checker” rust":  `("borrow checker" AND "rust" *)`,
		"rust -go":               `("rust") NOT ("go")`,
		`rust -"go lang" -c`:     `("rust") NOT ("go lang" OR "c")`,
		"-go":                    ``,
		"go":                     `("go")`,
		"don't":                  `("don t")`,
		"well-known":             `("well known" *)`,
		"日本":                     `("日 本")`,
		"本":                      `("本")`,
		"a AND b OR NOT c":       `("a" AND "and" AND "b" AND "or" AND "not" AND "c")`,
		"NEAR(a b, 5)":           `("near a" AND "b" AND "5")`,
		"title:secret {a b}:c^d": `("title secret" AND "a" AND "b c d")`,
		"a* (b) + ^":             `("a" AND "b")`,
		`"" " -" - -- "`:         ``,
		"'; DROP TABLE posts":    `("drop" AND "table" AND "posts" *)`,
		"rust rust -x rust":      `("rust" AND "rust" *) NOT ("x")`,
		"\x00\x1b[31mred\xff":    `("31mred" *)`,
	} {
		if got := parseQuery(typed).match(); got != want {
			t.Errorf("%q\n got %s\nwant %s", typed, got, want)
		}
	}
}

func TestQueryIsLimited(t *testing.T) {
	q := parseQuery(strings.Repeat("a1 b2 c3 d4 e5 f6 g7 h8 i9 ", 1000) + "-never")
	if n := len(q.wanted) + len(q.unwanted); n > maxQueryTerms {
		t.Errorf("%d terms", n)
	}
	q = parseQuery(strings.Repeat("日", 1000))
	if n := len(strings.Join(q.wanted[0].words, "")); n > maxQuery {
		t.Errorf("%d bytes count", n)
	}
}

// FuzzSearch asks an index for anything: there is never an error, and what is marked is what was shown.
func FuzzSearch(f *testing.F) {
	for _, seed := range []string{
		"borrow checker", `"a phrase" -not`, "title:x", "NEAR(a b)", "*", `"`, `""""`, "a\x00b", "日本", "-", "^a + b*",
		"'; DROP TABLE words; --", "\xff\xfe", "e\u0301", "a OR", "(", "{a}:", "½", "ﷺ", "\u200d", "1️⃣",
	} {
		f.Add(seed)
	}
	ix := newIndex(f, "")
	check(f, showIn(context.Background(), ix, searchBlog().load(f)))
	f.Cleanup(func() { check(f, ix.Close()) })
	f.Fuzz(func(t *testing.T, query string) {
		hits, err := ix.Search(t.Context(), query, 10)
		if err != nil {
			t.Fatalf("%q: %v", query, err)
		}
		for _, h := range hits {
			wantShowable(t, h)
		}
	})
}

// wantShowable checks what a terminal is given of a hit.
func wantShowable(t testing.TB, h Hit) {
	t.Helper()
	line := textOf(h.Snippet)
	if line != CleanLine(line) || utf8.RuneCountInString(line) > snippetLength+2 {
		t.Errorf("%s: snippet %q", h.Post.Slug, line)
	}
	if textOf(h.Title) != CleanLine(h.Post.Title) {
		t.Errorf("%s: title %q", h.Post.Slug, textOf(h.Title))
	}
}

func textOf(fragments []Fragment) string {
	var b strings.Builder
	for _, f := range fragments {
		b.WriteString(f.Text)
	}
	return b.String()
}
