package sshapp

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"postern/posts"
)

// runList prints one post a line, the date first: sortable and greppable.
func runList(c *call) error {
	found, err := c.listed()
	if err != nil {
		return err
	}
	if len(found) == 0 && c.filtered() {
		if c.options.json {
			_ = c.json([]any{}) // the error below tells of a client that is gone as well
		}
		return c.noneListed()
	}
	if c.options.json {
		all := make([]postObject, 0, len(found))
		for _, p := range found {
			all = append(all, objectOf(p))
		}
		return c.json(all)
	}
	for _, p := range found {
		if _, err := fmt.Fprintf(c.asked, "%s  %s  %s\n", p.Date.Format(time.DateOnly), p.Slug, posts.CleanLine(p.Title)); err != nil {
			return err
		}
	}
	return nil
}

// bareList is what a client without a terminal gets that asks for nothing: the list, and how to read.
func (c *call) bareList() error {
	if err := runList(c); err != nil {
		return err
	}
	return c.say("To read in full screen: " + c.ssh("") + "\nTo read a post as text: " + c.ssh("SLUG") + "\n")
}

// filtered reports whether only some of the posts were asked for.
func (c *call) filtered() bool {
	return c.options.tag != "" || c.options.series != "" || c.options.since != ""
}

// listed returns the posts that were asked for, in the order of the list, or of a series.
func (c *call) listed() ([]*posts.Post, error) {
	found := slices.Clone(c.library.Posts())
	if c.options.series != "" {
		found = c.library.InSeries(c.options.series)
	}
	if c.options.tag != "" {
		tagged := c.library.Tagged(c.options.tag)
		found = slices.DeleteFunc(found, func(p *posts.Post) bool { return !slices.Contains(tagged, p) })
	}
	if c.options.since != "" {
		since, err := parseSince(c.options.since, c.library.Site().Zone)
		if err != nil {
			return nil, c.usage(err.Error())
		}
		found = slices.DeleteFunc(found, func(p *posts.Post) bool { return p.Date.Before(since) })
	}
	if c.options.limit > 0 {
		found = found[:min(len(found), c.options.limit)]
	}
	return found, nil
}

// noneListed says why no post is left: no post has the tag, or none is of the series, or what was asked for goes with none
// together.
func (c *call) noneListed() error {
	var names []string
	switch {
	case c.options.tag != "" && len(c.library.Tagged(c.options.tag)) == 0:
		return c.noTag()
	case c.options.series != "" && len(c.library.InSeries(c.options.series)) == 0:
		for _, s := range c.library.Series() {
			names = append(names, s.Name)
		}
		text := fmt.Sprintf("no post is of a series %q", c.options.series) + meant(c.options.series, names)
		return &commandError{exitNothing, text, "All series: " + c.ssh("series")}
	}
	return &commandError{exitNothing, "no post is like that", ""}
}

// noTag says that no post has the tag that was asked for, and which one was probably meant.
func (c *call) noTag() error {
	var names []string
	for _, t := range c.library.Tags() {
		names = append(names, t.Label)
	}
	text := fmt.Sprintf("no post has the tag %q", c.options.tag) + meant(c.options.tag, names)
	return &commandError{exitNothing, text, "All tags: " + c.ssh("tags")}
}

// meant asks for the name that is nearest to a wrong one, whatever its case; it is empty if none is near.
func meant(wrong string, names []string) string {
	lower := make([]string, len(names))
	for i, name := range names {
		lower[i] = strings.ToLower(name)
	}
	near := posts.Nearest(strings.ToLower(wrong), lower)
	if near == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", names[slices.Index(lower, near)])
}

// parseSince returns the first moment of a day, a month or a year.
func parseSince(s string, zone *time.Location) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, "2006-01", "2006"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, nil
		}
	}
	return time.Time{}, errors.New("--since is a date such as 2026-11-23, 2026-11 or 2026")
}

// postObject is a post in JSON: what `list --json` prints of each.
type postObject struct {
	Slug        string     `json:"slug"`
	Title       string     `json:"title"`
	Date        time.Time  `json:"date"`
	Updated     *time.Time `json:"updated,omitempty"`
	Authors     []string   `json:"authors,omitempty"`
	Tags        []string   `json:"tags,omitempty"`
	Series      string     `json:"series,omitempty"`
	Description string     `json:"description,omitempty"`
	Lang        string     `json:"lang,omitempty"`
	Words       int        `json:"words"`
}

func objectOf(p *posts.Post) postObject {
	o := postObject{
		Slug: p.Slug, Title: posts.CleanLine(p.Title), Date: p.Date, Series: posts.CleanLine(p.Series),
		Description: posts.CleanLine(p.Description), Lang: p.Lang, Words: p.Words,
	}
	if !p.Updated.IsZero() {
		o.Updated = &p.Updated
	}
	for _, a := range p.Authors {
		o.Authors = append(o.Authors, posts.CleanLine(a.Name))
	}
	for _, t := range p.Tags {
		o.Tags = append(o.Tags, posts.CleanLine(t.Label))
	}
	return o
}

// json prints a value for programs, and for people who look at it.
func (c *call) json(value any) error {
	e := json.NewEncoder(c.asked)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}

// runTags prints each tag with the number of its posts.
func runTags(c *call) error {
	for _, t := range c.library.Tags() {
		if _, err := fmt.Fprintf(c.asked, "%s  %d\n", posts.CleanLine(t.Label), t.Posts); err != nil {
			return err
		}
	}
	return nil
}

// runSeries prints each series with the number of its posts.
func runSeries(c *call) error {
	for _, s := range c.library.Series() {
		if _, err := fmt.Fprintf(c.asked, "%s  %d\n", posts.CleanLine(s.Name), s.Posts); err != nil {
			return err
		}
	}
	return nil
}
