package posts

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// reading is the reading of one file: the post as far as it is known, and what is wrong.
type reading struct {
	site     *settings
	src      *source
	post     *Post
	meta     value
	problems []Problem
	broken   bool // the post must not be shown

	slug     string    // asked for by the file, normalised; empty if it does not ask
	slugAt   value     // what asks for it
	named    []string  // aliases that the file asks for, normalised
	web      string    // path on the web as an address; empty if not known
	pathDate time.Time // from path, url or permalink
	bodySum  []byte    // hash of the body
}

// report returns the problem for what else there is to say of it.
func (r *reading) report(s Severity, at value, format string, args ...any) *Problem {
	p := problem(r.post.File, s, format, args...)
	p.Line, p.Column = at.line, at.column
	r.problems = append(r.problems, p)
	return &r.problems[len(r.problems)-1]
}

// problem is one of a whole file. Its words are clean, whatever the arguments hold.
func problem(file string, s Severity, format string, args ...any) Problem {
	return Problem{File: CleanLine(file), Severity: s, Message: CleanLine(fmt.Sprintf(format, args...))}
}

func (r *reading) warn(at value, format string, args ...any) { r.report(Warning, at, format, args...) }

func (r *reading) error(at value, format string, args ...any) { r.report(Error, at, format, args...) }

// fail reports an error that leaves the post out.
func (r *reading) fail(at value, format string, args ...any) {
	r.broken = true
	r.report(Error, at, format, args...).Hides = true
}

func (r *reading) alias(address string) {
	if address != "" {
		r.named = append(r.named, address)
	}
}

// read makes a post of the bytes of a file. No string of it but its text has memory of the file's: it would hold all of it.
func read(site *settings, src *source, data []byte) *reading {
	r := &reading{site: site, src: src, post: &Post{File: Clean(src.file), Assets: src.assets, Draft: src.draft}}
	if why := notText(data); why != "" {
		r.fail(value{}, "%s", why)
		return r
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if !utf8.Valid(data) {
		r.warn(value{line: lineOfInvalid(data)}, "not UTF-8; what cannot be read is shown as \ufffd")
	}
	doc := split(Clean(string(data)))
	if !r.takeFront(doc) {
		return r
	}
	r.takeTitle(doc)
	if !r.broken {
		r.takeDates()
		r.takeRest()
		r.bodySum = sum(func(w *bufio.Writer) { _, _ = w.WriteString(r.post.Body()) })
	}
	r.meta = value{} // as large as the post, and all posts are read before one is used
	return r
}

// manyInvalid is one byte in so many: from there on a file is not text with some wrong letters in it.
const manyInvalid = 4

// notText says why a file is not text, or nothing if it is.
func notText(data []byte) string {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return "written in UTF-16; save it as UTF-8"
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "not a text file, whatever its name says"
	}
	if utf8.Valid(data) {
		return ""
	}
	invalid := 0
	for rest := data; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			invalid++
		}
		rest = rest[size:]
	}
	if invalid > len(data)/manyInvalid {
		return "not UTF-8 text; save it as UTF-8"
	}
	return ""
}

func lineOfInvalid(data []byte) int {
	line := 1
	for l := range bytes.Lines(data) {
		if !utf8.Valid(l) {
			break
		}
		line++
	}
	return line
}

// takeFront reads the front matter; false if the file cannot be shown.
func (r *reading) takeFront(doc document) bool {
	switch {
	case doc.leaky:
		r.fail(value{line: 1}, "the front matter that begins here has no closing line")
		return false
	case doc.unclosed:
		r.warn(value{line: 1}, "this looks like front matter without a closing line; it is shown as text")
	}
	meta, err := decode(doc.format, doc.front, doc.frontLine)
	if se, ok := errors.AsType[*syntaxError](err); ok {
		r.fail(value{line: se.line, column: se.column}, "front matter: %s", se.message)
		return false
	} else if err != nil {
		r.fail(value{line: doc.frontLine}, "front matter: %v", err)
		return false
	}
	r.meta = meta
	r.take()
	return !r.broken
}

