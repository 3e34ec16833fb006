package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"postern/posts"
)

// The full text of all posts is searched when the words of a filter are finished with enter. What is found stands in
// a list like any other, with the words marked in what is said of each post.

// searchFunc finds posts by their words, see [Options.Search].
type searchFunc func(ctx context.Context, query string, limit int) ([]posts.Hit, error)

const (
	maxFound   = 100             // posts that one search brings
	searchTime = 5 * time.Second // that it may take
)

// postsFoundMsg brings what a search has found and says what it answers.
type postsFoundMsg struct {
	words string
	hits  []posts.Hit
	err   error
}

// searchPosts searches the full text, which may take a while.
func searchPosts(search searchFunc, words string) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), searchTime)
		defer cancel()
		hits, err := search(ctx, words, maxFound)
		return postsFoundMsg{words, hits, err}
	}
}

// searchAll searches the full text for the words that are typed.
func (s filterScreen) searchAll(r *reader, _ int) (screen, tea.Cmd) {
	words := strings.TrimSpace(s.list.words)
	switch {
	case words == "":
		return s.list, nil
	case r.search == nil:
		r.notice = "the full text cannot be searched here; these posts have the words in title, tags or description"
		return s.list, nil
	}
	s.asked = words
	return s, searchPosts(r.search, words)
}

// took goes on with what was found.
func (s filterScreen) took(r *reader, answer postsFoundMsg) screen {
	s.asked = ""
	switch {
	case errors.Is(answer.err, posts.ErrNotReady):
		r.notice = "the index is still being built; these posts have the words in title, tags or description"
		return s.list
	case answer.err != nil:
		r.notice = "the search failed; these posts have the words in title, tags or description"
		return s.list
	case len(answer.hits) == 0:
		r.notice = fmt.Sprintf("no post has “%s”", posts.CleanLine(answer.words))
		return s
	}
	list := s.list
	list.topic, list.words, list.hits = topic{}, answer.words, answer.hits
	list.shown, list.cursor, list.top = nil, 0, 0
	for _, h := range answer.hits {
		list.shown = append(list.shown, h.Post)
	}
	return list.settled(r)
}

// snippet draws what was found in a post, at most so many lines of it.
func snippet(r *reader, h posts.Hit, width, limit int) []string {
	var text strings.Builder
	for _, f := range h.Snippet {
		words := strings.ReplaceAll(posts.Clean(f.Text), "\n", " ")
		if f.Match {
			words = r.paint(found, words)
		}
		text.WriteString(words)
	}
	return carried(wrap(text.String(), width, limit), r.styles[found].String())
}

// carried makes lines complete in themselves: a style that is open at the end of one begins the next again.
func carried(lines []string, style string) []string {
	open := ""
	for i, line := range lines {
		line = open + line
		open = ""
		if strings.LastIndex(line, style) > strings.LastIndex(line, resetStyle) {
			open = style
			line += resetStyle
		}
		lines[i] = line
	}
	return lines
}

// candidates are the words by which a hit may be found in its post again, the best first: those that were typed,
// then those that matched.
func candidates(query string, h posts.Hit) []string {
	words := []string{strings.ToLower(strings.ReplaceAll(query, `"`, ""))}
	for _, f := range h.Snippet {
		if f.Match {
			words = append(words, strings.ToLower(f.Text))
		}
	}
	return words
}

// toWords is the step to the first of several words that the text has.
func toWords(several []string) step {
	return func(s postScreen, r *reader) postScreen {
		for _, words := range several {
			if s = s.found(words); len(s.hits) > 0 {
				return s.showHit(r)
			}
		}
		return s.found("")
	}
}
