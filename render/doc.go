package render

import "postern/posts"

// Doc is a parsed post: blocks, the links, pictures and code in them, and where each stands. It does not
// change and is shared by every width and theme.
type Doc struct {
	blocks   []*block
	links    []Link
	pictures []picture
	codes    []codeBlock
	headings []heading
	anchors  anchors
	starts   []Place // of the outermost blocks
	notes    []footnoteAt
	end      Place
	bytes    int64 // what it takes in memory, about

	references []noteReference
	emoji      emojiWay
	notices    []posts.Notice // for the author
	err        error          // why it could not be parsed
}

type blockKind uint8

const (
	paragraph blockKind = iota
	headed              // a heading; n is its level
	quote
	callout     // text is its title, n its calloutKind; <aside> has no title
	listing     // n is the first number of an ordered list
	item        // of a list; n is its number, 0 if it has none of its own
	term        // of a definition list
	definition  // of the term before it
	code        // n is its index in Doc.codes
	mathematics // a display of mathematics; text is its source
	grid        // a table
	image       // n is its index in Doc.pictures
	rule        // thematic break
	details     // text is its summary
	caption     // of what stands before it
	footnote    // n is its number
)

type taskState uint8

const (
	noTask taskState = iota
	openTask
	doneTask
)

// block is a node of the tree that is laid out from top to bottom.
type block struct {
	kind    blockKind
	n       int
	ordered bool // a list
	numeral byte // how its items are numbered: 'a', 'A', 'i' or 'I' as in HTML, else with digits
	tight   bool // a list whose items stand without blank lines between them
	task    taskState
	text    text
	kids    []*block
	table   *table
	names   []string // ids by which its first text is found
	id      string   // of a heading
}

// role says what a stretch of text is, apart from the block it stands in; roles add up.
type role uint16

const (
	strong role = 1 << iota
	emph
	strike
	underline
	mark
	codeSpan
	keyboard
	formula
	linkText  // of a link that leads out of the blog
	innerLink // of a link that stays in it
	linkNum   // the number after a link
	noteNum   // the number that leads to a footnote, or back
	imageText // a picture in the middle of a line
	quiet     // what is said in passing: sizes, file names
	headText  // of a heading, where the sheet writes something after it
)

// text is inline content. Hard breaks are newlines in s, every other blank is one space.
type text struct {
	s     string
	spans []span // cover s, in order
	words []word // cover s, in order
	start Place
	size  Place // characters in it that are the author's
	lead  Place // characters at the beginning that are not, and do not count

	across int // of a table's cell: columns that it takes besides its own; their cells are empty
}

// span is a stretch of text in one role.
type span struct {
	end    int32 // byte of text.s at which it ends
	link   int32 // the link it belongs to: index in Doc.links and 1; 0: none
	roles  role
	opens  role // those that begin with this span
	closes role // those that end with it
}

// word is a stretch of text that can only be broken after its end.
type word struct {
	end   int32 // byte of text.s at which it ends, blanks after it included
	cells int32 // without the blanks at its end
}

// LinkKind tells where a link leads.
type LinkKind uint8

// The kinds of links.
const (
	External LinkKind = iota // out of the blog
	Internal                 // to another page of the blog
	Anchor                   // to a place in the same post, URL is "#id"
	Image                    // to the file of a picture
	Note                     // to a footnote or back from it
)

// Link is a link of a post, in the order in which they stand. All but footnotes have a number, from 1.
type Link struct {
	Number int // 0: none
	Kind   LinkKind
	URL    string // cleaned, as written
	Text   string // what is linked, in plain words

	hyperlink string // the sequence that begins it (OSC 8); empty if the terminal cannot open it
}

type heading struct {
	level int
	text  string
	id    string
	at    Place
}

type footnoteAt struct {
	number int
	at     Place
}

// picture is an image that stands on its own.
type picture struct {
	src, alt, title string
	width, height   string // as written
	caption         text
	label           text // alternative text or file name
	link            int32
	target          int32 // link around the picture, 0: none
	ends            bool  // the link around it ends with it and has no words to stand before its number
	placed          bool  // it stands on its own, not in a line of text
	at              Place
}

// codeBlock is code as its author wrote it.
type codeBlock struct {
	lang   string
	source string
	lines  []codeLine
	start  Place // of its first character
	end    Place // of its last line
}

type table struct {
	caption text
	align   []alignment
	head    [][]text // its rows; HTML may have several
	rows    [][]text
}

type alignment uint8

const (
	left alignment = iota
	centre
	right
)

// noteReference is a link to a footnote, and the id of its own place.
type noteReference struct {
	link int32
	id   string
}
