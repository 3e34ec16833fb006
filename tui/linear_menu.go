package tui

import (
	"fmt"

	"postern/posts"
)

// numberedPage is how many items of a menu are printed at once.
const numberedPage = 20

// numbered is a place where numbers stand for what is listed.
type numbered struct {
	name string // of what is listed, in the plural: "Posts"
	of   string // the slug of the post that it belongs to; empty: none
	head string // printed above the first item

	count  int
	item   func(i int) string
	below  func(i int) string // printed below an item; nil: nothing
	open   func(l *linear, i int) linearPlace
	search func(l *linear, words string) linearPlace
	extra  []verb // that this menu has besides

	at int // the first item that was printed last
}

func (m numbered) address() string { return m.of }

func (m numbered) end() int { return min(m.at+numberedPage, m.count) }

// show prints a page of the menu.
func (m numbered) show(l *linear) linearPlace {
	l.gap()
	if m.at == 0 {
		l.say(m.head)
	}
	for i := m.at; i < m.end(); i++ {
		l.numbered(i+1, m.item(i))
		if m.below != nil {
			l.below(m.below(i))
		}
	}
	l.gap()
	return m
}

func (m numbered) status(*linear) string {
	if m.count <= numberedPage {
		return ""
	}
	return fmt.Sprintf("%s %d to %d of %d.", m.name, m.at+1, m.end(), m.count)
}

func (m numbered) verbs(*linear) []verb {
	number := verb{typed: "number", hint: "number", does: "open what has this number in the list"}
	find := verb{typed: "/words", hint: "/words", does: "find words: / and the words"}
	more := verb{names: []string{"m", "n", "", "more", "next"}, hint: "m more", does: "more of the list", run: m.more}
	if m.end() == m.count {
		more.hint = ""
	}
	if m.count == 0 {
		number.hint = ""
	}
	return append([]verb{
		number, find, more,
		{names: []string{"p", "previous"}, does: "the part of the list before this", run: m.previous},
	}, m.extra...)
}

func (m numbered) more(l *linear) linearPlace {
	if m.end() == m.count {
		l.say("This is the end of the list.")
		return m
	}
	m.at = m.end()
	return m.show(l)
}

func (m numbered) previous(l *linear) linearPlace {
	if m.at == 0 {
		l.say("This is the beginning of the list.")
		return m
	}
	m.at = max(m.at-numberedPage, 0)
	return m.show(l)
}

func (m numbered) number(l *linear, n int) linearPlace {
	if n < 1 || n > m.count {
		l.say(fmt.Sprintf("There is no number %d in this list.", n))
		return m
	}
	return m.open(l, n-1)
}

func (m numbered) find(l *linear, words string) linearPlace {
	if words == "" {
		l.say("Type the words after the stroke, such as /harbour.")
		return m
	}
	return m.search(l, words)
}

// posts is a list of posts.
func (l *linear) posts(all []*posts.Post, head string) numbered {
	m := numbered{
		name: "Posts", head: head, count: len(all),
		item:   func(i int) string { return listed(all[i], l.library.HiddenAs(all[i])) },
		open:   func(l *linear, i int) linearPlace { return l.enter(postPlace{post: all[i]}) },
		search: findPosts,
	}
	details := func(l *linear) linearPlace {
		m := m
		m.below = func(i int) string { return described(all[i]) }
		return l.enter(m)
	}
	m.extra = []verb{
		{names: []string{"t", "tags"}, hint: "t tags", does: "tags and series", run: tagMenu},
		{names: []string{"d", "details"}, does: "this list with what each post is about", run: details},
	}
	return m
}

// listed is a post in a list: what tells it apart first. Only their author sees hidden ones.
func listed(p *posts.Post, hidden string) string {
	name := p.ListTitle
	if name == "" {
		name = p.Title
	}
	text := name + ", " + p.Date.Format(dateFormat) + ", " + counted(int(p.ReadingTime().Minutes()), "minute")
	if hidden != "" {
		text += ", " + hidden
	}
	if p.Pinned {
		text += ", pinned"
	}
	return text
}

// described is what a post is about.
func described(p *posts.Post) string {
	text := p.Description
	if tags := tagsOf(p); tags != "" {
		text += " Tags: " + tags + "."
	}
	return text
}
