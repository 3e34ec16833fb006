package tui

import (
	"strings"

	"postern/posts"
)

// allPosts is the list of all posts.
func allPosts(l *linear) numbered {
	all := l.library.Posts()
	if len(all) == 0 {
		return l.posts(nil, "Nothing has been published here yet.")
	}
	return l.posts(all, counted(len(all), "post")+":")
}

// tagMenu lists the tags and series, each of which leads to its posts.
func tagMenu(l *linear) linearPlace {
	tags, series := l.library.Tags(), l.library.Series()
	if len(tags)+len(series) == 0 {
		l.say("No post here has a tag or belongs to a series.")
		return l.place
	}
	return l.enter(numbered{
		name: "Tags", head: "Tags and series:", count: len(tags) + len(series),
		item: func(i int) string {
			if i < len(tags) {
				return tags[i].Label + ", " + counted(tags[i].Posts, "post")
			}
			s := series[i-len(tags)]
			return "Series: " + s.Name + ", " + counted(s.Posts, "post")
		},
		open: func(l *linear, i int) linearPlace {
			if i < len(tags) {
				found := l.library.Tagged(tags[i].Key)
				return l.enter(l.posts(found, counted(len(found), "post")+" with the tag "+tags[i].Label+":"))
			}
			name := series[i-len(tags)].Name
			return l.enter(l.posts(l.library.InSeries(name), "The series "+name+", in its order:"))
		},
		search: findPosts,
	})
}

// findPosts searches all posts and lists those that have the words.
func findPosts(l *linear, words string) linearPlace {
	words = strings.ToValidUTF8(words[:min(len(words), maxFilter)], "")
	hits, where := l.hits(words)
	if len(hits) == 0 {
		l.say("No " + where + " has “" + words + "”.")
		return l.place
	}
	found := make([]*posts.Post, len(hits))
	for i, hit := range hits {
		found[i] = hit.Post
	}
	head := counted(len(hits), "post") + " for “" + words + "”, looked for in each " + where + ":"
	m := l.posts(found, head)
	m.below = func(i int) string { return around(hits[i]) }
	return l.enter(m)
}

// hits looks words up in the text of all posts or, if that cannot be done now, in what the list knows of them; where
// says which.
func (l *linear) hits(words string) (hits []posts.Hit, where string) {
	if l.options.Search != nil {
		if hits, err := l.options.Search(l.ctx, words, maxFound); err == nil {
			return hits, "post"
		}
	}
	wanted := strings.Fields(strings.ToLower(words))
	for _, p := range l.library.Posts() {
		if has(p, wanted) && len(hits) < maxFound {
			hits = append(hits, posts.Hit{Post: p, Snippet: []posts.Fragment{{Text: p.Description}}})
		}
	}
	return hits, "title, tag and description"
}

// around is what was found, with the words around it.
func around(hit posts.Hit) string {
	var b strings.Builder
	for _, part := range hit.Snippet {
		b.WriteString(part.Text)
	}
	return b.String()
}
