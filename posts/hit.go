package posts

// Hit is a post that a search over all posts has found.
type Hit struct {
	Post    *Post
	Snippet []Fragment // a line of the text around what was found
}

// Fragment is a part of a [Hit]'s snippet.
type Fragment struct {
	Text  string
	Match bool // it is what was looked for
}
