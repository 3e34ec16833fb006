package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/posts"
	"postern/render"
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
	more  bool // there are more
	err   error
}

// searchPosts searches the full text, which may take a while.
func searchPosts(search searchFunc, words string) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := context.WithTimeout(context.Background(), searchTime)
		defer cancel()
		hits, err := search(ctx, words, maxFound+1)
		return postsFoundMsg{words, hits[:min(len(hits), maxFound)], len(hits) > maxFound, err}
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
	list.topic, list.words, list.hits, list.more = topic{}, answer.words, answer.hits, answer.more
	list.shown, list.cursor, list.top = nil, 0, 0
	for _, h := range answer.hits {
		list.shown = append(list.shown, h.Post)
	}
	return list.settled(r)
}

// snippet draws what was found in a post, at most so many lines of it.
func snippet(r *reader, h posts.Hit, width, limit int) []string {
	return marked(r, r.centred(h.Snippet, width*limit), plain, width, limit)
}

// marked draws text in a style, and what matches in it as found, on at most so many lines.
func marked(r *reader, text []posts.Fragment, style token, width, limit int) []string {
	var all strings.Builder
	for _, f := range text {
		as := style
		if f.Match {
			as = found
		}
		all.WriteString(r.paint(as, r.oneLine(f.Text)))
	}
	return carried(wrap(all.String(), width, limit))
}

// oneLine is [reader.said] for a part of a line, of which the blanks at the ends count.
func (r *reader) oneLine(text string) string {
	text = strings.ReplaceAll(posts.Clean(text), "\n", " ")
	if r.graphemes {
		return text
	}
	return render.SimpleEmoji(text)
}

// centred cuts off the beginning of a text if the first match in it would not be in a room of so many cells, so that it
// stands in the middle.
func (r *reader) centred(text []posts.Fragment, room int) []posts.Fragment {
	at := slices.IndexFunc(text, func(f posts.Fragment) bool { return f.Match })
	if at <= 0 {
		return text
	}
	var before strings.Builder
	for _, f := range text[:at] {
		before.WriteString(r.oneLine(f.Text))
	}
	lead, match := ansi.StringWidth(before.String()), ansi.StringWidth(r.oneLine(text[at].Text))
	keep := max((room-match)/2, 0)
	if lead <= keep || lead+match < room*2/3 {
		return text
	}
	kept := ansi.TruncateLeft(before.String(), lead-keep, "")
	if _, words, ok := strings.Cut(kept, " "); ok { // begin with a whole word
		kept = words
	}
	return append([]posts.Fragment{{Text: ellipsis + kept}}, text[at:]...)
}

// carried makes lines complete in themselves: a style that is open at the end of one begins the next again.
func carried(lines []string) []string {
	open := ""
	for i, line := range lines {
		line = open + line
		open = ""
		if at := strings.LastIndex(line, "\x1b["); at >= 0 && !strings.HasPrefix(line[at:], resetStyle) {
			open = line[at : at+strings.IndexByte(line[at:], 'm')+1]
			line += resetStyle
		}
		lines[i] = line
	}
	return lines
}

// toFound is the step to where a search of the full text has found a post. All that it has found there is marked.
func toFound(query string, h posts.Hit) step {
	return func(s postScreen, r *reader) postScreen {
		s.query = true
		if s = s.found(query); len(s.hits) == 0 {
			return s.found("")
		}
		s.hit = s.hitAt(wanted(query, h))
		return s.showHit(r)
	}
}

// wanted are the words at which a reader wants to read on, the best first: those that were typed, as they were typed,
// then what the snippet shows.
func wanted(query string, h posts.Hit) []string {
	var all strings.Builder
	var words []string
	for _, f := range h.Snippet {
		if f.Match || all.Len() > 0 {
			all.WriteString(f.Text)
		}
		if f.Match {
			words = append(words, all.String())
		}
	}
	slices.Reverse(words)
	return append([]string{strings.ReplaceAll(query, `"`, "")}, words...)
}

// hitAt returns the hit at the first of several texts that the page has.
func (s postScreen) hitAt(texts []string) int {
	for _, text := range texts {
		places := find(s.page, s.setup.Width, strings.ToLower(text))
		if len(places) == 0 {
			continue
		}
		begin := places[0][0]
		for i, h := range s.hits {
			if h[0].Line > begin.Line || h[0].Line == begin.Line && h[0].From >= begin.From {
				return i
			}
		}
	}
	return 0
}
