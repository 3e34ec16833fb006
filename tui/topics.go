package tui

import (
	"cmp"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"postern/posts"
)

// topic is a tag or a series, to which a list can be narrowed. The zero value is all posts.
type topic struct {
	tag    posts.Tag
	series string
}

// posts returns the posts of a topic.
func (t topic) posts(l *posts.Library) []*posts.Post {
	switch {
	case t.series != "":
		return l.InSeries(t.series)
	case t.tag.Key != "":
		return l.Tagged(t.tag.Key)
	default:
		return l.Posts()
	}
}

func (t topic) String() string {
	switch {
	case t.series != "":
		return "series " + posts.CleanLine(t.series)
	case t.tag.Key != "":
		return "tag " + posts.CleanLine(t.tag.Label)
	default:
		return ""
	}
}

// about narrows the list to a topic, from its first post on.
func (s listScreen) about(r *reader, t topic) listScreen {
	s.topic = t
	return s.matching(r, "").settled(r)
}

func (s listScreen) nextTag(r *reader, count int) (screen, tea.Cmd) {
	return s.otherTag(r, max(count, 1)), nil
}

func (s listScreen) previousTag(r *reader, count int) (screen, tea.Cmd) {
	return s.otherTag(r, -max(count, 1)), nil
}

// otherTag narrows the list to the tag that is so many further on. All posts stand before the first tag and after
// the last.
func (s listScreen) otherTag(r *reader, by int) listScreen {
	tags := r.library.Tags()
	if len(tags) == 0 {
		r.notice = "no post has a tag"
		return s
	}
	at := 1 + slices.IndexFunc(tags, func(t posts.TagCount) bool { return t.Key == s.topic.tag.Key })
	n := len(tags) + 1
	if at = ((at+by)%n + n) % n; at == 0 {
		return s.about(r, topic{})
	}
	return s.about(r, topic{tag: tags[at-1].Tag})
}

func (s listScreen) hasTopics(r *reader) bool {
	return len(r.library.Tags())+len(r.library.Series()) > 0
}

// topics lists the tags and the series with the number of their posts.
func (s listScreen) topics(r *reader, _ int) (screen, tea.Cmd) {
	all := []topic{{}}
	choices := []choice{{text: "all posts", note: counted(len(r.library.Posts()), "post")}}
	for _, series := range r.library.Series() {
		all = append(all, topic{series: series.Name})
		choices = append(choices, choice{text: r.said(all[len(all)-1].String()), note: counted(series.Posts, "post")})
	}
	for _, tag := range r.library.Tags() {
		all = append(all, topic{tag: tag.Tag})
		choices = append(choices, choice{text: r.said(tag.Label), note: counted(tag.Posts, "post")})
	}
	if len(all) == 1 {
		r.notice = "no post has a tag or belongs to a series"
		return s, nil
	}
	pick := func(r *reader, at int, under screen) (screen, tea.Cmd) {
		if list, ok := under.(listScreen); ok {
			return list.about(r, all[at]), nil
		}
		return under, nil
	}
	return choosing(r, s, "Tags and series", choices, slices.Index(all, s.topic), pick), nil
}

// maxRelated is how many related posts are named at the end of a post.
const maxRelated = 3

// relatedTo returns the posts that have most in common with a post: the parts of its series that follow, then
// those that share the most tags; the newest first.
func relatedTo(l *posts.Library, post *posts.Post) []*posts.Post {
	type relation struct {
		post   *posts.Post
		shared int
	}
	var related []*posts.Post
	if post.Series != "" {
		parts := l.InSeries(post.Series)
		related = append(related, parts[slices.Index(parts, post)+1:]...)
	}
	var others []relation
	for _, p := range l.Posts() {
		shared := 0
		for _, tag := range post.Tags {
			if slices.ContainsFunc(p.Tags, func(t posts.Tag) bool { return t.Key == tag.Key }) {
				shared++
			}
		}
		if shared > 0 && p != post && !slices.Contains(related, p) {
			others = append(others, relation{p, shared})
		}
	}
	slices.SortStableFunc(others, func(a, b relation) int {
		return cmp.Or(cmp.Compare(b.shared, a.shared), b.post.Date.Compare(a.post.Date))
	})
	for _, o := range others {
		related = append(related, o.post)
	}
	return related[:min(len(related), maxRelated)]
}

// partOf says which part of its series a post is.
func partOf(l *posts.Library, post *posts.Post) string {
	if post.Series == "" {
		return ""
	}
	name := posts.CleanLine(post.Series)
	parts := l.InSeries(post.Series)
	if at := slices.Index(parts, post); at >= 0 && len(parts) > 1 {
		return fmt.Sprintf("%s, part %d of %d", name, at+1, len(parts))
	}
	return name
}
