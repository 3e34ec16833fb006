package render

import "postern/posts"

// A long post takes a while to parse, its first part does not: of 1 MB that is a third of a second against ten
// milliseconds.
const (
	longPost  = 96 << 10 // bytes of source from which on a post is long
	firstPart = 32 << 10 // bytes of source, about
)

// IsLong reports whether [Pages.First] may have something to show of a post.
func IsLong(p *posts.Post) bool { return p.Size() >= longPost }

// First returns the beginning of a long post, laid out at once: its lines and places are those of the [Page] of the
// whole, unless the author left something open over hundreds of lines. It is nil if the post is not long,
// cannot be cut, or its turn does not come any more.
func (p *Pages) First(post *posts.Post, s Setup) *Page {
	if !IsLong(post) {
		return nil
	}
	s = s.normal()
	key := pageKey{doc: docKeyOf(post, s), setup: s, first: true}
	page, ok := p.cache.pages.peek(key)
	if !ok {
		part, ok := posts.FirstPart(post.Body(), firstPart)
		if !ok {
			return nil
		}
		err := p.turn(len(part), func() {
			page = p.cache.pages.get(key, func() (*Page, int64) {
				page := p.cache.first(key, &posts.Post{Text: posts.TextOf(part), File: post.File})
				return page, page.bytes
			})
		})
		if err != nil {
			return nil
		}
	}
	if page.err != nil {
		return nil
	}
	return page
}

// first lays out the beginning of a post, without the footnotes, which stand at the end of the post.
func (c *Cache) first(key pageKey, part *posts.Post) *Page {
	return guarded(part, key.setup, func() *Page {
		d := parsePost(part, c.dialect, key.doc.emoji)
		for i, b := range d.blocks {
			if b.kind == footnote {
				d.blocks = d.blocks[:i]
				break
			}
		}
		return c.layout(d, key.setup)
	})
}
