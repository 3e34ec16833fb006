package render

import (
	"time"

	"postern/posts"
)

// Pages is a [Cache] as someone asks it: what is there is theirs at once, and for what is not they wait for their turn.
type Pages struct {
	cache *Cache
	turn  Turn
}

// Turn calls layOut when it is someone's turn to lay a post out, size being the bytes of source that are to be read, and
// returns nil. If that is not to be any more, it returns why instead.
type Turn func(size int, layOut func()) error

// AtOnce is the Turn of someone who need not wait.
func AtOnce(_ int, layOut func()) error {
	layOut()
	return nil
}

// In returns the cache as it is asked by someone who waits for turn.
func (c *Cache) In(turn Turn) *Pages { return &Pages{c, turn} }

// Page returns a post as it is laid out for a setup, and lays it out first if need be: not for Update or View.
// A post that makes the layout fail yields a Page that says so; one whose turn does not come any more, an empty Page.
// Both have an error, see [Page.Err].
func (p *Pages) Page(post *posts.Post, s Setup) *Page {
	return p.wait(post, s, func(key pageKey) *Page {
		return p.cache.pages.get(key, func() (*Page, int64) {
			page := p.cache.page(key, post)
			return page, page.bytes
		})
	})
}

// Once is Page for a setup that hardly anyone else asks for: what it lays out is not kept.
func (p *Pages) Once(post *posts.Post, s Setup) *Page {
	return p.wait(post, s, func(key pageKey) *Page { return p.cache.page(key, post) })
}

// wait returns the page that is there, or, in its turn, what layOut makes.
func (p *Pages) wait(post *posts.Post, s Setup, layOut func(pageKey) *Page) *Page {
	if page := p.Peek(post, s); page != nil {
		return page
	}
	s = s.normal()
	var page *Page
	err := p.turn(post.Size(), func() { page = layOut(pageKey{doc: docKeyOf(post, s), setup: s}) })
	if err != nil {
		return &Page{err: err}
	}
	return page
}

// Peek returns a post as it is laid out for a setup, or nil if that has not been done or is not done yet. It
// never waits.
func (p *Pages) Peek(post *posts.Post, s Setup) *Page {
	s = s.normal()
	page, _ := p.cache.pages.peek(pageKey{doc: docKeyOf(post, s), setup: s})
	return page
}

// HTML returns a post as [HTML] does. place names what absolute depends on besides the post. A post that makes it fail
// yields a line that says so; the error is that of the turn.
func (p *Pages) HTML(post *posts.Post, place string, dialect posts.Dialect, absolute func(string) string) (text string, err error) {
	key := htmlKey{docKeyOf(post, Setup{}), place}
	if text, ok := p.cache.html.peek(key); ok {
		return text, nil
	}
	err = p.turn(post.Size(), func() {
		text = p.cache.html.get(key, func() (string, int64) {
			text, err := guardedHTML(post, dialect, absolute)
			if err != nil {
				p.cache.failed(err)
				text = "<p>This post cannot be shown as HTML.</p>\n"
			}
			return text, int64(len(text))
		})
	})
	return text, err
}

// page lays a post out, and tells of it.
func (c *Cache) page(key pageKey, post *posts.Post) *Page {
	began := time.Now()
	page := guarded(post, key.setup, func() *Page { return c.layout(c.doc(key.doc, post), key.setup) })
	if page.err != nil {
		c.failed(page.err)
	}
	c.laid(time.Since(began))
	return page
}
