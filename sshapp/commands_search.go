package sshapp

import (
	"errors"
	"fmt"
	"strings"

	"postern/posts"
)

// stdHits is how many posts a search prints unless it is told otherwise.
const stdHits = 20

// runSearch prints the posts that have some words, the best first, each with a line of its text.
func runSearch(c *call) error {
	if c.server.cfg.Search == nil {
		return &commandError{exitFault, "there is no search here", ""}
	}
	limit := stdHits
	if c.options.limit > 0 {
		limit = c.options.limit
	}
	hits, err := c.server.cfg.Search(c.ctx, queryOf(c.args), limit)
	if errors.Is(err, posts.ErrNotReady) || errors.Is(err, posts.ErrClosed) {
		return &commandError{exitLimit, "the posts are being read for the search; try again in a moment", ""}
	}
	if err != nil {
		return err
	}
	if c.options.json {
		return c.hitObjects(hits)
	}
	if len(hits) == 0 {
		return nothingHas(c.args)
	}
	_, coloured := c.colors()
	for _, hit := range hits {
		_, err := fmt.Fprintf(c.asked, "%s  %s\n    %s\n",
			hit.Post.Slug, marked(hit.Title, coloured), marked(hit.Snippet, coloured))
		if err != nil {
			return err
		}
	}
	return nil
}

// queryOf is what was asked for: an argument with blanks in it was quoted, and so is a phrase.
func queryOf(args []string) string {
	words := make([]string, len(args))
	for i, arg := range args {
		if words[i] = arg; strings.ContainsAny(arg, " \t\n") && !strings.Contains(arg, `"`) {
			words[i] = `"` + arg + `"`
		}
	}
	return strings.Join(words, " ")
}

func nothingHas(words []string) error {
	return &commandError{exitNothing, fmt.Sprintf("no post has %s", strings.Join(words, " ")), ""}
}

// marked is a found text on one line, its matches in bold if the terminal can show that (ECMA-48, 8.3.117).
func marked(fragments []posts.Fragment, bold bool) string {
	var b strings.Builder
	for _, f := range fragments {
		text := strings.ReplaceAll(posts.Clean(f.Text), "\n", " ")
		if bold && f.Match {
			text = "\x1b[1m" + text + "\x1b[22m"
		}
		b.WriteString(text)
	}
	return b.String()
}

// hitObject is a found post in JSON: what `search --json` prints of each.
type hitObject struct {
	postObject
	Snippet []fragmentObject `json:"snippet"`
}

type fragmentObject struct {
	Text  string `json:"text"`
	Match bool   `json:"match"`
}

func (c *call) hitObjects(hits []posts.Hit) error {
	all := make([]hitObject, 0, len(hits))
	for _, hit := range hits {
		o := hitObject{objectOf(hit.Post), []fragmentObject{}}
		for _, f := range hit.Snippet {
			o.Snippet = append(o.Snippet, fragmentObject{posts.Clean(f.Text), f.Match})
		}
		all = append(all, o)
	}
	if err := c.json(all); err != nil || len(hits) > 0 {
		return err
	}
	return nothingHas(c.args)
}
