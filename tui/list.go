package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/posts"
)

// listScreen is the list of posts, all of them or those that a filter lets through.
type listScreen struct {
	topic  topic         // that the list is narrowed to
	words  string        // of the filter; empty: all posts of the topic
	shown  []*posts.Post // shared with the library as long as nothing is filtered
	hits   []posts.Hit   // instead of a filter: what a search of the full text has found, in the order of shown
	more   bool          // and there are more hits
	cursor int           // the selected post, an index of shown
	top    int           // the first post in view
}

func newList(r *reader) listScreen { return listScreen{shown: r.library.Posts()} }

func listKeys(row row) use[listScreen] { return row.list }

func (s listScreen) title(r *reader) string { return posts.CleanLine(r.library.Site().Title) }

func (listScreen) address(*reader) string { return "" }

func (s listScreen) update(r *reader, msg tea.Msg) (screen, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		return press(s, r, key, listKeys)
	}
	return s.settled(r), nil
}

func (s listScreen) move(r *reader, m motion, count int) listScreen {
	s.cursor = m(s.cursor, s.inView(r), len(s.shown)-1, count)
	return s.settled(r)
}

func (s listScreen) hasPosts(*reader) bool { return len(s.shown) > 0 }

func (s listScreen) canFilter(r *reader) bool { return len(r.library.Posts()) > 1 }

// open opens the selected post, or the one whose number was typed.
func (s listScreen) open(r *reader, count int) (screen, tea.Cmd) {
	at := s.cursor
	if count > 0 {
		at = count - 1
	}
	if at >= len(s.shown) {
		if count > 0 {
			r.notice = fmt.Sprintf("there is no post %d", count)
		}
		return s, nil
	}
	s.cursor = at
	way := trail{base: s.settled(r)}
	if at < len(s.hits) {
		return openPost(r, way, s.shown[at], toFound(s.words, s.hits[at]))
	}
	return openPost(r, way, s.shown[at])
}

// filter begins to type words; what a search has found gives way to the whole list.
func (s listScreen) filter(r *reader, _ int) (screen, tea.Cmd) {
	if s.hits != nil {
		s = s.matching(r, "")
	}
	return filterScreen{list: s}, nil
}

func (s listScreen) isNarrowed(*reader) bool { return s.words != "" || s.topic != topic{} }

// clear takes the filter away, else the topic, and stays on the selected post.
func (s listScreen) clear(r *reader, _ int) (screen, tea.Cmd) {
	var all listScreen
	switch {
	case s.words != "":
		all = s.matching(r, "")
	case s.topic != topic{}:
		all = s.about(r, topic{})
	default:
		return s, nil
	}
	if s.cursor < len(s.shown) {
		all = all.selecting(r, s.shown[s.cursor])
	}
	return all.settled(r), nil
}

// returned selects the post that the reader comes back from.
func (s listScreen) returned(r *reader, post *posts.Post) screen { return s.selecting(r, post) }

// selecting moves to a post, if it is in the list.
func (s listScreen) selecting(r *reader, post *posts.Post) listScreen {
	if at := slices.Index(s.shown, post); at >= 0 {
		s.cursor = at
	}
	return s.settled(r)
}

// matching returns the list with another filter, from its first post on.
func (s listScreen) matching(r *reader, words string) listScreen {
	s.hits, s.more = nil, false
	s.words, s.shown = words, s.topic.posts(r.library)
	s.cursor, s.top = 0, 0
	wanted := strings.Fields(strings.ToLower(words))
	if len(wanted) > 0 {
		s.shown = slices.DeleteFunc(slices.Clone(s.shown), func(p *posts.Post) bool { return !has(p, wanted) })
	}
	return s
}

// has reports whether each of the words, in lower case, is part of a post's title, tags or description.
func has(p *posts.Post, words []string) bool {
	text := []string{p.Title, p.ListTitle, p.Description}
	for _, tag := range slices.Concat(p.Tags, p.Categories) {
		text = append(text, tag.Label)
	}
	all := strings.ToLower(strings.Join(text, "\n"))
	return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(all, word) })
}

// settled brings the selected post into the list and into view. Only posts near it are measured, so that a long
// list costs no more than a short one.
func (s listScreen) settled(r *reader) listScreen {
	last := len(s.shown) - 1
	s.cursor = max(min(s.cursor, last), 0)
	if last < 0 {
		s.top = 0
		return s
	}
	s.top = min(max(s.top, s.topFor(r, s.cursor)), s.cursor)
	s.top = min(s.top, s.topFor(r, last))
	return s
}

// topFor returns the first post that can be on top while the post at bottom is wholly in view.
func (s listScreen) topFor(r *reader, bottom int) int {
	d := s.drawing(r)
	used := len(d.item(r, s.shown[bottom], bottom, bottom == s.cursor))
	top := bottom
	for ; top > 0; top-- {
		used += d.gap + len(d.item(r, s.shown[top-1], top-1, top-1 == s.cursor))
		if used > d.rows {
			break
		}
	}
	return top
}

// inView returns how many posts are wholly in view.
func (s listScreen) inView(r *reader) int {
	d := s.drawing(r)
	used, n := 0, 0
	for at := s.top; at < len(s.shown); at++ {
		used += len(d.item(r, s.shown[at], at, at == s.cursor))
		if used > d.rows {
			break
		}
		used += d.gap
		n++
	}
	return n
}

func (s listScreen) lines(r *reader) []string {
	return s.draw(r, joined(s.filterLine(r), s.position()), hints(s, r, listKeys))
}

// position says which post of how many is selected.
func (s listScreen) position() string {
	if len(s.shown) == 0 {
		return ""
	}
	more := ""
	if s.more {
		more = "+"
	}
	return fmt.Sprintf("%d/%d%s", s.cursor+1, len(s.shown), more)
}

func (s listScreen) filterLine(r *reader) string {
	if s.words == "" {
		return r.said(s.topic.String())
	}
	if s.hits != nil {
		return "“" + s.words + "” in all posts"
	}
	return joined(r.said(s.topic.String()), "/"+s.words)
}
