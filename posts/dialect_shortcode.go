package posts

import (
	"html"
	"regexp"
	"strings"
)

// call is a shortcode or tag with what it was given.
type call struct {
	name  string
	args  []string          // without names, in order
	named map[string]string // by name, in lower case
	inner string            // between the tags of a pair, rewritten
	pair  bool
	alone bool // nothing else stands on its lines
}

// arg returns the first of some named arguments that is given.
func (c call) arg(names ...string) string {
	for _, n := range names {
		if v := c.named[n]; v != "" {
			return v
		}
	}
	return ""
}

// first returns a named argument, else the first without a name.
func (c call) first(names ...string) string {
	if v := c.arg(names...); v != "" {
		return v
	}
	if len(c.args) > 0 {
		return c.args[0]
	}
	return ""
}

// shortcodes are those that mean the same wherever they are used: Hugo's own, Zola's examples, plugins of
// Jekyll, themes'. Each returns Markdown or HTML.
var shortcodes = map[string]func(w *rewriter, c call) string{
	"figure": figure, "image": figure, "img": figure, "imgproc": figure, "picture": figure, "figure.html": figure,
	"image.html": figure, "img.html": figure,
	"highlight": highlightCode, "code": highlightCode,
	"ref": pageReference, "relref": pageReference, "link": pageReference, "post_url": pageReference,
	"youtube": external("YouTube video", "https://www.youtube.com/watch?v=", "id"),
	"vimeo":   external("Vimeo video", "https://vimeo.com/", "id"),
	"gist":    gist,
	"tweet":   tweet, "twitter": tweet, "x": tweet,
	"instagram": external("Instagram post", "https://www.instagram.com/p/", "id"),
	"codepen":   external("CodePen", "https://codepen.io/pen/", "id"),
	"asciinema": external("Recording of a terminal", "https://asciinema.org/a/", "id", "key"),
	"video":     media, "audio": media, "iframe": media,
	"details": disclosure, "expand": disclosure, "collapse": disclosure, "spoiler": disclosure,
	"alert": admonition, "notice": admonition, "admonition": admonition, "callout": admonition, "hint": admonition,
	"note": admonition, "tip": admonition, "info": admonition, "warning": admonition, "caution": admonition,
	"danger": admonition, "important": admonition,
	"tab": titled, "pane": titled,
	"toc": noText, "table_of_contents": noText, "tableofcontents": noText, "param": noText,
	"comment": noText,
}

// shortcode writes what stands for a call. One that is not known shows what is in it, or nothing and a notice.
func (w *rewriter) shortcode(c call, at position) string {
	if f, ok := shortcodes[strings.ToLower(c.name)]; ok {
		return f(w, c)
	}
	if c.pair {
		return c.inner
	}
	w.notice(at, "the shortcode %q is not known and is not shown", c.name)
	return ""
}

func noText(*rewriter, call) string { return "" }

func figure(w *rewriter, c call) string {
	src := c.first("src", "url", "image", "path", "file", "image_path")
	if src == "" {
		return c.inner
	}
	var b strings.Builder
	b.WriteString("<figure>")
	if link := c.arg("link", "href"); link != "" {
		b.WriteString(`<a href="` + html.EscapeString(link) + `">`)
	}
	b.WriteString("<img" + attribute("src", src) + attribute("alt", c.arg("alt")) + attribute("title", c.arg("title")) +
		attribute("width", c.arg("width")) + attribute("height", c.arg("height")) + ">")
	if c.arg("link", "href") != "" {
		b.WriteString("</a>")
	}
	caption := strings.TrimSpace(strings.Join([]string{c.arg("caption"), strings.TrimSpace(c.inner), c.arg("attr")}, " "))
	if caption != "" {
		b.WriteString("<figcaption>" + captionHTML(caption) + "</figcaption>")
	}
	b.WriteString("</figure>")
	return block(c, b.String())
}

// captionMarkup is the Markdown that captions use, and the HTML for it: a caption stands inside HTML.
var captionMarkup = []struct {
	pattern *regexp.Regexp
	html    string
}{
	{regexp.MustCompile(`\[([^\]]+)\]\(([^)\s]+)\)`), `<a href="$2">$1</a>`},
	{regexp.MustCompile(`\*\*([^*]+)\*\*`), `<b>$1</b>`},
	{regexp.MustCompile(`\*([^*]+)\*`), `<i>$1</i>`},
	{regexp.MustCompile("`([^`]+)`"), `<code>$1</code>`},
}

