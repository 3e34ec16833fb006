package render

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"postern/posts"
)

// openLink is a link whose text is being read.
type openLink struct {
	index int32
	block *block // the container it began in
	from  int    // byte of the paragraph at which it began
	pics  int    // pictures of the post before it
}

func (b *builder) link(target string, content func()) {
	if target = posts.CleanLine(target); target == "" {
		content()
		return
	}
	b.startLink(target)
	content()
	b.endLink()
}

func (b *builder) startLink(target string) {
	index := b.newLink(Link{Kind: kindOf(target), URL: target})
	b.html.links = append(b.html.links, openLink{index, b.top(), len(b.in.buf), len(b.doc.pictures)})
	b.in.links = append(b.in.links, index)
	b.in.open(b.linkRole(index))
}

// endLink ends the innermost link and writes its number, unless pictures are all there is to it: then the last of them
// shows it, in its box or after its own.
func (b *builder) endLink() {
	n := len(b.html.links) - 1
	if n < 0 {
		return
	}
	l := b.html.links[n]
	b.html.links = b.html.links[:n]
	b.in.close(b.linkRole(l.index))
	onlyPictures := len(b.doc.pictures) > l.pics
	if l.block == b.top() && l.from <= len(b.in.buf) {
		onlyPictures = onlyPictures && strings.Trim(string(b.in.buf[l.from:]), string(pictureMark)+" \n\v") == ""
	}
	switch mark, r := b.doc.linkMark(l.index), b.linkRole(l.index)|linkNum; {
	case onlyPictures:
		b.doc.pictures[len(b.doc.pictures)-1].ends = true
	case b.in.isEmpty() && lastLinked(b.top(), l.index) != nil:
		lastLinked(b.top(), l.index).add(mark, r, l.index)
	default:
		b.in.mark(mark, r)
	}
	b.in.links = b.in.links[:max(len(b.in.links)-1, 0)]
}

// lastLinked returns the last text in a block, if it belongs to a link: one around whole blocks of HTML.
func lastLinked(blk *block, link int32) *text {
	for len(blk.kids) > 0 {
		blk = blk.kids[len(blk.kids)-1]
	}
	if !slices.ContainsFunc(blk.text.spans, func(s span) bool { return s.link == link }) {
		return nil
	}
	return &blk.text
}

// linked writes content as a link that shows no number.
func (b *builder) linked(index int32, r role, content func()) {
	b.in.links = append(b.in.links, index)
	b.span(r, content)
	b.in.links = b.in.links[:len(b.in.links)-1]
}

// newLink adds a link to the post and returns the name that spans have for it.
func (b *builder) newLink(l Link) int32 {
	if l.Kind != Note {
		b.numbered++
		l.Number = b.numbered
	}
	b.doc.links = append(b.doc.links, l)
	return int32(len(b.doc.links))
}

func (b *builder) linkRole(index int32) role {
	if k := b.doc.links[index-1].Kind; k == Internal || k == Anchor {
		return innerLink
	}
	return linkText
}

// linkMark is what stands after the text of a link: its number, with an arrow if it stays in the blog.
func (d *Doc) linkMark(index int32) string {
	l := d.links[index-1]
	if l.Kind == Internal || l.Kind == Anchor {
		return "→[" + strconv.Itoa(l.Number) + "]"
	}
	return "[" + strconv.Itoa(l.Number) + "]"
}

// kindOf tells where a URL leads: those with a scheme or a host lead out of the blog.
func kindOf(target string) LinkKind {
	if strings.HasPrefix(target, "#") {
		return Anchor
	}
	if strings.HasPrefix(target, "//") {
		return External
	}
	if u, err := url.Parse(target); err == nil && u.Scheme == "" {
		return Internal
	}
	if scheme, _, ok := strings.Cut(target, ":"); ok && !strings.ContainsAny(scheme, "/?#. ") {
		return External
	}
	return Internal
}

// maxURL is how much of a URL is kept, in bytes: pictures that are written into the text itself are longer.
const maxURL = 4 << 10

// picture puts a picture where the text is.
func (b *builder) picture(p picture) {
	if b.in.muted {
		return
	}
	p.src, p.alt, p.title = posts.CleanLine(p.src), b.in.emoji.write(posts.CleanLine(p.alt)), b.in.emoji.write(posts.CleanLine(p.title))
	p.width, p.height = posts.CleanLine(p.width), posts.CleanLine(p.height)
	if strings.HasPrefix(p.src, "data:") || len(p.src) > maxURL {
		p.src = ""
	}
	if p.src != "" {
		p.link = b.newLink(Link{Kind: Image, URL: p.src, Text: p.words()})
	}
	p.target = b.in.link()
	b.doc.pictures = append(b.doc.pictures, p)
	b.in.picture(len(b.doc.pictures) - 1)
}

// words says what a picture shows, as far as it is known.
func (p *picture) words() string {
	alt, title := p.said()
	if name := cmp.Or(alt, title, p.file()); name != "" {
		return "Image: " + name
	}
	return "Image"
}

// said returns the alternative text and the title of a picture, as far as its caption does not say the same: generators
// write one into the other.
func (p *picture) said() (alt, title string) {
	alt, title = p.alt, p.title
	if p.caption.s == "" {
		return alt, title
	}
	caption := p.caption.plain()
	if alt == caption {
		alt = ""
	}
	if title == caption {
		title = ""
	}
	return alt, title
}

// file is the name of a picture's file.
func (p *picture) file() string {
	name := p.src
	if u, err := url.Parse(p.src); err == nil {
		name = u.Path
	}
	if name = path.Base(name); name == "." || name == "/" {
		return ""
	}
	return posts.CleanLine(name)
}
