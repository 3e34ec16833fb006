package posts

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Where a post is on the web. Generators make its path of its date, its folders and its name; a reader who copies
// that path or the whole URL out of a browser shall arrive.
//
// Sources: jekyllrb.com/docs/permalinks, gohugo.io/configuration/permalinks, getzola.org/documentation/content/page.

// permalinks are a generator's patterns for the paths of posts, such as /:year/:title/.
type permalinks struct {
	posts     string            // Jekyll's: a pattern, or the name of one
	sections  map[string]string // Hugo's: by the first folder below the content, in lower case
	dates     []string          // Hugo's: where it looks for a date; with a file's name, that gives the slug too
	lang      string            // the default language
	langInURL bool              // its posts are in a folder of their own too
}

func (c configuration) permalinks() permalinks {
	dates, subdir := c.get("frontmatter.date"), c.get("defaultcontentlanguageinsubdir")
	links := permalinks{sections: map[string]string{}, dates: dates.strings(), lang: c.lang}
	links.langInURL, _ = subdir.truth()
	switch c.generator {
	case generatorJekyll:
		links.posts = c.get("collections.posts.permalink").str()
		if links.posts == "" {
			links.posts = c.get("permalink").str()
		}
	case generatorHugo:
		all := c.get("permalinks")
		page := all.get("page")
		for _, f := range slices.Concat(all.fields, page.fields) {
			if f.kind == scalar {
				links.sections[strings.ToLower(strings.Trim(f.name, "/"))] = f.str()
			}
		}
	}
	return links
}

// webPath is the path of the post on the web as an address, or empty if it has none.
func (r *reading) webPath() string {
	switch r.site.Generator {
	case generatorJekyll:
		return r.jekyllPath()
	case generatorHugo:
		return r.hugoPath()
	case generatorZola:
		return r.zolaPath()
	}
	return ""
}

var placeholder = regexp.MustCompile(`:\w*[A-Za-z0-9](?:\[[^\]]*\])?`)

// expand fills in the placeholders of a pattern. With one that is not known there is no path, nor is there one that
// is too long to be looked up.
func expand(pattern string, value func(name string) (string, bool)) string {
	if len(pattern) > maxAddress {
		return ""
	}
	known := true
	filled := placeholder.ReplaceAllStringFunc(pathOf(pattern), func(name string) string {
		s, ok := value(name[1:])
		known = known && ok && len(s) <= maxAddress
		if !known {
			return ""
		}
		return slugPath(s)
	})
	if !known || len(filled) > maxAddress {
		return ""
	}
	return slugPath(trimPage(strings.Trim(filled, "/")))
}

// jekyllStyles are the patterns that have names.
var jekyllStyles = map[string]string{
	"":         "/:categories/:year/:month/:day/:title:output_ext",
	"date":     "/:categories/:year/:month/:day/:title:output_ext",
	"pretty":   "/:categories/:year/:month/:day/:title/",
	"ordinal":  "/:categories/:year/:y_day/:title:output_ext",
	"weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
	"none":     "/:categories/:title:output_ext",
}

var jekyllDates = map[string]string{
	"year": "2006", "short_year": "06", "month": "01", "i_month": "1", "short_month": "Jan", "long_month": "January",
	"day": "02", "i_day": "2", "y_day": "002", "short_day": "Mon", "long_day": "Monday",
	"hour": "15", "minute": "04", "second": "05",
}

func (r *reading) jekyllPath() string {
	pattern := r.meta.get("permalink").str()
	if pattern == "" {
		pattern = r.site.permalinks.posts
		if style, ok := jekyllStyles[pattern]; ok {
			pattern = style
		}
	}
	at := r.post.Date.In(r.site.Zone)
	return expand(pattern, func(name string) (string, bool) {
		switch name {
		case "title", "slug":
			return r.slugOr(r.src.title), true
		case "categories", "slugified_categories":
			var folders []string
			for _, c := range r.post.Categories {
				folders = append(folders, c.Label)
			}
			return strings.Join(folders, "/"), true
		case "output_ext":
			return "", true
		case "week":
			_, week := at.ISOWeek()
			return fmt.Sprintf("%02d", week), true
		}
		layout, ok := jekyllDates[name]
		return at.Format(layout), ok
	})
}

func (r *reading) zolaPath() string {
	if own := r.meta.get("path").str(); own != "" {
		return address(own)
	}
	folders, ok := r.site.belowContent(r.src.dir)
	if !ok {
		return ""
	}
	return r.inLanguage(slugPath(path.Join(folders, r.slugOr(r.src.title))))
}

// slugOr returns the slug that the front matter asks for, else the name.
func (r *reading) slugOr(name string) string {
	if slug := r.meta.get("slug").str(); slug != "" {
		return slug
	}
	return name
}

// belowContent takes the folder off that paths on the web begin below.
func (s *settings) belowContent(dir string) (folders string, ok bool) {
	if dir == s.contentRoot {
		return "", true
	}
	return strings.CutPrefix(dir, s.contentRoot+"/")
}

// inLanguage puts the folder of the post's language before its path.
func (r *reading) inLanguage(address string) string {
	links, lang := r.site.permalinks, r.src.lang
	if lang == "" {
		lang = links.lang
	}
	if address == "" || strings.EqualFold(lang, links.lang) && !links.langInURL {
		return address
	}
	return slugify(lang) + "/" + address
}
