package posts

import (
	"net/url"
	"path"
	"regexp"
	"strings"
)

// dayPrefix is the day that Jekyll puts before the name of a file.
var dayPrefix = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[-_]`)

// Follow finds the post to which a link in another leads, and the heading in it that the link names: by the
// file beside the post or below the content, as generators name it in source ("../b.md", "@/blog/b.md",
// "2020-01-02-b"), or by the address that the post has on the web. Links that lead elsewhere are not ok.
func (l *Library) Follow(from *Post, link string) (p *Post, heading string, ok bool) {
	if base := l.site.BaseURL; base != "" {
		if rest, inside := strings.CutPrefix(link, base); inside && (rest == "" || strings.ContainsAny(rest[:1], "/?#")) {
			link = "/" + strings.TrimPrefix(rest, "/")
		}
	}
	u, err := url.Parse(strings.TrimPrefix(link, "@"))
	if err != nil || u.Scheme != "" || u.Host != "" {
		return nil, "", false
	}
	target := u.Path
	if target == "" {
		return from, u.Fragment, u.Fragment != ""
	}
	if p = l.ofFile(path.Join(path.Dir(from.File), target)); p == nil {
		p = l.ofFile(path.Join(l.site.Content, target))
	}
	if p == nil {
		p = l.ofAddress(target)
	}
	return p, u.Fragment, p != nil
}

// ofFile returns the post that a file holds, or that is the bundle of a folder.
func (l *Library) ofFile(name string) *Post {
	for _, p := range l.all {
		if (p.File == name || path.Dir(p.File) == name && strings.HasPrefix(path.Base(p.File), "index.")) && l.byName[p.Slug] == p {
			return p
		}
	}
	return nil
}

// ofAddress returns the post that has a path on the web, or whose name is the end of it.
func (l *Library) ofAddress(target string) *Post {
	target = strings.TrimSuffix(strings.Trim(target, "/"), "/index.md")
	last := path.Base(target)
	for _, name := range []string{target, last, dayPrefix.ReplaceAllString(last, "")} {
		if p := l.byName[address(name)]; p != nil {
			return p
		}
	}
	return nil
}
