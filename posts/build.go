package posts

import (
	"cmp"
	"fmt"
	"path"
	"reflect"
	"slices"
	"strings"
	"time"
)

// builder makes a library of what was read.
type builder struct {
	folder   string
	site     *settings
	preview  bool
	last     map[string]*Post // what the library before this has of each file
	problems []Problem
	home     *Post
	read     []*reading        // that can be shown
	kept     []*Post           // of the previous library, in place of files that are broken now
	slugs    map[string]string // slug -> file of the post that has it
}

// takePosts sorts what can be shown from what cannot.
func (b *builder) takePosts(all []*reading) {
	for _, r := range all {
		if r.broken {
			if p := b.last[r.post.File]; p != nil {
				b.kept = append(b.kept, p)
				for i := range r.problems {
					r.problems[i].Hides = false
				}
				r.warn(value{}, "shown as it was before it was broken")
			}
		} else {
			b.read = append(b.read, r)
		}
		b.problems = append(b.problems, r.problems...)
	}
}

func (l *Library) byFile() map[string]*Post {
	files := map[string]*Post{}
	if l != nil {
		for _, p := range l.all {
			files[p.File] = p
		}
	}
	return files
}

// takeHome takes the text that stands above the list. It has no address.
func (b *builder) takeHome(r *reading) {
	b.problems = append(b.problems, r.problems...)
	if p := r.post; !r.broken && !p.Draft && p.Access == nil {
		p.Slug = ""
		p.Version = r.version()
		b.home = p
	}
}

func (b *builder) library(now time.Time) *Library {
	b.settleSlugs()
	b.settleAliases()
	all := make([]*Post, 0, len(b.read)+len(b.kept))
	for _, r := range b.read {
		r.post.Version = r.version()
		if old := b.last[r.post.File]; reflect.DeepEqual(old, r.post) {
			r.post = old // so that a reload takes no more memory than what has changed
		}
		all = append(all, r.post)
	}
	all = append(all, b.kept...)
	slices.SortFunc(all, b.site.compare)
	slices.SortStableFunc(b.problems, Problem.Compare)
	l := &Library{folder: b.folder, site: b.site.Site, preview: b.preview, home: b.home, all: all, problems: b.problems}
	return l.At(now)
}

// compare is the order of posts: total, so that the same files give the same list.
func (s *settings) compare(a, b *Post) int {
	if a.Pinned != b.Pinned {
		return boolFirst(a.Pinned)
	}
	if s.Sort == byWeight && a.Weight != b.Weight {
		if a.Weight == 0 || b.Weight == 0 {
			return boolFirst(a.Weight != 0) // 0 is no weight
		}
		return cmp.Compare(a.Weight, b.Weight)
	}
	return cmp.Or(b.Date.Compare(a.Date), strings.Compare(a.Title, b.Title), strings.Compare(a.Slug, b.Slug))
}

func boolFirst(first bool) int {
	if first {
		return -1
	}
	return 1
}

// settleSlugs gives each post an address of its own. Where several ask for one, what is kept of the
// previous library comes first, then published posts before drafts, and the older before the newer.
func (b *builder) settleSlugs() {
	taken := map[string]string{}
	b.slugs = taken
	for _, p := range b.kept {
		taken[p.Slug] = p.File
	}
	order := slices.Clone(b.read)
	slices.SortFunc(order, func(x, y *reading) int {
		if x.post.Draft != y.post.Draft {
			return boolFirst(!x.post.Draft)
		}
		if foreign := x.translates(); foreign != y.translates() {
			return boolFirst(!foreign)
		}
		return cmp.Or(x.post.Date.Compare(y.post.Date), strings.Compare(x.post.File, y.post.File))
	})
	var clashing []*reading
	for _, r := range order {
		if _, clash := taken[r.post.Slug]; clash {
			clashing = append(clashing, r)
			continue
		}
		taken[r.post.Slug] = r.post.File
	}
	for _, r := range clashing { // after all the others, whose own slugs may end in -2
		p, asked := r.post, r.post.Slug
		if r.translates() {
			translated := asked + "-" + slugify(r.src.lang)
			if _, clash := taken[translated]; !clash {
				p.Slug, taken[translated] = translated, p.File
				r.alias(slugify(r.src.lang) + "/" + asked)
				continue
			}
		}
		p.Slug = nextFree(asked, taken)
		taken[p.Slug] = p.File
		clash := problem(p.File, Error, "the address %q is taken by %s; this post has %q until one of them says another slug",
			asked, taken[asked], p.Slug)
		clash.Line, clash.Column = r.slugAt.line, r.slugAt.column
		b.problems = append(b.problems, clash)
	}
}

// translates reports whether the file's name says that it is in another language than the site.
func (r *reading) translates() bool {
	return r.src.lang != "" && !strings.EqualFold(r.src.lang, r.site.Lang)
}

func nextFree(slug string, taken map[string]string) string {
	for n := 2; ; n++ {
		next := fmt.Sprintf("%s-%d", slug, n)
		if _, clash := taken[next]; !clash {
			return next
		}
	}
}

// settleAliases gathers the other names of each post: those it asks for, its path on the web, its address on
// keyboards without accents, and its file's name. The slug of another post is no alias.
func (b *builder) settleAliases() {
	asked := map[string]string{} // alias -> file that asks for it
	for _, r := range b.read {
		p := r.post
		for _, name := range r.named {
			other, clash := b.slugs[name]
			if !clash {
				other, clash = asked[name]
			}
			if clash && other != p.File {
				b.problems = append(b.problems, problem(p.File, Warning, "the alias %q is also a name of %s", name, other))
			}
			asked[name] = p.File
		}
		for _, name := range append(r.named, r.web, asciiSlug(p.Slug), slugify(r.src.name), address(path.Base(p.File))) {
			_, clash := b.slugs[name]
			if name == "" || name == "index" || clash || reservedSlugs[name] || slices.Contains(p.Aliases, name) {
				continue
			}
			p.Aliases = append(p.Aliases, name)
		}
	}
}
