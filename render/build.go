package render

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// maxDepth is how many blocks may stand within each other; deeper ones are laid out as if they stood at that depth.
const maxDepth = 48

// builder makes a Doc of what Markdown and HTML say. Both speak to it in the same words: open and close for
// blocks, in for the text of the current paragraph. HTML elements may be opened in one block of Markdown and
// closed in another; at the end of the block of Markdown around them they are closed in any case.
type builder struct {
	doc   *Doc
	src   []byte
	stack []scope
	in    inline
	html  htmlState
	pre   *pre // preformatted text that is being read, or nil
	ids   headingIDs
	names []string // ids that name the next block

	numbered int // links with a number so far
}

// scope is an open container.
type scope struct {
	block *block
	tag   string // the HTML element that opened it; empty: Markdown did
	end   func() // what is left to do when it closes, or nil
}

func build(src []byte, root ast.Node, emoji emojiWay) *Doc {
	b := &builder{
		doc: &Doc{anchors: make(map[string]Place), emoji: emoji},
		src: src,
		ids: make(headingIDs),
	}
	b.in.emoji = emoji
	top := &block{}
	b.stack = []scope{{block: top}}
	b.children(root)
	b.flush()
	b.doc.blocks = top.kids
	b.doc.finish()
	return b.doc
}

func (b *builder) top() *block { return b.stack[len(b.stack)-1].block }

// open begins a container; tag is the HTML element that asks for it, or empty.
func (b *builder) open(blk *block, tag string) {
	b.flush()
	if len(b.stack) < maxDepth {
		b.put(blk)
	} else {
		blk = b.top()
	}
	b.stack = append(b.stack, scope{block: blk, tag: tag})
}

// closeTo ends containers until depth of them are left.
func (b *builder) closeTo(depth int) {
	b.flush()
	for len(b.stack) > depth {
		last := b.stack[len(b.stack)-1]
		b.stack = b.stack[:len(b.stack)-1]
		if last.end != nil {
			last.end()
		}
	}
}

// put adds a block to the innermost container.
func (b *builder) put(blk *block) {
	blk.names, b.names = append(blk.names, b.names...), nil
	parent := b.top()
	parent.kids = append(parent.kids, blk)
}

// flush ends the paragraph: what was gathered becomes blocks.
func (b *builder) flush() {
	b.in.muted, b.html.skip = false, skipper{}
	if b.in.isEmpty() {
		return
	}
	pics := append([]int(nil), b.in.pics...)
	t := b.in.take()
	if len(pics) == 0 {
		if t = t.settle(); t.s != "" {
			b.put(&block{kind: paragraph, text: t})
		}
		return
	}
	b.putWithPictures(t, pics)
}

// line ends the paragraph and returns it as one text, with its pictures in the line.
func (b *builder) line() text {
	pics := append([]int(nil), b.in.pics...)
	t := b.in.take()
	for _, p := range pics {
		t = b.inlinePicture(t, p)
	}
	return t.settle()
}

// putWithPictures makes blocks of a paragraph that has pictures: those that are alone on their line of the
// source stand on their own, and a short line that ends the paragraph right after one is its caption.
func (b *builder) putWithPictures(t text, pics []int) {
	var pending text
	var last *block // a picture that nothing but blanks has followed
	end := func() {
		if p := pending.settle(); p.s != "" {
			b.put(&block{kind: paragraph, text: p})
			last = nil
		}
		pending = text{}
	}
	for from := 0; from < len(t.s); {
		to := from + strings.IndexAny(t.s[from:], "\n\v") + 1
		if to == from {
			to = len(t.s)
		}
		line := t.slice(from, to)
		count := strings.Count(line.s, string(pictureMark))
		switch {
		case count > 0 && strings.Trim(line.s, string(pictureMark)+" \n\v") == "" && !b.areBadges(pics[:count]):
			end()
			for _, p := range pics[:count] {
				last = &block{kind: image, n: p}
				b.put(last)
			}
		case count == 0 && last != nil && to == len(t.s) && pending.s == "" && isCaption(line.s):
			b.doc.pictures[last.n].caption = line.settle()
		default:
			for _, p := range pics[:count] {
				line = b.inlinePicture(line, p)
			}
			pending.join(line)
		}
		pics, from = pics[count:], to
	}
	end()
}

// areBadges reports whether pictures are links each, and stand in a row or are called badges, as the signs at the head of
// a project's description: they are words in a line rather than pictures.
func (b *builder) areBadges(pics []int) bool {
	named := true
	for _, i := range pics {
		p := &b.doc.pictures[i]
		if p.target == 0 {
			return false
		}
		named = named && (strings.Contains(p.src, "badge") || strings.Contains(p.src, "//img.shields.io/"))
	}
	return named || len(pics) > 1
}

// maxCaption is how long a line after a picture may be to be taken for its caption, in bytes.
const maxCaption = 200

func isCaption(line string) bool {
	return len(line) <= maxCaption && strings.TrimSpace(line) != ""
}

// inlinePicture puts the words for a picture in place of its first mark.
func (b *builder) inlinePicture(t text, index int) text {
	at := strings.IndexRune(t.s, pictureMark)
	if at < 0 {
		return t
	}
	pic := &b.doc.pictures[index]
	out := t.slice(0, at)
	link := pic.target
	if link == 0 {
		link = pic.link
	}
	out.add("["+pic.words()+"]", imageText, link)
	if pic.link != 0 {
		out.add(b.doc.linkMark(pic.link), imageText|linkNum, pic.link)
	}
	if pic.ends {
		out.add(b.doc.linkMark(pic.target), imageText|linkNum, pic.target)
	}
	out.join(t.slice(at+utf8.RuneLen(pictureMark), len(t.s)))
	return out
}

// opened is what is open at one moment of a paragraph.
type opened struct {
	roles [16]int
	links int
}

func (b *builder) opened() opened { return opened{b.in.count, len(b.html.links)} }

// closeInline ends what was opened in the text since a moment.
func (b *builder) closeInline(since opened) {
	for len(b.html.links) > since.links {
		b.endLink()
	}
	for i, n := range b.in.count {
		for ; n > since.roles[i]; n-- {
			b.in.close(1 << i)
		}
	}
}

// anchor makes an id name the text that comes next.
func (b *builder) anchor(id string) {
	if id != "" {
		b.names = append(b.names, id)
	}
}
