package posts

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Site describes the blog. Its Sources must not be changed.
func (l *Library) Site() Site { return l.site }

// Posts returns the posts that readers find in the list, in its order.
func (l *Library) Posts() []*Post { return slices.Clip(l.listed) }

// All returns every post that could be read, hidden ones too, in the order of the list.
func (l *Library) All() []*Post { return slices.Clip(l.all) }

// Home returns the text that stands above the list, or nil. It has no address.
func (l *Library) Home() *Post { return l.home }

// Problems returns what is wrong with the files, sorted by file and line.
func (l *Library) Problems() []Problem { return slices.Clip(l.problems) }

// Hidden counts the posts that are not in the list.
func (l *Library) Hidden() Hidden {
	var h Hidden
	for _, p := range l.all {
		switch p.at(l.at) {
		case draft:
			h.Drafts++
		case members:
			h.Members++
		case scheduled:
			h.Scheduled++
		case expired:
			h.Expired++
		case unlisted:
			h.Unlisted++
		case listed:
		}
	}
	return h
}

// At returns the same files as they are seen at another time: scheduled posts appear, expired ones go.
// The posts are shared, the files are not read again.
func (l *Library) At(t time.Time) *Library {
	seen := &Library{
		folder: l.folder, site: l.site, preview: l.preview, home: l.home, all: l.all, problems: l.problems, at: t,
		byName: map[string]*Post{}, atFile: map[string]*Post{},
	}
	var reachable []*Post
	for _, p := range l.all {
		switch l.shown(p, t) {
		case listed:
			seen.listed = append(seen.listed, p)
			reachable = append(reachable, p)
		case unlisted:
			reachable = append(reachable, p)
		case draft, members, scheduled, expired:
		}
	}
	for _, p := range reachable {
		seen.byName[p.Slug] = p
		seen.atFile[fileKey(p.File)] = p
	}
	// Of two posts with one alias the older has it, as with slugs: what was linked once stays what it was.
	slices.SortStableFunc(reachable, func(a, b *Post) int { return a.Date.Compare(b.Date) })
	for _, p := range reachable {
		for _, alias := range p.Aliases {
			if _, taken := seen.byName[alias]; !taken {
				seen.byName[alias] = p
			}
		}
	}
	return seen
}

// shown is how a post is shown at a time.
func (l *Library) shown(p *Post, t time.Time) state {
	s := p.at(t)
	if l.preview && s != unlisted {
		return listed
	}
	return s
}

// NextChange returns when At first differs from this library; zero if it never does.
func (l *Library) NextChange() time.Time {
	var next time.Time
	for _, p := range l.all {
		if p.Draft || len(p.Access) > 0 {
			continue
		}
		for _, t := range []time.Time{p.PublishAt, p.ExpireAt} {
			if t.After(l.at) && l.shown(p, t) != l.shown(p, l.at) && (next.IsZero() || t.Before(next)) {
				next = t
			}
		}
	}
	return next
}

// Tags returns the tags of the listed posts, the most used first, then by label.
func (l *Library) Tags() []TagCount {
	counts := map[string]*TagCount{}
	for _, p := range l.listed {
		for _, tag := range p.Tags {
			if counts[tag.Key] == nil {
				counts[tag.Key] = &TagCount{Tag: tag}
			}
			counts[tag.Key].Posts++
		}
	}
	all := make([]TagCount, 0, len(counts))
	for _, c := range counts {
		all = append(all, *c)
	}
	slices.SortFunc(all, func(a, b TagCount) int {
		return cmp.Or(cmp.Compare(b.Posts, a.Posts), strings.Compare(a.Label, b.Label), strings.Compare(a.Key, b.Key))
	})
	return all
}

// Tagged returns the listed posts with a tag, in the order of the list. Case does not matter.
func (l *Library) Tagged(tag string) []*Post {
	key := foldKey(tag)
	var tagged []*Post
	for _, p := range l.listed {
		if slices.ContainsFunc(p.Tags, func(t Tag) bool { return t.Key == key }) {
			tagged = append(tagged, p)
		}
	}
	return tagged
}

// Series returns the series of the listed posts, the one with the newest post first.
func (l *Library) Series() []SeriesCount {
	var all []SeriesCount
	index := map[string]int{}
	for _, p := range l.listed {
		if p.Series == "" {
			continue
		}
		key := foldKey(p.Series)
		if _, ok := index[key]; !ok {
			index[key] = len(all)
			all = append(all, SeriesCount{Name: p.Series})
		}
		all[index[key]].Posts++
	}
	return all
}

// InSeries returns the listed posts of a series in reading order: those with a number, then by date. Case
// does not matter.
func (l *Library) InSeries(name string) []*Post {
	key := foldKey(name)
	var parts []*Post
	for _, p := range l.listed {
		if p.Series != "" && foldKey(p.Series) == key {
			parts = append(parts, p)
		}
	}
	slices.SortFunc(parts, func(a, b *Post) int {
		if a.SeriesOrder != b.SeriesOrder {
			if a.SeriesOrder == 0 || b.SeriesOrder == 0 {
				return boolFirst(a.SeriesOrder != 0)
			}
			return cmp.Compare(a.SeriesOrder, b.SeriesOrder)
		}
		return cmp.Or(a.Date.Compare(b.Date), strings.Compare(a.Title, b.Title), strings.Compare(a.Slug, b.Slug))
	})
	return parts
}

// Part returns which part of its series a post is, from 1, and of how many listed ones, in the order of
// [Library.InSeries]; 0, 0 if it has no series or is not listed.
func (l *Library) Part(p *Post) (n, of int) {
	if p == nil || p.Series == "" {
		return 0, 0
	}
	parts := l.InSeries(p.Series)
	i := slices.IndexFunc(parts, func(part *Post) bool { return part.Slug == p.Slug })
	if i < 0 {
		return 0, 0
	}
	return i + 1, len(parts)
}
