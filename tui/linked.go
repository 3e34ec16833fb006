package tui

import (
	"net/url"
	"path"
	"strings"

	"postern/posts"
	"postern/render"
)

// linkedPost returns the post of the blog that a link in a post leads to, and the heading in it; nil if it leads to
// none. A link names a post by its file, as seen from the file that it stands in, by its address, or by its address
// on the web.
func linkedPost(library *posts.Library, from *posts.Post, link render.Link) (post *posts.Post, heading string) {
	target := link.URL
	if base := library.Site().BaseURL; base != "" {
		if rest, ok := strings.CutPrefix(target, base); ok && (rest == "" || strings.ContainsRune("/#?", rune(rest[0]))) {
			target, link.Kind = rest, render.Internal
		}
	}
	if link.Kind != render.Internal {
		return nil, ""
	}
	target, heading, _ = strings.Cut(target, "#")
	target, _, _ = strings.Cut(target, "?")
	if plain, err := url.PathUnescape(target); err == nil {
		target = plain
	}
	if target == "" {
		return nil, ""
	}
	file := path.Join(path.Dir(from.File), target)
	for _, p := range library.Posts() {
		if p.File == file || p.File == file+".md" || p.File == file+"/index.md" {
			return p, heading
		}
	}
	if post := library.Named(target); post != nil {
		return post, heading
	}
	return library.Named(path.Base(strings.TrimSuffix(target, "/index.md"))), heading
}
