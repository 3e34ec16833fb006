package render

// Heading is a heading of a page.
type Heading struct {
	Level int // 1 to 6
	Text  string
	ID    string // GitHub-style, unique in the post
	Line  int
}

// Headings returns the headings in the order in which they stand.
func (p *Page) Headings() []Heading {
	all := make([]Heading, 0, len(p.doc.headings))
	for _, h := range p.doc.headings {
		all = append(all, Heading{h.level, h.text, h.id, p.LineOf(h.at)})
	}
	return all
}

// Anchor returns the line to which "#id" leads: a heading, a footnote, a reference to one, an element of HTML. Headings have the
// ids of other generators, too.
func (p *Page) Anchor(id string) (line int, ok bool) {
	at, ok := p.doc.anchors.find(id)
	return p.LineOf(at), ok
}

// PlacedLink is a link with the line on which it begins.
type PlacedLink struct {
	Link
	Line int
}

// Links returns the links that can be seen on the page, in the order in which they stand in the post.
func (p *Page) Links() []PlacedLink {
	all := make([]PlacedLink, 0, len(p.linkLines))
	for i, line := range p.linkLines {
		if line > 0 {
			all = append(all, PlacedLink{p.doc.links[i], int(line) - 1})
		}
	}
	return all
}

// Picture is a picture that stands on its own.
type Picture struct {
	Src           string // cleaned, as written; empty if the picture is part of the post's text
	Alt, Title    string
	Caption       string
	Width, Height string // as written
	Line          int    // the first of those that keep its place
	Link          int    // number of the link to its file; 0: none
}

// Pictures returns the pictures that stand on their own.
func (p *Page) Pictures() []Picture {
	all := make([]Picture, 0, len(p.doc.pictures))
	for i := range p.doc.pictures {
		pic := &p.doc.pictures[i]
		if !pic.placed {
			continue
		}
		number := 0
		if pic.link > 0 {
			number = p.doc.links[pic.link-1].Number
		}
		all = append(all, Picture{
			pic.src, pic.alt, pic.title, pic.caption.plain(), pic.width, pic.height, p.LineOf(pic.at), number,
		})
	}
	return all
}

// Code is a block of code.
type Code struct {
	Lang   string
	Source string // exactly as written, without the line end that ends it
	Line   int    // its first
	Lines  int    // how many it takes on the page
}

// Codes returns the blocks of code.
func (p *Page) Codes() []Code {
	all := make([]Code, 0, len(p.doc.codes))
	for i := range p.doc.codes {
		c := &p.doc.codes[i]
		line := p.LineOf(c.start)
		all = append(all, Code{c.lang, c.source, line, p.LineOf(c.end) - line + 1})
	}
	return all
}

// Footnote is a footnote, which stands at the end of the page.
type Footnote struct {
	Number int // from 1; links to it are of kind Note
	Line   int
}

// Footnotes returns the footnotes in their order.
func (p *Page) Footnotes() []Footnote {
	all := make([]Footnote, 0, len(p.doc.notes))
	for _, n := range p.doc.notes {
		all = append(all, Footnote{n.number, p.LineOf(n.at)})
	}
	return all
}

// Blocks returns the lines on which the outermost blocks begin: paragraphs, headings, lists and so on.
func (p *Page) Blocks() []int {
	all := make([]int, 0, len(p.doc.starts))
	for _, at := range p.doc.starts {
		all = append(all, p.LineOf(at))
	}
	return all
}
