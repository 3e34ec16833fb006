package sshapp

import (
	"context"
	"runtime/debug"
	"slices"

	"github.com/charmbracelet/colorprofile"

	"postern/posts"
	"postern/render"
	"postern/tui"
)

// preparedPosts is how many posts are laid out before anyone asks for them: the newest, which most readers open.
const preparedPosts = 100

// Prepare lays the newest posts of the library out as readers usually ask for them first, so that nobody waits for
// that; the cache's bound on memory holds. It returns when that is done, or when ctx is; a fault in it is logged.
func (s *Server) Prepare(ctx context.Context) {
	defer func() {
		if value := recover(); value != nil {
			s.logPanic("preparing posts", value, debug.Stack())
		}
	}()
	setups := usualSetups()
	pages := s.pages.In(func(_ int, layOut func()) error { return s.layouts.do(ctx, lastOfAll, layOut) })
	for _, post := range newest(s.library().Posts(), preparedPosts) {
		for _, setup := range setups {
			if ctx.Err() != nil {
				return
			}
			pages.Page(post, setup)
		}
	}
}

// usualSetups are the setups of the first frame in the windows and terminals that people have.
func usualSetups() []render.Setup {
	var setups []render.Setup
	for _, width := range []int{stdColumns, maxColumns} {
		for _, profile := range []colorprofile.Profile{colorprofile.ANSI256, colorprofile.TrueColor} {
			setups = append(setups, tui.FirstSetup(width, profile))
		}
	}
	return setups
}

// newest returns the n newest of posts, the newest first.
func newest(all []*posts.Post, n int) []*posts.Post {
	sorted := slices.SortedStableFunc(slices.Values(all), func(a, b *posts.Post) int { return b.Date.Compare(a.Date) })
	return sorted[:min(n, len(sorted))]
}
