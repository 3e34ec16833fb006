package tui

import (
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// maxFilter bounds the words of a filter or a search, in bytes.
const maxFilter = 120

// filterScreen is the list while the words of its filter are typed.
type filterScreen struct {
	list  listScreen
	asked string // words that the full text is being searched for; empty: none are
}

func filterKeys(row row) use[filterScreen] { return row.filter }

func (s filterScreen) title(r *reader) string { return s.list.title(r) }

func (filterScreen) address(*reader) string { return "" }

func (s filterScreen) update(r *reader, msg tea.Msg) (screen, tea.Cmd) {
	key, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok:
		s.list = s.list.settled(r)
		if found, ok := msg.(postsFoundMsg); ok && found.words == s.asked {
			return s.took(r, found), nil
		}
		return s, nil
	case key.Text != "":
		return s.typed(r, s.list.words+written(key)), nil
	default:
		return press(s, r, key, filterKeys)
	}
}

// typed filters by other words, unless they are too many.
func (s filterScreen) typed(r *reader, words string) filterScreen {
	s.asked = ""
	if len(words) <= maxFilter {
		s.list = s.list.matching(r, words).settled(r)
	}
	return s
}

// rubOut deletes the last character, and leaves when there is none.
func (s filterScreen) rubOut(r *reader, _ int) (screen, tea.Cmd) {
	words := s.list.words
	if words == "" {
		return s.list, nil
	}
	_, size := utf8.DecodeLastRuneInString(words)
	return s.typed(r, words[:len(words)-size]), nil
}

func (s filterScreen) erase(r *reader, _ int) (screen, tea.Cmd) { return s.typed(r, ""), nil }

// clear takes the filter away; a topic stays.
func (s filterScreen) clear(r *reader, count int) (screen, tea.Cmd) {
	if s.list.words == "" {
		return s.list, nil
	}
	return s.list.clear(r, count)
}

func (s filterScreen) hasPosts(*reader) bool { return len(s.list.shown) > 0 }

// toList goes on in the list, with the posts that the filter lets through.
func (s filterScreen) toList(*reader, int) (screen, tea.Cmd) { return s.list, nil }

func (s filterScreen) lines(r *reader) []string {
	found := counted(len(s.list.shown), "post")
	if s.asked != "" {
		found = "searching" + ellipsis
	}
	return s.list.draw(r, joined(r.said(s.list.topic.String()), "/"+s.list.words+cursor+" "+found), hints(s, r, filterKeys))
}
