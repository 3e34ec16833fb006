package render

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"postern/posts"
)

func TestCacheMakesAPageOnce(t *testing.T) {
	cache := NewCache(DefaultCacheBytes).In(AtOnce)
	post := &posts.Post{Text: posts.TextOf(essay), Version: "1"}
	if cache.Peek(post, Setup{Width: 40}) != nil {
		t.Fatal("a page is there before it was asked for")
	}
	var pages [16]*Page
	var wg sync.WaitGroup
	for i := range pages {
		wg.Go(func() { pages[i] = cache.Page(post, Setup{Width: 40}) })
	}
	wg.Wait()
	for _, p := range pages {
		if p != pages[0] {
			t.Fatal("sessions that ask at the same time get different pages")
		}
	}
	if cache.Peek(post, Setup{Width: 40, Theme: "no such theme"}) != pages[0] {
		t.Error("a theme that does not exist is not auto")
	}
	if cache.Page(&posts.Post{Text: posts.TextOf("new"), Version: "2"}, Setup{Width: 40}) == pages[0] {
		t.Error("another version of the post gets the old page")
	}
}

// Many sessions lay out at once, at several widths and themes; the race detector watches, and every
// page must be the one that a single session gets.
func TestCacheServesManySessions(t *testing.T) {
	cache := NewCache(DefaultCacheBytes).In(AtOnce)
	post := &posts.Post{Text: posts.TextOf(essay), Version: "1"}
	doc := Parse(post) // once, since colours have a time limit that so many at once may miss
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			s := Setup{Width: 20 + i%8, Theme: Themes()[i%4]}
			got, want := cache.Page(post, s), Layout(doc, s)
			if strings.Join(got.Lines(0, got.Len()), "\n") != strings.Join(want.Lines(0, want.Len()), "\n") {
				t.Errorf("%v: another page than alone", s)
			}
		})
	}
	wg.Wait()
}

func TestCacheIsBounded(t *testing.T) {
	var built []string
	c := newLRU[string, int](100)
	get := func(key string, size int64) {
		c.get(key, func() (int, int64) { built = append(built, key); return 1, size })
	}
	get("a", 40)
	get("b", 40)
	get("a", 40)  // a is now the most recent
	get("c", 40)  // b has to go
	get("a", 40)  // still there
	get("b", 40)  // c has to go
	get("d", 500) // larger than all: the only one left
	if want := "[a b c b d]"; fmt.Sprint(built) != want || c.used != 500 || len(c.entries) != 1 || c.recent.Len() != 1 {
		t.Errorf("built %v, want %s; %d bytes in %d entries", built, want, c.used, len(c.entries))
	}
}

func TestPanicBecomesAPage(t *testing.T) {
	cache := NewCache(DefaultCacheBytes).In(AtOnce)
	post := &posts.Post{File: "posts/a.md", Version: "1"}
	cache.cache.pages.get(pageKey{doc: docKeyOf(post, Setup{}), setup: Setup{Width: 40, Theme: Auto}}, func() (*Page, int64) {
		return guarded(post, Setup{Width: 40, Theme: Auto}, func() *Page { panic("boom") }), 1
	})
	page := cache.Page(post, Setup{Width: 40, Theme: Auto})
	if err := page.Err(); err == nil || !strings.Contains(err.Error(), "posts/a.md: panic: boom") {
		t.Errorf("error is %v", err)
	}
	if !strings.Contains(strings.Join(page.Lines(0, 9), " "), "cannot be shown") {
		t.Errorf("the page says %q", page.Lines(0, 9))
	}
	if page := Layout(&Doc{err: errors.New("no")}, Setup{Width: 40}); page.Err() == nil {
		t.Error("a post that could not be parsed has a page without an error")
	}
}

func TestEmojiStayWholeWhereTheTerminalCanDrawThem(t *testing.T) {
	cache := NewCache(DefaultCacheBytes).In(AtOnce)
	post := &posts.Post{Text: posts.TextOf("a 👩‍👩‍👧 b ![👍🏽](c)\n\n```\n🇩🇪\n```\n"), Version: "1"}
	for setup, want := range map[Setup]string{
		{Width: 40, Theme: Plain}:                  "a 👩👩👧 b [Image: 👍][1]\n\n  DE\n\n[1] c",
		{Width: 40, Theme: Plain, Graphemes: true}: "a 👩‍👩‍👧 b [Image: 👍🏽][1]\n\n  🇩🇪\n\n[1] c",
	} {
		page := cache.Page(post, setup)
		if got := strings.Join(page.Lines(0, page.Len()), "\n"); got != want {
			t.Errorf("%+v:\n%q\nwant\n%q", setup, got, want)
		}
	}
}

func TestFailuresAreTold(t *testing.T) {
	cache := NewCache(DefaultCacheBytes).In(AtOnce)
	var told []error
	cache.cache.OnFailure(func(err error) { told = append(told, err) })
	delete(cache.cache.looks, Auto) // as a fault of the layout would
	post := &posts.Post{File: "posts/a.md", Text: posts.TextOf("text")}
	for range 2 {
		if page := cache.Page(post, Setup{Width: 40, Theme: Auto}); page.Err() == nil {
			t.Fatal("the layout did not fail")
		}
	}
	if len(told) != 1 || !strings.Contains(told[0].Error(), "posts/a.md") {
		t.Errorf("told %v, want one error that names the file", told)
	}
}

func TestPagesWaitForTheirTurn(t *testing.T) {
	cache := NewCache(DefaultCacheBytes)
	post := &posts.Post{Text: posts.TextOf(essay), Version: "1"}
	left := errors.New("left")
	var asked []int
	nobody := cache.In(func(size int, _ func()) error { asked = append(asked, size); return left })
	setup := Setup{Width: 40}
	if page := nobody.Page(post, setup); !errors.Is(page.Err(), left) || page.Len() != 0 {
		t.Errorf("whose turn does not come gets %d lines, error %v", page.Len(), page.Err())
	}
	if _, err := nobody.HTML(post, "", posts.Dialect{}, nil); !errors.Is(err, left) {
		t.Errorf("whose turn does not come gets HTML, error %v", err)
	}
	if want := []int{len(essay), len(essay)}; !slices.Equal(asked, want) {
		t.Errorf("asked for turns of %v bytes, want %v", asked, want)
	}
	once := cache.In(AtOnce).Once(post, setup)
	if once.Err() != nil || nobody.Peek(post, setup) != nil {
		t.Errorf("what is laid out once is kept, or fails: %v", once.Err())
	}
	page := cache.In(AtOnce).Page(post, setup)
	if nobody.Page(post, setup) != page || nobody.Once(post, setup) != page {
		t.Error("what is there waits for a turn")
	}
}
