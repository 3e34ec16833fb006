package posts

import (
	"path"
	"strconv"
	"strings"
	"unicode"
)

var hugoDates = map[string]string{
	"year": "2006", "month": "01", "monthname": "January", "day": "02", "weekdayname": "Monday",
}

func (r *reading) hugoPath() string {
	folders, ok := r.site.belowContent(r.src.dir)
	if !ok {
		return ""
	}
	section, _, _ := strings.Cut(folders, "/")
	if pattern := r.meta.get("url").str(); pattern != "" {
		return expand(pattern, r.hugoValue(section))
	}
	if pattern := r.site.permalinks.sections[strings.ToLower(section)]; pattern != "" {
		return r.inLanguage(expand(pattern, r.hugoValue(section)))
	}
	return r.inLanguage(slugPath(hugoName(path.Join(folders, r.hugoSlugOr(r.src.name)))))
}

// hugoValue knows what Hugo puts for a placeholder. What is none of its words is a layout of Go's, as :2006 is.
func (r *reading) hugoValue(section string) func(name string) (string, bool) {
	at := r.post.Date
	return func(name string) (string, bool) {
		switch name {
		case "section":
			return hugoName(section), true
		case "sections":
			if folders, ok := r.site.belowContent(r.src.section); ok && folders != "" {
				section = folders
			}
			return hugoName(section), true
		case "title":
			return hugoName(r.post.Title), true
		case "slug":
			return hugoName(r.hugoSlugOr(r.post.Title)), true
		case "filename", "contentbasename":
			return hugoName(r.src.name), true
		case "slugorfilename", "slugorcontentbasename":
			return hugoName(r.hugoSlugOr(r.src.name)), true
		case "yearday":
			return strconv.Itoa(at.YearDay()), true
		case "weekday":
			return strconv.Itoa(int(at.Weekday())), true
		}
		if layout, ok := hugoDates[name]; ok {
			return at.Format(layout), true
		}
		s := at.Format(name)
		return s, s != name
	}
}

// hugoName leaves out what Hugo leaves out of a name: "I'm here" becomes im-here, not i-m-here.
func hugoName(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.IsSpace(r) || strings.ContainsRune(`./\_#+~-@`, r) {
			return r
		}
		return -1
	}, s)
}

// hugoSlugOr returns the slug of a post, that of its file's name if Hugo takes its date from there, else the name.
func (r *reading) hugoSlugOr(name string) string {
	if r.src.title != r.src.name && r.datedByName() {
		return r.slugOr(r.src.title)
	}
	return r.slugOr(name)
}

// datedByName reports whether Hugo comes to the file's name before it finds a date in the front matter.
func (r *reading) datedByName() bool {
	for _, from := range r.site.permalinks.dates {
		keys := []string{from}
		switch strings.ToLower(from) {
		case ":filename":
			return true
		case ":filemodtime":
			return false // every file has one
		case ":default":
			keys = []string{"date", "publishdate", "pubdate", "published", "lastmod", "modified"}
		}
		for _, key := range keys {
			if v := r.meta.get(normaliseKey(key)); v.kind != nothing {
				return false
			}
		}
	}
	return false
}
