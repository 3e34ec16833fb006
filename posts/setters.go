package posts

import (
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// The setters of the rows in fields.go. Each takes one value of front matter into the post, and warns
// when the value is not what it should be.

func setText(into func(*Post) *string) func(*reading, string, value) bool {
	return func(r *reading, _ string, v value) bool {
		if v.kind != scalar {
			r.warn(v, "%s must be text", v.name)
			return false
		}
		s := CleanLine(decodeEntities(v.text))
		*into(r.post) = s
		return s != ""
	}
}

func setNumber(into func(*Post) *int) func(*reading, string, value) bool {
	return func(r *reading, _ string, v value) bool {
		n, ok := v.number()
		if !ok {
			r.warn(v, "%s must be a whole number, not %q", v.name, v.str())
			return false
		}
		*into(r.post) = n
		return true
	}
}

// setDate reads the day a post is of. A date that cannot be read leaves the post out: it might be one to come.
func setDate(r *reading, key string, v value) bool {
	if _, isBool := v.truth(); key == "published" && isBool {
		return false // says whether, not when
	}
	t, day, err := parseDate(v.str(), r.site.Zone)
	if err != nil {
		r.fail(v, "%s: %v", v.name, err)
		return true
	}
	r.post.Date, r.post.DateOnly = t, day
	return true
}

func setDateFromPath(r *reading, _ string, v value) bool {
	day, ok := dateInPath(v.str(), r.site.Zone)
	r.pathDate = day
	return ok
}

func setTime(into func(*Post) *time.Time) func(*reading, string, value) bool {
	return func(r *reading, _ string, v value) bool {
		t, _, err := parseDate(v.str(), r.site.Zone)
		if err != nil {
			r.fail(v, "%s: %v", v.name, err)
		}
		*into(r.post) = t
		return true
	}
}

// setUpdated is forgiving: nothing is shown too early for want of it.
func setUpdated(r *reading, _ string, v value) bool {
	t, _, err := parseDate(v.str(), r.site.Zone)
	if err != nil {
		r.warn(v, "%s: %v", v.name, err)
		return false
	}
	r.post.Updated = t
	return true
}

func setPinned(r *reading, _ string, v value) bool {
	yes, ok := v.truth()
	if !ok {
		r.warn(v, "%s must be true or false, not %q", v.name, v.str())
	}
	r.post.Pinned = yes
	return ok
}

func setTags(into func(*Post) *[]Tag) func(*reading, string, value) bool {
	return func(r *reading, _ string, v value) bool {
		tags := into(r.post)
	next:
		for _, s := range v.strings() {
			label := CleanLine(norm.NFC.String(strings.TrimLeft(decodeEntities(s), "#")))
			key := foldKey(label)
			for _, have := range *tags {
				if have.Key == key {
					continue next
				}
			}
			if key != "" {
				*tags = append(*tags, Tag{Key: key, Label: label})
			}
		}
		return true
	}
}

func setDescription(r *reading, _ string, v value) bool {
	r.post.Description = shorten(plainText(v.text))
	return r.post.Description != ""
}

func setSlug(r *reading, _ string, v value) bool {
	written := v.str()
	r.slug, r.slugAt = lastPart(address(written)), v
	switch {
	case v.kind != scalar:
		r.warn(v, "%s must be text", v.name)
	case r.slug == "":
		r.warn(v, "%s must have letters or digits, not %q", v.name, written)
	case r.slug != norm.NFC.String(strings.ToLower(strings.Trim(written, "/"))):
		r.warn(v, "the slug %q is used as %q: letters, digits and dashes, at most %d characters", written, r.slug, maxSlug)
	}
	return r.slug != ""
}

// setSlugFromPath takes the last part of a path without placeholders such as :title.
func setSlugFromPath(r *reading, _ string, v value) bool {
	if r.slug == "" && !strings.Contains(pathOf(v.str()), ":") {
		r.slug, r.slugAt = lastPart(address(v.str())), v
	}
	return r.slug != ""
}

func setAliasFromPath(r *reading, _ string, v value) bool {
	if !strings.Contains(pathOf(v.str()), ":") {
		r.alias(address(v.str()))
	}
	return true
}

// pathOf drops the scheme and the host of a URL.
func pathOf(s string) string {
	if _, after, ok := strings.Cut(s, "://"); ok {
		_, s, _ = strings.Cut(after, "/")
	}
	return s
}

func lastPart(address string) string {
	return address[strings.LastIndexByte(address, '/')+1:]
}

func setAliases(r *reading, _ string, v value) bool {
	for _, s := range v.strings() {
		r.alias(address(s))
	}
	return true
}

func setImage(r *reading, key string, v value) bool {
	if v.kind == list {
		v = v.items[0]
	}
	r.post.Image = Image{Src: v.str()}
	switch {
	case v.kind == table:
		r.post.Image = Image{Src: v.get("url").str(), Alt: v.get("alt").str()}
		if r.post.Image.Src == "" {
			r.post.Image.Src = v.get("src").str()
		}
	case key == "cover.image":
		r.post.Image.Alt = r.meta.get("cover.alt").str()
	}
	if r.post.Image.Src == "" {
		r.post.Image = Image{}
	}
	return r.post.Image.Src != ""
}

func setLang(r *reading, _ string, v value) bool {
	s := v.str()
	if !IsLanguage(s) {
		r.warn(v, "%s must be a language such as en or pt-BR, not %q", v.name, s)
		return false
	}
	r.post.Lang = strings.ReplaceAll(s, "_", "-")
	return true
}

func setSeries(r *reading, _ string, v value) bool {
	if v.kind == list {
		v = v.items[0]
	}
	r.post.Series = CleanLine(decodeEntities(v.str()))
	return r.post.Series != ""
}

// maxHeading is the deepest heading of Markdown.
const maxHeading = 6

func setTOC(r *reading, _ string, v value) bool {
	if n, ok := v.number(); ok && n >= 1 && n <= maxHeading && v.text != "1" {
		r.post.TOC = TOC{Set: true, Shown: true, Depth: n}
		return true
	}
	yes, ok := v.truth()
	if !ok {
		r.warn(v, "%s must be true, false or the deepest heading level, not %q", v.name, v.str())
		return false
	}
	r.post.TOC = TOC{Set: true, Shown: yes}
	return true
}
