package render

import (
	"fmt"
	"maps"
	"runtime/debug"
	"time"

	"postern/posts"
)

// DefaultCacheBytes is a bound for [NewCache] that suits a small server: a few thousand laid out posts.
const DefaultCacheBytes = 64 << 20

// The parts of a cache's bound that parsed posts and HTML may take, the rest is for pages.
const (
	docShare  = 4
	htmlShare = 8
)

// Cache keeps Docs and Pages for all sessions at once, within a bound on the memory they take. Each is made once,
// however many ask at the same time; those that were not asked for the longest go first. It is asked through [Pages].
type Cache struct {
	docs   *lru[docKey, *Doc]
	pages  *lru[pageKey, *Page]
	html   *lru[htmlKey, string]
	looks  map[string]*look
	failed func(error)
	laid   func(time.Duration)

	dialect posts.Dialect
}

// docKey names a parsed post by its version, or, if it has none, by itself.
type docKey struct {
	version string
	post    *posts.Post
	emoji   emojiWay
}

type pageKey struct {
	doc   docKey
	setup Setup
	first bool // the beginning only
}

// htmlKey names the HTML of a post, with links completed for a place.
type htmlKey struct {
	doc   docKey
	place string
}

// NewCache makes a cache that holds about maxBytes of memory, at least one page.
func NewCache(maxBytes int64) *Cache {
	return &Cache{
		docs:   newLRU[docKey, *Doc](maxBytes / docShare),
		pages:  newLRU[pageKey, *Page](maxBytes - maxBytes/docShare - maxBytes/htmlShare),
		html:   newLRU[htmlKey, string](maxBytes / htmlShare),
		looks:  maps.Clone(builtin()),
		failed: func(error) {},
		laid:   func(time.Duration) {},
	}
}

// Use draws a theme by another style sheet. It has to be called before the first Page is asked for.
func (c *Cache) Use(theme string, s Sheet) { c.looks[theme] = s.look }

// Speak sets what names and addresses in the dialects of posts stand for. It has to be called before the first Page
// is asked for.
func (c *Cache) Speak(dialect posts.Dialect) { c.dialect = dialect }

// OnFailure sets what is told of a post that could not be laid out, once for each layout. It has to be called
// before the first Page is asked for.
func (c *Cache) OnFailure(failed func(error)) { c.failed = failed }

// OnLayout sets what is told how long each layout took. It has to be called before the first Page is asked for,
// and what is told must not panic.
func (c *Cache) OnLayout(laid func(took time.Duration)) { c.laid = laid }

// CacheStats says how well a part of a cache serves: docs (parsed posts), pages (laid out ones) or html.
type CacheStats struct {
	Name                    string
	Hits, Misses, Evictions int64 // since the start
	Bytes                   int64 // of memory that is taken now, about
}

// Stats returns the numbers of each part.
func (c *Cache) Stats() []CacheStats {
	return []CacheStats{c.docs.stats("docs"), c.pages.stats("pages"), c.html.stats("html")}
}

func (c *Cache) layout(d *Doc, s Setup) *Page {
	if d.err != nil {
		return failedPage(s, d.err)
	}
	return d.layout(c.looks[s.Theme], s)
}

// guarded makes a page of a panic.
func guarded(p *posts.Post, s Setup, layout func() *Page) (page *Page) {
	defer func() {
		if r := recover(); r != nil {
			page = failedPage(s, fmt.Errorf("%s: %w", p.File, panicError(r)))
		}
	}()
	return layout()
}

// guardedHTML makes an error of a panic.
func guardedHTML(p *posts.Post, dialect posts.Dialect, absolute func(string) string) (text string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: %w", p.File, panicError(r))
		}
	}()
	return HTML(p, dialect, absolute)
}

// doc parses a post once.
func (c *Cache) doc(key docKey, p *posts.Post) *Doc {
	return c.docs.get(key, func() (*Doc, int64) {
		d := guardedParse(p, c.dialect, key.emoji)
		return d, d.bytes
	})
}

func docKeyOf(p *posts.Post, s Setup) docKey {
	key := docKey{version: p.Version}
	if p.Version == "" {
		key.post = p
	}
	if s.Graphemes {
		key.emoji = wholeEmoji
	}
	return key
}

// panicError makes an error of what was recovered, with the stack for the log.
func panicError(r any) error {
	return fmt.Errorf("panic: %v\n%s", r, debug.Stack())
}
