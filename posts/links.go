package posts

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// Follow returns the post that a link in another post leads to, and the part of it that is named after "#",
// decoded. A link may name a post as its author's tools do: by a file beside the other or from the root of the
// content ("other.md", "../dir/index.md", "@/blog/other.md"), by the path or the whole URL that it has on the web,
// by slug or alias. What leads out of the blog, or to no post that can be reached, is not ok. from may be nil.
func (l *Library) Follow(from *Post, link string) (to *Post, fragment string, ok bool) {
	if len(link) > maxLink {
		return nil, "", false
	}
	target, fragment, _ := strings.Cut(strings.TrimSpace(link), "#")
	if plain, err := url.PathUnescape(fragment); err == nil {
		fragment = plain
	}
	fragment = CleanLine(fragment)
	if target == "" {
		return from, fragment, from != nil && fragment != ""
	}
	target, ok = l.withoutSite(target)
	if !ok {
		return nil, "", false
	}
	target, _, _ = strings.Cut(target, "?")
	if plain, err := url.PathUnescape(target); err == nil {
		target = plain
	}
	for _, file := range l.filesMeant(from, target) {
		if p := l.atFile[fileKey(file)]; p != nil {
			return p, fragment, true
		}
	}
	if to = l.namedByPath(target); to != nil {
		return to, fragment, true
	}
	return nil, "", false
}

// Address returns the address of the post that an author names without a path, as in [[A walk]], with "#" and the part of it that
// is named.
func (l *Library) Address(name string) (address string, ok bool) {
	post, heading, ok := l.Follow(nil, name)
	if !ok || post == nil {
		return "", false
	}
	if heading != "" {
		heading = "#" + heading
	}
	return post.Slug + heading, true
}

// maxLink is how long a link to a post may be, in bytes.
const maxLink = 2 << 10

// withoutSite takes the address of the site off a link. It is not ok if the link leads elsewhere.
func (l *Library) withoutSite(link string) (string, bool) {
	u, err := url.Parse(link)
	if err != nil || u.Scheme == "" && u.Host == "" {
		scheme, _, found := strings.Cut(link, ":")
		return link, !found || strings.ContainsAny(scheme, "/.?")
	}
	base, err := url.Parse(l.site.BaseURL)
	if err != nil || base.Host == "" || !strings.EqualFold(base.Host, u.Host) ||
		!slices.Contains([]string{"", "http", "https"}, strings.ToLower(u.Scheme)) {
		return "", false
	}
	return strings.TrimPrefix(u.EscapedPath(), strings.TrimSuffix(base.EscapedPath(), "/")), true
}

// filesMeant returns the files below the blog's folder that a path in a post may mean, the likeliest first.
func (l *Library) filesMeant(from *Post, target string) []string {
	content := l.site.Content
	if rooted, ok := strings.CutPrefix(target, "@/"); ok { // Zola
		return []string{path.Join(content, rooted)}
	}
	if strings.HasPrefix(target, "/") {
		return []string{path.Join(content, target), target}
	}
	files := []string{path.Join(content, target), target}
	if from != nil {
		files = slices.Insert(files, 0, path.Join(path.Dir(from.File), target))
	}
	return files
}

// namedByPath finds a post by its path on the web: the whole of it, else its last part, unless that names a tag
// or the like.
func (l *Library) namedByPath(target string) *Post {
	whole := address(target)
	if whole == "" {
		return nil
	}
	if p := l.byName[whole]; p != nil {
		return p
	}
	dir, last := path.Split(whole)
	if slices.Contains(taxonomies, path.Base(dir)) {
		return nil
	}
	return l.byName[last]
}

// taxonomies are the folders in which generators put pages that list posts.
var taxonomies = []string{"tags", "tag", "categories", "category", "series", "authors", "author", "topics", "page"}

// fileKey is what files are compared by: a bundle is its folder, and the extension does not matter.
func fileKey(file string) string {
	file = strings.TrimPrefix(path.Clean("/"+file), "/")
	key := trimPage(file)
	if base := path.Base(key); base == "index" || base == "_index" || strings.EqualFold(base, "readme") {
		key = path.Dir(key)
	}
	return strings.ToLower(key)
}
