package posts

import (
	"slices"
	"strings"
)

// folderAccess is who may see the posts of a folder and those below: what its _index.md says, else what
// holds for the folder above. It fails closed: an _index.md that cannot be read closes the folder only
// if the word stands in it.
func (w *walk) folderAccess(at folder, items []item) []string {
	i := slices.IndexFunc(items, isSectionPage)
	if i < 0 {
		return at.access
	}
	data, err := readLimited(w.root, items[i].file, w.site.maxFile, nil)
	if err != nil {
		w.fail(items[i].file, "cannot be read, so the folder's posts are shown to nobody: %v", reason(err))
		return []string{"nobody"}
	}
	doc := split(Clean(strings.TrimPrefix(string(data), "\ufeff")))
	meta, err := decode(doc.format, doc.front, doc.frontLine)
	if err != nil || doc.leaky {
		if strings.Contains(string(data), "access") {
			w.fail(items[i].file, "its front matter cannot be read, so the folder's posts are shown to nobody")
			return []string{"nobody"}
		}
		return at.access
	}
	if v := meta.get("access"); v.kind != nothing {
		return accessOf(v)
	}
	return at.access
}

// isSectionPage reports whether an entry speaks for its folder.
func isSectionPage(it item) bool {
	return !it.info.IsDir() && isMarkdown(it.name) && strings.EqualFold(stemOf(it.name), "_index")
}

func setAccess(r *reading, _ string, v value) bool {
	r.post.Access = accessOf(v)
	return true
}

const public = "public"

// accessOf reads who may see a post: nil is everybody. It fails closed: what it does not understand is a group
// that nobody is in.
func accessOf(v value) []string {
	groups := v.strings()
	for i, g := range groups {
		groups[i] = strings.ToLower(g)
	}
	switch {
	case len(groups) == 1 && groups[0] == public:
		return nil
	case len(groups) == 0 && v.kind != nothing:
		return []string{"nobody"}
	}
	return groups
}
