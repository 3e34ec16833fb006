package sshapp

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"postern/posts"
	"postern/render"
)

// plainWidth is how wide text is without a window, in cells.
const plainWidth = 80

// usualWidth reports whether readers of commands often have a width.
func usualWidth(width int) bool { return width == plainWidth || width == 100 || width == 120 }

// runRead prints a post.
func runRead(c *call) error {
	slug, heading, atHeading := strings.Cut(c.args[0], "#")
	post, err := c.library.Lookup(slug)
	if err != nil {
		return noPost(err)
	}
	c.filter.conn.visit.reads(post.Slug)
	if atHeading && c.options.format != "" && c.options.format != "text" {
		return c.usage(fmt.Sprintf("--format %s is the whole post; leave #%s away", c.options.format, heading))
	}
	switch c.options.format {
	case "md":
		_, err = io.WriteString(c.asked, post.Source())
		return err
	case "json":
		return c.readObject(post)
	default:
		return c.readText(post, heading)
	}
}

// readText prints a post as lines of text, from a heading on if one is named.
func (c *call) readText(post *posts.Post, heading string) error {
	setup := plainSetup(c.width())
	out := io.Writer(c.asked)
	if profile, ok := c.colors(); ok {
		setup.Theme, setup.Graphemes = render.Auto, false
		if c.filter.noColor() {
			setup.Theme = render.Mono
		}
		out = &colorprofile.Writer{Forward: c.asked, Profile: profile}
	}
	page := c.laidOut(post, setup)
	if page.Err() != nil {
		return page.Err()
	}
	from := 0
	if heading != "" {
		var ok bool
		if from, ok = page.Anchor(heading); !ok {
			return noHeading(page, post, heading)
		}
	} else if _, err := io.WriteString(out, headOf(post, setup.Width)); err != nil {
		return err
	}
	for i := from; i < page.Len(); i++ {
		// A line at a time, since a sequence must not be cut in two on its way to the terminal.
		if _, err := io.WriteString(out, page.Lines(i, i+1)[0]+"\n"); err != nil {
			return err
		}
	}
	if setup.Theme == render.Plain {
		return nil // whose layout ends with the links
	}
	_, err := io.WriteString(out, linkList(page))
	return err
}

// laidOut returns a post as it is laid out. Only pages of widths that others ask for, too, are kept.
func (c *call) laidOut(post *posts.Post, setup render.Setup) *render.Page {
	if usualWidth(setup.Width) {
		return c.pages.Page(post, setup)
	}
	return c.pages.Once(post, setup)
}

// plainSetup is how a post is laid out that goes into a pipe or a file, where emoji stay whole.
func plainSetup(width int) render.Setup {
	return render.Setup{Width: width, Theme: render.Plain, Graphemes: true}
}

// width is how wide text is: as asked for, as the window, or as a page in print.
func (c *call) width() int {
	switch {
	case c.options.width > 0:
		return c.options.width
	case c.filter.pty:
		return c.filter.size().columns
	default:
		return plainWidth
	}
}

// colors reports whether colours and hyperlinks are wanted, and which the reader's terminal has.
func (c *call) colors() (colorprofile.Profile, bool) {
	profile := c.filter.colors()
	switch {
	case c.filter.pty && profile > colorprofile.NoTTY:
		return profile, true
	case c.options.color:
		return max(profile, colorprofile.ANSI256), true // NoTTY: we have not been told
	default:
		return colorprofile.NoTTY, false
	}
}

// headOf is what stands above the text of a post.
func headOf(p *posts.Post, width int) string {
	facts := []string{p.Date.Format(time.DateOnly)}
	if p.Revised() {
		facts = append(facts, "updated "+p.Updated.Format(time.DateOnly))
	}
	for _, a := range p.Authors {
		facts = append(facts, posts.CleanLine(a.Name))
	}
	for _, t := range p.Tags {
		facts = append(facts, "#"+posts.CleanLine(t.Label))
	}
	return lines(ansi.Wrap(posts.CleanLine(p.Title), width, ""), "", ansi.Wrap(strings.Join(facts, "  "), width, ""), "")
}

// linkList lists the URLs of a page's links, as the plain layout does by itself.
func linkList(page *render.Page) string {
	var b strings.Builder
	for _, link := range page.Links() {
		if link.Number == 0 {
			continue
		}
		if b.Len() == 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "[%d] %s\n", link.Number, link.URL)
	}
	return b.String()
}

// noHeading says that a post has no such heading, and which one was probably meant.
func noHeading(page *render.Page, post *posts.Post, id string) error {
	var ids []string
	for _, h := range page.Headings() {
		ids = append(ids, h.ID)
	}
	text := fmt.Sprintf("no heading %q in %s", id, post.Slug)
	if near := posts.Nearest(id, ids); near != "" {
		text += fmt.Sprintf("; did you mean %s#%s?", post.Slug, near)
	}
	return &commandError{exitNoPost, text, ""}
}

// readingObject is a post in JSON: what `read --format json` prints.
type readingObject struct {
	postObject
	Markdown string          `json:"markdown"` // as --format md
	Text     string          `json:"text"`     // as --format text
	Headings []headingObject `json:"headings"`
	Links    []linkObject    `json:"links"`
}

type headingObject struct {
	Level int    `json:"level"`
	Text  string `json:"text"`
	ID    string `json:"id"` // what stands after # in an address
}

type linkObject struct {
	Number int    `json:"number"`
	Text   string `json:"text"`
	URL    string `json:"url"` // as written
}

func (c *call) readObject(post *posts.Post) error {
	width := c.width()
	page := c.laidOut(post, plainSetup(width))
	if page.Err() != nil {
		return page.Err()
	}
	o := readingObject{
		postObject: objectOf(post), Markdown: post.Source(), Text: plainText(post, page, width),
		Headings: []headingObject{}, Links: []linkObject{},
	}
	for _, h := range page.Headings() {
		o.Headings = append(o.Headings, headingObject{h.Level, h.Text, h.ID})
	}
	for _, l := range page.Links() {
		if l.Number > 0 {
			o.Links = append(o.Links, linkObject{l.Number, l.Text, l.URL})
		}
	}
	return c.json(o)
}

// plainText is a whole post as text, as it was laid out.
func plainText(post *posts.Post, page *render.Page, width int) string {
	return headOf(post, width) + lines(page.Lines(0, page.Len())...)
}

// runCode prints a block of code.
func runCode(c *call) error {
	n := 1
	if len(c.args) == 2 {
		var err error
		if n, err = strconv.Atoi(c.args[1]); err != nil || n < 1 {
			return c.usage(fmt.Sprintf("N is a number from 1, not %q", c.args[1]))
		}
	}
	post, err := c.library.Lookup(c.args[0])
	if err != nil {
		return noPost(err)
	}
	c.filter.conn.visit.reads(post.Slug)
	page := c.laidOut(post, plainSetup(plainWidth))
	if page.Err() != nil {
		return page.Err()
	}
	codes := page.Codes()
	if n > len(codes) {
		return &commandError{exitNothing, fmt.Sprintf("no block of code %d in %s: it has %d", n, post.Slug, len(codes)), ""}
	}
	_, err = io.WriteString(c.asked, codes[n-1].Source+"\n")
	return err
}