// takeTitle settles title and body. An H1 that begins the body is the title if there is no other, and
// goes when it repeats it.
func (r *reading) takeTitle(doc document) {
	p := r.post
	source := endWithNewline(doc.body)
	body, line := source, doc.bodyLine
	if p.Title == "" && !r.src.home && strings.TrimSpace(body) == "" {
		r.broken = true // a page that its generator's template fills, or one that is not written yet
		r.report(Warning, value{}, "left out: it has neither a title nor text").Hides = true
		return
	}
	if heading, rest, lines, ok := cutTitle(body); ok && heading != "" {
		if p.Title == "" {
			p.Title = heading
		}
		if strings.EqualFold(heading, plainText(p.Title)) || strings.EqualFold(heading, p.Title) {
			body, line = rest, line+lines
		}
	}
	if p.Title == "" {
		p.Title = titleOfName(r.src.title)
	}
	if p.ListTitle == "" {
		p.ListTitle = p.Title
	}
	skipped, body := cutBlank(body)
	p.Text, p.BodyLine = TextOf(source), line+skipped
	p.skip = len(source) - len(endWithNewline(body)) // it ends as the source does
	p.Words = countWords(p.Body())
}

// endWithNewline leaves one line end after a text that is not blank. It copies only what it must.
func endWithNewline(s string) string {
	text := strings.TrimRight(s, " \t\n")
	switch rest := s[len(text):]; {
	case text == "":
		return ""
	case strings.HasPrefix(rest, "\n"):
		return s[:len(text)+1]
	default:
		return text + "\n"
	}
}

// titleOfName makes a title of a file's name.
func titleOfName(name string) string {
	s := CleanLine(strings.NewReplacer("-", " ", "_", " ").Replace(name))
	if s == "" {
		return "Untitled"
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

func (r *reading) takeDates() {
	p := r.post
	switch {
	case !p.Date.IsZero():
	case !r.src.date.IsZero():
		p.Date, p.DateOnly = r.src.date, true
	case !r.pathDate.IsZero():
		p.Date, p.DateOnly = r.pathDate, true
	default:
		p.Date = r.src.modTime.In(r.site.Zone)
		if !r.src.home && !p.Draft {
			r.warn(value{}, "no date in the file or its name; the time of its last change is used, which a new copy changes")
		}
		return // a clock that is wrong hides no post
	}
	if p.PublishAt.IsZero() {
		p.PublishAt = p.Date
	}
	if r.site.Future {
		p.PublishAt = time.Time{}
	}
}

// takeRest fills what the file did not say from its name, its text and the site.
func (r *reading) takeRest() {
	p := r.post
	if p.Description == "" {
		p.Description = strings.Clone(describe(p.Body(), r.site.excerptSeparator))
	}
	if len(p.Authors) == 0 && r.site.Author.Name != "" {
		p.Authors = []Author{r.site.Author}
	}
	if p.Lang == "" {
		p.Lang = r.src.lang
	}
	if p.Lang == "" {
		p.Lang = r.site.Lang
	}
	switch given := r.meta.get("access"); given.kind {
	case nothing:
		p.Access = r.src.access
	case list: // an empty one is nobody, and no field
		p.Access = accessOf(given)
	}
	r.web = r.webPath()
	p.Slug = r.slug
	if p.Slug == "" {
		p.Slug = slugify(r.src.title)
	}
	if p.Slug == "" {
		p.Slug = slugify(p.Title)
	}
	if p.Slug == "" {
		p.Slug = "post-" + p.Date.Format(time.DateOnly)
	}
	if taken := p.Slug; reservedSlugs[taken] && !r.src.home {
		p.Slug += "-post"
		r.warn(r.slugAt, "the address %q means something else here; this post has %q", taken, p.Slug)
	}
}

// version hashes what is shown of a post.
func (r *reading) version() string {
	p := r.post
	return hex.EncodeToString(sum(func(w *bufio.Writer) {
		fmt.Fprintf(w, "%q", []any{
			p.Slug, p.Title, p.Date, p.DateOnly, p.Updated, p.Tags, p.Categories, p.Description, p.Authors, p.Image,
			p.Lang, p.Series, p.SeriesOrder, p.TOC, p.File,
		})
		for _, a := range p.Assets {
			fmt.Fprintf(w, "%q %d %d", a.File, a.Size, a.ModTime.UnixNano())
		}
		_, _ = w.Write(r.bodySum)
	}))
}

// sum hashes what is written.
func sum(write func(*bufio.Writer)) []byte {
	hash := sha256.New()
	w := bufio.NewWriterSize(hash, 512) // so that no copy of a string is made
	write(w)
	_ = w.Flush() // a hash takes everything
	return hash.Sum(nil)[:versionBytes]
}

// versionBytes are enough that two versions of all posts ever written do not meet.
const versionBytes = 16