// captionHTML writes a caption on one line, so that it stays in its element.
func captionHTML(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for _, m := range captionMarkup {
		s = m.pattern.ReplaceAllString(s, m.html)
	}
	return s
}

func attribute(name, value string) string {
	if value == "" {
		return ""
	}
	return " " + name + `="` + html.EscapeString(value) + `"`
}

// block sets an element of HTML that stands alone on its lines off from what follows. One in the middle of text
// must not begin a line: what follows on it would be HTML as well (CommonMark 4.6), and its Markdown left as it is.
func block(c call, s string) string {
	if c.alone {
		return s + "\n"
	}
	return "<span></span>" + s
}

func highlightCode(_ *rewriter, c call) string {
	return fenced(c.first("lang", "language", "type"), c.inner)
}

// fenced writes code between fences that are longer than any in it.
func fenced(lang, code string) string {
	fence := "```"
	for strings.Contains(code, fence) {
		fence += "`"
	}
	return "\n" + fence + strings.TrimSpace(lang) + "\n" + strings.Trim(code, "\n") + "\n" + fence + "\n"
}

// pageReference is the address of a page of the blog: it stands where a URL stands.
func pageReference(w *rewriter, c call) string {
	name := c.first("path", "name")
	url, ok := w.dialect.address(name)
	if !ok {
		url = name
	}
	return strings.ReplaceAll(url, " ", "%20")
}

func external(what, base string, names ...string) func(*rewriter, call) string {
	return func(_ *rewriter, c call) string {
		id := c.first(names...)
		if id == "" {
			return c.inner
		}
		if !strings.Contains(id, "://") {
			id = base + id
		}
		return markdownLink(what+titleOf(c), id)
	}
}

func titleOf(c call) string {
	if t := c.arg("title"); t != "" {
		return ": " + t
	}
	return ""
}

func gist(_ *rewriter, c call) string {
	if len(c.args) >= 2 {
		return markdownLink("Gist", "https://gist.github.com/"+c.args[0]+"/"+c.args[1])
	}
	return markdownLink("Gist", "https://gist.github.com/"+c.first("id", "url"))
}

func tweet(_ *rewriter, c call) string {
	user, id := c.arg("user"), c.first("id", "url")
	if user == "" {
		user = "i"
	}
	if !strings.Contains(id, "://") {
		id = "https://x.com/" + user + "/status/" + id
	}
	return markdownLink("Post on X", id)
}

func media(_ *rewriter, c call) string {
	src := c.first("src", "url", "mp4", "webm", "file")
	if src == "" {
		return c.inner
	}
	return block(c, "<"+strings.ToLower(c.name)+attribute("src", src)+attribute("title", c.arg("title"))+"></"+strings.ToLower(c.name)+">")
}

func markdownLink(words, url string) string {
	return "[" + strings.NewReplacer("[", `\[`, "]", `\]`).Replace(words) + "](<" + strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "").Replace(url) + ">)"
}

func disclosure(_ *rewriter, c call) string {
	summary := c.first("summary", "title")
	return "<details><summary>" + html.EscapeString(summary) + "</summary>\n\n" + c.inner + "\n\n</details>\n"
}

// admonition is a callout, of the kind that its name or an argument says.
func admonition(_ *rewriter, c call) string {
	kind, words := strings.ToLower(c.name), c.args
	switch kind {
	case "alert", "notice", "admonition", "callout", "hint":
		if kind = c.arg("type", "color", "context", "level"); kind == "" && len(words) > 0 {
			kind, words = words[0], words[1:]
		}
	}
	title := c.arg("title")
	if title == "" && len(words) > 0 {
		title = words[0]
	}
	if strings.Trim(strings.ToLower(kind), "abcdefghijklmnopqrstuvwxyz-") != "" || kind == "" {
		kind = "note"
	}
	if !c.alone {
		return c.inner
	}
	return calloutLines(kind, title, c.inner)
}

// calloutLines writes a callout in the way that GitHub and Obsidian have it.
func calloutLines(kind, title, content string) string {
	var b strings.Builder
	b.WriteString("> [!" + kind + "] " + title + "\n")
	for line := range strings.Lines(strings.Trim(content, "\n") + "\n") {
		b.WriteString("> " + line)
	}
	b.WriteString("\n")
	return b.String()
}

func titled(_ *rewriter, c call) string {
	if t := c.first("name", "title", "header"); t != "" {
		return "\n**" + t + "**\n\n" + c.inner + "\n"
	}
	return c.inner
}
