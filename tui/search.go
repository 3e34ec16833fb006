package tui

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"postern/posts"
)

// findScreen is a post while the words to look for in it are typed.
type findScreen struct {
	post  postScreen
	began spot // where the search began
}

func findKeys(row row) use[findScreen] { return row.find }

func (s findScreen) title(r *reader) string { return s.post.title(r) }

func (s findScreen) address(r *reader) string { return s.post.address(r) }

func (s findScreen) update(r *reader, msg tea.Msg) (screen, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		if key.Text != "" {
			return s.typed(r, s.post.words+written(key)), nil
		}
		return press(s, r, key, findKeys)
	}
	var cmd tea.Cmd
	s.post, cmd = s.post.updated(r, msg)
	return s, cmd
}

// typed looks for other words, from where the search began, unless they are too long.
func (s findScreen) typed(r *reader, words string) findScreen {
	if len(words) > maxFilter {
		return s
	}
	s.post = s.post.backTo(r, s.began).found(words).firstHit(r)
	return s
}

func (s findScreen) rubOut(r *reader, count int) (screen, tea.Cmd) {
	if s.post.words == "" {
		return s.clear(r, count)
	}
	_, size := utf8.DecodeLastRuneInString(s.post.words)
	return s.typed(r, s.post.words[:len(s.post.words)-size]), nil
}

func (s findScreen) erase(r *reader, _ int) (screen, tea.Cmd) { return s.typed(r, ""), nil }

// clear ends the search and goes back to where it began.
func (s findScreen) clear(r *reader, _ int) (screen, tea.Cmd) {
	return s.typed(r, "").post, nil
}

func (s findScreen) hasHits(r *reader) bool { return s.post.hasHits(r) }

func (s postScreen) hasHits(*reader) bool { return len(s.hits) > 0 }

// keep ends the typing; the hits stay marked.
func (s findScreen) keep(r *reader, _ int) (screen, tea.Cmd) {
	p := s.post
	if p.words != "" && p.page != nil && len(p.hits) == 0 {
		r.notice = fmt.Sprintf("“%s” is not in this post", posts.CleanLine(p.words))
		p.words = ""
	}
	return p, nil
}

func (s findScreen) next(r *reader, count int) (screen, tea.Cmd) {
	s.post = s.post.nthHit(r, max(count, 1))
	return s, nil
}

func (s findScreen) previous(r *reader, count int) (screen, tea.Cmd) {
	s.post = s.post.nthHit(r, -max(count, 1))
	return s, nil
}

func (s findScreen) lines(r *reader) []string {
	return s.post.draw(r, "/"+s.post.words+cursor+s.post.hitCount(), hints(s, r, findKeys))
}

// search begins to look for words in the post.
func (s postScreen) search(r *reader, _ int) (screen, tea.Cmd) {
	s.query = false
	return findScreen{post: s, began: s.at}.typed(r, ""), nil
}

// found marks where words stand on the page. The current hit stays the current one.
func (s postScreen) found(words string) postScreen {
	s.words, s.hits = words, nil
	switch {
	case s.page == nil:
	case s.query:
		s.hits = findAll(s.page, s.setup.Width, words)
	default:
		s.hits = find(s.page, s.setup.Width, words)
	}
	s.hit = max(min(s.hit, len(s.hits)-1), 0)
	if len(s.hits) == 0 && s.focus == onHit {
		s.focus = onText
	}
	return s
}

// firstHit makes the first hit that is not above the window the current one.
func (s postScreen) firstHit(r *reader) postScreen {
	head := len(s.head(r))
	s.hit = 0
	for i, h := range s.hits {
		if h[0].Line+head >= s.top {
			s.hit = i
			break
		}
	}
	return s.showHit(r)
}

func (s postScreen) nextHit(r *reader, count int) (screen, tea.Cmd) {
	return s.searched(r).nthHit(r, max(count, 1)), nil
}

func (s postScreen) previousHit(r *reader, count int) (screen, tea.Cmd) {
	return s.searched(r).nthHit(r, -max(count, 1)), nil
}

// searched says so if nothing is searched for.
func (s postScreen) searched(r *reader) postScreen {
	if s.words == "" {
		r.notice = "/ searches in this post"
	}
	return s
}

// nthHit goes so many hits on, and around at the ends.
func (s postScreen) nthHit(r *reader, by int) postScreen {
	n := len(s.hits)
	if n == 0 {
		return s
	}
	s.hit = ((s.hit+by)%n + n) % n
	return s.showHit(r)
}

func (s postScreen) showHit(r *reader) postScreen {
	if len(s.hits) == 0 {
		return s
	}
	s.focus = onHit
	h := s.hits[s.hit]
	return s.inView(r, h[0].Line, h[len(h)-1].Line)
}

// hitCount says which hit of how many is the current one.
func (s postScreen) hitCount() string {
	switch {
	case strings.TrimSpace(s.words) == "" || s.page == nil:
		return ""
	case len(s.hits) == 0:
		return " not found"
	case len(s.hits) == maxHits:
		return fmt.Sprintf(" %d/%d+", s.hit+1, maxHits)
	default:
		return fmt.Sprintf(" %d/%d", s.hit+1, len(s.hits))
	}
}
