package posts

import (
	"slices"
	"strings"
	"time"
)

// field is one thing that front matter may say of a post. Keys are normalised, see normaliseKey, and in
// order of precedence; "a.b" is key b of table a.
type field struct {
	keys []string
	all  bool // every key counts, not only the first that is not empty
	// set takes a value that is not empty into the post; false: it is of no use, ask the next key.
	set func(r *reading, key string, v value) bool
}

// fields is all that Postern reads from front matter. A field of [Post] is added by a row here.
var fields = []field{
	{keys: []string{"title"}, set: setText(func(p *Post) *string { return &p.Title })},
	{keys: []string{"linktitle"}, set: setText(func(p *Post) *string { return &p.ListTitle })},
	{keys: []string{"date", "publishdate", "pubdate", "published", "created", "createdat"}, set: setDate},
	{keys: []string{"path", "url", "permalink"}, set: setDateFromPath},
	{keys: []string{"lastmod", "updated", "updateddate", "lastmodifiedat", "modified"}, set: setUpdated},
	{keys: []string{"publishdate"}, set: setTime(func(p *Post) *time.Time { return &p.PublishAt })},
	{keys: []string{"expirydate", "unpublishdate"}, set: setTime(func(p *Post) *time.Time { return &p.ExpireAt })},
	{keys: []string{"draft", "published", "publish", "status"}, set: setDraft},
	{keys: []string{"unlisted", "hidden", "list", "build.list"}, set: setUnlisted},
	{keys: []string{"access"}, set: setAccess},
	{keys: []string{"pinned", "sticky", "featured"}, set: setPinned},
	{keys: []string{"tags", "tag", "taxonomies.tags"}, all: true, set: setTags(func(p *Post) *[]Tag { return &p.Tags })},
	{
		keys: []string{"categories", "category", "taxonomies.categories"}, all: true,
		set: setTags(func(p *Post) *[]Tag { return &p.Categories }),
	},
	{keys: []string{"description", "summary", "excerpt"}, set: setDescription},
	{keys: []string{"slug"}, set: setSlug},
	{keys: []string{"permalink", "url", "path"}, set: setSlugFromPath},
	{keys: []string{"permalink", "url", "path"}, all: true, set: setAliasFromPath},
	{keys: []string{"aliases", "alias", "redirectfrom"}, all: true, set: setAliases},
	{keys: []string{"authors", "author", "by", "params.author", "extra.author"}, set: setAuthors},
	{keys: []string{"image", "cover.image", "heroimage", "featuredimage", "images"}, set: setImage},
	{keys: []string{"lang", "language", "locale"}, set: setLang},
	{keys: []string{"weight", "order"}, set: setNumber(func(p *Post) *int { return &p.Weight })},
	{keys: []string{"series", "taxonomies.series"}, set: setSeries},
	{keys: []string{"seriesorder", "part"}, set: setNumber(func(p *Post) *int { return &p.SeriesOrder })},
	{keys: []string{"toc", "tableofcontents"}, set: setTOC},
}

// otherKeys are what themes and generators read and Postern does not: no misspelling of ours.
var otherKeys = []string{
	"layout", "type", "template", "comments", "kind", "name", "menu", "math", "katex", "mermaid", "cover",
	"extra", "params", "taxonomies", "resources", "sitemap", "outputs", "markup", "headless", "build", "cascade",
	"iscjklanguage", "keywords", "canonicalurl", "id", "uid", "uuid", "subtitle", "section", "page", "post",
	"license", "source", "css", "js", "icon", "rating", "card", "parent", "cssclasses", "navorder", "hastitle",
	"topics", "topic", "people", "code", "data", "video", "audio", "email", "feed", "robots", "guid", "latex",
}

// knownKeys are the first parts of the keys of all fields, and the keys of others.
var knownKeys = func() map[string]bool {
	known := map[string]bool{}
	for _, f := range fields {
		for _, key := range f.keys {
			top, _, _ := strings.Cut(key, ".")
			known[top] = true
		}
	}
	for _, key := range otherKeys {
		known[key] = true
	}
	return known
}()

// knownKeyList is knownKeys in a fixed order, so that the same misspelling is always answered alike.
var knownKeyList = func() []string {
	var all []string
	for key := range knownKeys {
		if !slices.Contains(otherKeys, key) {
			all = append(all, key)
		}
	}
	slices.Sort(all)
	return all
}()

// take fills the post from the front matter.
func (r *reading) take() {
	for _, f := range fields {
		for _, key := range f.keys {
			v := r.meta.get(key)
			if v.kind == nothing || v.kind == list && len(v.items) == 0 {
				continue
			}
			if f.set(r, key, v) && !f.all {
				break
			}
		}
	}
	r.keepUnknown()
}

// keepUnknown puts what no field reads into Extra, and warns of keys that are nearly one of ours.
func (r *reading) keepUnknown() {
	for _, f := range r.meta.fields {
		used := slices.Contains(knownKeyList, f.key)
		if used {
			continue
		}
		if r.post.Extra == nil {
			r.post.Extra = map[string]any{}
		}
		r.post.Extra[CleanLine(f.key)] = f.any()
		if knownKeys[f.key] {
			continue
		}
		if near := nearestKey(f.key); near != "" {
			r.warn(f.value, "the key %q is not known; did you mean %q?", CleanLine(f.name), near)
		}
	}
}

const (
	shortestKey = 4 // characters of a key that is taken for a misspelling
	longKey     = 6 // from this length on two mistakes are forgiven, below it one
)

func nearestKey(key string) string {
	n := len([]rune(key))
	if n < shortestKey || n > maxDate {
		return ""
	}
	allowed := 1
	if n >= longKey {
		allowed = 2
	}
	best := ""
	for _, k := range knownKeyList {
		if d := distance(key, k); d <= allowed && len(k) >= shortestKey {
			best, allowed = k, d-1
		}
	}
	return best
}
