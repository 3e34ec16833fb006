package render

import (
	"slices"
	"strings"

	"golang.org/x/net/html"

	"postern/posts"
)

// markup builds what a piece of raw HTML says: a whole HTML block, or one tag in the middle of a line. What it
// opens stays open until its end tag comes, in this piece or a later one, or until the block of Markdown
// around it ends.
func (b *builder) markup(source string) {
	z := html.NewTokenizer(strings.NewReader(source))
	skip := &b.html.skip
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			b.endPre()
			return
		case html.TextToken:
			if !skip.on() {
				b.htmlText(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, hasAttr := z.TagName()
			if skip.start(string(name), kind) {
				b.in.muted = b.in.muted || skip.on()
				continue
			}
			b.startTag(string(name), attributes(z, hasAttr))
		case html.EndTagToken:
			name, _ := z.TagName()
			switch was := skip.on(); {
			case !skip.end(string(name)):
				b.endTag(string(name))
			case was && !skip.on():
				b.in.muted = false
			}
		}
	}
}

// htmlState is what HTML has begun and not ended yet, besides its containers.
type htmlState struct {
	partial []byte     // the tag in the middle of a line that is being put together
	links   []openLink // the innermost last
	tables  []*openTable
	scripts []int  // where in the paragraph each <sub> or <sup> began
	media   string // words for a <video> that has named no file yet
	raw     string // element whose content comes next, as one piece of source
	skip    skipper
}

// skipper leaves out elements whose content is not for readers. In a line their content is Markdown as well: the
// paragraph is muted until they end, or it does.
type skipper struct {
	tag   string
	depth int
}

func (s *skipper) on() bool { return s.depth > 0 }

func (s *skipper) start(tag string, kind html.TokenType) bool {
	switch {
	case s.on() && tag == s.tag:
		s.depth++
	case s.on():
	case elements[tag].skip && kind == html.StartTagToken:
		s.tag, s.depth = tag, 1
	default:
		return elements[tag].skip
	}
	return true
}

func (s *skipper) end(tag string) bool {
	if !s.on() {
		return elements[tag].skip
	}
	if tag == s.tag {
		s.depth--
	}
	return true
}

// attributes returns the attributes of a tag, the first of each name.
func attributes(z *html.Tokenizer, more bool) map[string]string {
	var all map[string]string
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if all == nil {
			all = make(map[string]string)
		}
		if _, twice := all[string(key)]; !twice {
			all[string(key)] = string(value)
		}
	}
	return all
}

func (b *builder) startTag(tag string, attrs map[string]string) {
	e, known := elements[tag]
	if b.pre != nil {
		b.pre.startTag(tag, attrs)
		return
	}
	if e.group {
		b.flush()
	}
	b.anchor(idOf(attrs["id"]))
	switch {
	case !known:
	case e.start != nil:
		e.start(b, tag, attrs)
	case e.role != 0:
		b.in.open(e.role)
	case e.container:
		b.open(&block{kind: e.kind}, tag)
	}
}

func (b *builder) endTag(tag string) {
	if b.pre != nil {
		if tag == "pre" {
			b.endPre()
		}
		return
	}
	e := elements[tag]
	switch {
	case e.end != nil:
		e.end(b, tag)
	case e.role != 0:
		b.in.close(e.role)
	case e.container:
		b.closeTag(tag)
	}
	if e.group {
		b.flush()
	}
}

// htmlText adds text between tags. The content of <noscript> arrives as it is written: readers have no
// scripts, so it is for them.
func (b *builder) htmlText(s string) {
	switch {
	case b.pre != nil:
		b.pre.source.WriteString(s)
	case b.html.raw == "noscript":
		b.html.raw = ""
		b.markup(s)
	default:
		b.in.write(posts.Clean(s))
	}
}

// closeTag ends the innermost open element of a name. An end tag without one is ignored.
func (b *builder) closeTag(tag string) {
	b.flush()
	if i := b.find(tag); i >= 0 {
		b.closeTo(i)
	}
}

// find returns where on the stack the innermost open element with one of these names is, or -1. It does not
// look beyond the block of Markdown around.
func (b *builder) find(tags ...string) int {
	for i := len(b.stack) - 1; i > 0 && b.stack[i].tag != ""; i-- {
		if slices.Contains(tags, b.stack[i].tag) {
			return i
		}
	}
	return -1
}

// capture takes the content of an element as one text and hands it to use, when the element ends.
func (b *builder) capture(tag string, use func(text)) {
	b.flush()
	content := &block{}
	b.stack = append(b.stack, scope{block: content, tag: tag, end: func() { use(b.flatten(content.kids)) }})
}

// pre is preformatted text while it is read.
type pre struct {
	lang   string
	source strings.Builder
}

func (p *pre) startTag(tag string, attrs map[string]string) {
	switch tag {
	case "br":
		p.source.WriteByte('\n')
	case "code":
		p.lang = classLanguage(attrs, p.lang)
	}
}

func (b *builder) startPre(attrs map[string]string) {
	b.flush()
	b.pre = &pre{lang: classLanguage(attrs, "")}
}

func (b *builder) endPre() {
	if b.pre == nil {
		return
	}
	p := b.pre
	b.pre = nil
	if source := strings.Trim(p.source.String(), "\n"); source != "" {
		b.code(p.lang, source)
	}
}

// classLanguage returns the language that a class such as "language-go" or "highlight go" names.
func classLanguage(attrs map[string]string, none string) string {
	if lang := attrs["data-lang"]; lang != "" {
		return lang
	}
	for class := range strings.FieldsSeq(attrs["class"]) {
		if lang, ok := strings.CutPrefix(class, "language-"); ok {
			return lang
		}
		if lang, ok := strings.CutPrefix(class, "lang-"); ok {
			return lang
		}
	}
	return none
}
