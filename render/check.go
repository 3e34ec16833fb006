package render

import (
	"fmt"
	"net/url"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"postern/posts"
)

// Check returns what is wrong in the texts of a library, hidden posts too, for their authors: what of the source is not
// shown, and links within the blog that lead nowhere. It parses all posts; nothing of that is kept.
func Check(lib *posts.Library) []posts.Problem {
	checked := make(map[*posts.Post]*checkedPost)
	all := lib.All()
	if home := lib.Home(); home != nil {
		all = append(all, home)
	}
	for i, c := range parseAll(all, posts.Dialect{BaseURL: lib.Site().BaseURL, Resolve: lib.Address}) {
		checked[all[i]] = c
	}
	var problems []posts.Problem
	for _, p := range all {
		problems = append(problems, checked[p].problems...)
		problems = append(problems, brokenLinks(lib, p, checked)...)
	}
	slices.SortStableFunc(problems, posts.Problem.Compare)
	return problems
}

// checkedPost is what is left of a parsed post.
type checkedPost struct {
	problems []posts.Problem
	links    []Link
	anchors  anchors
}

// parseAll parses posts on all processors.
func parseAll(all []*posts.Post, dialect posts.Dialect) []*checkedPost {
	checked := make([]*checkedPost, len(all))
	var (
		next    atomic.Int64
		parsers sync.WaitGroup
	)
	for range runtime.GOMAXPROCS(0) {
		parsers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				checked[i] = checkPost(all[i], dialect)
			}
		})
	}
	parsers.Wait()
	return checked
}

func checkPost(p *posts.Post, dialect posts.Dialect) *checkedPost {
	d := guardedParse(p, dialect, wholeEmoji)
	c := &checkedPost{links: d.links, anchors: d.anchors}
	if d.err != nil {
		c.problems = append(c.problems, posts.Problem{File: p.File, Severity: posts.Error, Message: "its text cannot be laid out: " + d.err.Error()})
	}
	for _, n := range d.notices {
		found := posts.Problem{File: p.File, Message: posts.CleanLine(n.Message)}
		if n.Line > 0 {
			found.Line = max(p.BodyLine, 1) + n.Line - 1
		}
		c.problems = append(c.problems, found)
	}
	return c
}

// brokenLinks finds the links of a post that lead nowhere, each target once. Files that are no posts may be pages of the
// web site, so only those are missed that can be nothing else.
func brokenLinks(lib *posts.Library, from *posts.Post, checked map[*posts.Post]*checkedPost) []posts.Problem {
	var problems []posts.Problem
	told := map[string]bool{}
	for _, l := range checked[from].links {
		if l.Kind == Note || told[l.URL] {
			continue
		}
		told[l.URL] = true
		var message string
		switch to, heading, ok := lib.Follow(from, l.URL); {
		case !ok && l.Kind == Internal && isMarkdown(l.URL):
			message = fmt.Sprintf("the link %q leads to no post that readers can open", l.URL)
		case ok && heading != "" && to == from && !has(checked[to], heading):
			message = fmt.Sprintf("the link %q leads to no heading of this post", l.URL)
		case ok && heading != "" && !has(checked[to], heading):
			message = fmt.Sprintf("the link %q leads to no heading of %s", l.URL, to.File)
		default:
			continue
		}
		line, column := positionIn(from, l.URL)
		problems = append(problems, posts.Problem{File: from.File, Line: line, Column: column, Message: posts.CleanLine(message)})
	}
	return problems
}

// topOfPage are fragments that browsers know without an element of that name (HTML Living Standard, 7.4.6.4).
var topOfPage = []string{"", "top"}

func has(p *checkedPost, anchor string) bool {
	_, ok := p.anchors.find(anchor)
	return ok || slices.Contains(topOfPage, strings.ToLower(anchor))
}

// isMarkdown reports whether a link names a file that posts are written in.
func isMarkdown(link string) bool {
	u, err := url.Parse(link)
	return err == nil && u.Host == "" && slices.Contains([]string{".md", ".markdown"}, strings.ToLower(path.Ext(u.Path)))
}

// positionIn finds where in a post's file a text stands first, from 1; 0, 0 if it is written in another way there.
func positionIn(p *posts.Post, text string) (line, column int) {
	before, _, found := strings.Cut(p.Body(), text)
	if !found {
		return 0, 0
	}
	return max(p.BodyLine, 1) + strings.Count(before, "\n"),
		utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
}
