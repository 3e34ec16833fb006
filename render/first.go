package render

import "postern/posts"

// A long post takes a while to parse, its first part does not: of 1 MB that is a third of a second against ten
// milliseconds.
const (
	longPost  = 96 << 10 // bytes of source from which on a post is long
	firstPart = 32 << 10 // bytes of source, about
)

// IsLong reports whether [Cache.First] may have something to show of a post.
func IsLong(p *posts.Post) bool { return len(p.Body) >= longPost }

// First returns the beginning of a long post, laid out at once: its lines and places are those of the [Page] of the
// whole, unless the author left something open over hundreds of lines. It is nil if the post is not long or
// cannot be cut.
func (c *Cache) First(p *posts.Post, s Setup) *Page {
	if !IsLong(p) {
		return nil
	}
	part, ok := posts.FirstPart(p.Body, firstPart)
	if !ok {
		return nil
	}
	s = s.normal()
	key := pageKey{doc: docKeyOf(p, s), setup: s, first: true}
	page := c.pages.get(key, func() (*Page, int64) {
		return guarded(p, s, func() *Page {
			d := parsePost(&posts.Post{Body: part, File: p.File}, c.dialect, key.doc.emoji)
			for i, b := range d.blocks {
				if b.kind == footnote {
					d.blocks = d.blocks[:i] // they stand at the end of the post
					break
				}
			}
			return c.layout(d, s)
		})
	})
	if page.err != nil {
		return nil
	}
	return page
}
