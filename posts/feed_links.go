package posts

import (
	"net/url"
	"path"
	"strings"
)

// Absolute returns where a link or a picture of a post leads for a reader who is not in the blog: another post has
// the URL that address gives it, and what is relative is completed with the blog's address on the web, if that
// is known. What cannot be resolved stays as it is.
func (l *Library) Absolute(p *Post, target string, address func(*Post) string) string {
	u, err := url.Parse(strings.TrimSpace(target))
	if err != nil || u.Scheme != "" || u.Host != "" || u.Path == "" {
		return target
	}
	if other := l.linked(u.Path); other != nil {
		return address(other)
	}
	base, err := url.Parse(l.site.BaseURL + "/")
	if err != nil || base.Host == "" {
		return target
	}
	return base.JoinPath(l.site.webFolder(p), "/").ResolveReference(u).String()
}

// linked returns the post that a path names, as it was written: from the post's folder, or from the top.
func (l *Library) linked(name string) *Post {
	if p := l.byName[address(name)]; p != nil {
		return p
	}
	base := path.Base(strings.TrimSuffix(strings.TrimSuffix(name, "/"), "/index.md"))
	if ext := path.Ext(base); ext != "" && trimPage(base) == base {
		return nil // a picture, a download
	}
	return l.byName[address(base)]
}

// webFolder is the folder of a post's neighbours on the web, as generators lay a site out: what is below the
// folder content, without the _posts of Jekyll.
func (s *Site) webFolder(p *Post) string {
	folder := path.Dir(p.File)
	if i := strings.LastIndex("/"+folder+"/", "/content/"); i >= 0 {
		folder = strings.TrimPrefix(("/" + folder + "/")[i:], "/content/")
	}
	folder = strings.Trim(folder, "/")
	if folder == "." || folder == "_posts" {
		return ""
	}
	return strings.TrimPrefix(folder, "_posts/")
}
