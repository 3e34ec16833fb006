package posts

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Feed is what newsreaders subscribe to. Its posts should be the newest, in any order.
type Feed struct {
	Site    Site
	Posts   []*Post
	Tag     string             // the posts are those with this tag; empty: all
	Host    string             // who gives out the ids, unless the site's address on the web says (RFC 4151, 2.1)
	Home    string             // URL of the blog
	Self    string             // URL of this feed; empty if it has none
	Address func(*Post) string // URL of a post
	Content func(*Post) string // the post as HTML that is safe to show
}

const (
	feedGenerator = "Postern"

	// The years of a feed's own id: fixed, since it names the feed, not a version of it.
	feedYear = "2026"
)

// authority is the part of ids that says who gives them out (RFC 4151, 2.1): a host in lower case.
func (f Feed) authority() string {
	if u, err := url.Parse(f.Site.BaseURL); err == nil && u.Hostname() != "" {
		return strings.ToLower(u.Hostname())
	}
	return strings.ToLower(cmp.Or(strings.Trim(f.Host, "[]"), "localhost"))
}

// id names the feed for ever.
func (f Feed) id() string {
	specific := "feed"
	if f.Tag != "" {
		specific += "/" + url.PathEscape(foldKey(f.Tag))
	}
	return "tag:" + f.authority() + "," + feedYear + ":" + specific
}

// postID names a post for ever, as long as neither its date nor its slug changes (RFC 4151).
func (f Feed) postID(p *Post) string {
	return fmt.Sprintf("tag:%s,%s:%s", f.authority(), p.Date.Format(time.DateOnly), url.PathEscape(p.Slug))
}

// newest returns the posts of the feed, the newest first.
func (f Feed) newest() []*Post {
	return slices.SortedStableFunc(slices.Values(f.Posts), func(a, b *Post) int { return b.Date.Compare(a.Date) })
}

// Changed is when a post was last changed, as far as it says so.
func (p *Post) Changed() time.Time {
	if p.Updated.After(p.Date) {
		return p.Updated
	}
	return p.Date
}

// updated is when the feed was last changed: a moment that depends on the posts only.
func (f Feed) updated() time.Time {
	last := time.Unix(0, 0).UTC()
	for _, p := range f.Posts {
		if t := p.Changed(); t.After(last) {
			last = t
		}
	}
	return last
}

// title is what the feed is called.
func (f Feed) title() string {
	if f.Tag != "" {
		return CleanLine(f.Site.Title + ": " + f.Tag)
	}
	return CleanLine(f.Site.Title)
}

// author is who wrote what does not say who wrote it.
func (f Feed) author() Author {
	if f.Site.Author.Name == "" {
		return Author{Name: cmp.Or(CleanLine(f.Site.Title), feedGenerator)}
	}
	return f.Site.Author
}

// webAddress returns what is a URL that can be opened, and nothing else.
func webAddress(s string) string {
	if u, err := url.Parse(s); err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return CleanLine(s)
}

// mailAddress returns what looks like an address of mail, as Atom's schema wants it, and nothing else.
func mailAddress(s string) string {
	if name, host, ok := strings.Cut(s, "@"); !ok || name == "" || host == "" || strings.ContainsAny(s, " <>") {
		return ""
	}
	return CleanLine(s)
}
