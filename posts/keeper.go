package posts

import "strings"

// keeper makes a string of bytes that will change.
type keeper func(data []byte) string

// oneByOne keeps each text for itself: it goes when nobody needs it any more.
func oneByOne() keeper { return func(data []byte) string { return string(data) } }

// Texts that lie side by side share blocks of memory, of textBlock bytes, which go when the last of them does. A text
// of more than manyText is kept for itself.
const (
	textBlock = 1 << 20 // bytes
	manyText  = textBlock / 16
)

// sideBySide keeps texts without gaps, for those that come and go together: thousands of small pieces of their own
// take a quarter more.
func sideBySide() keeper {
	var block *strings.Builder
	return func(data []byte) string {
		if len(data) > manyText {
			return string(data)
		}
		if block == nil || block.Cap()-block.Len() < len(data) {
			block = new(strings.Builder)
			block.Grow(textBlock)
		}
		start := block.Len()
		block.Write(data)
		return block.String()[start:]
	}
}
