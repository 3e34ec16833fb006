package publish

import (
	"crypto/sha256"
	"fmt"
	"strings"

	"golang.org/x/crypto/ssh"
)

// The picture's size, and its marks by how often a place was visited; then the start and the end.
const (
	artWidth  = 17
	artHeight = 9
	artMarks  = " .o+=*BOX@%&#/^"
	artStart  = byte('S')
	artEnd    = byte('E')
)

// Art returns the picture of a key that ssh shows with VisualHostKey, in 11 lines without a last line feed: the walk
// of a bishop over a board, who takes two bits of the SHA-256 fingerprint a step (sshkey_fingerprint in OpenSSH's
// sshkey.c).
func Art(key ssh.PublicKey) string {
	var visits [artHeight][artWidth]int
	x, y := artWidth/2, artHeight/2
	for _, b := range sha256.Sum256(key.Marshal()) {
		for range 4 {
			x = within(x+2*int(b&1)-1, artWidth)
			y = within(y+int(b&2)-1, artHeight)
			visits[y][x]++
			b >>= 2
		}
	}
	var art strings.Builder
	art.WriteString(artBorder(fmt.Sprintf("[%s %d]", Name(key), Bits(key))) + "\n")
	for row := range visits {
		art.WriteByte('|')
		for column, n := range visits[row] {
			mark := artMarks[min(n, len(artMarks)-1)]
			if row == artHeight/2 && column == artWidth/2 {
				mark = artStart
			}
			if row == y && column == x {
				mark = artEnd
			}
			art.WriteByte(mark)
		}
		art.WriteString("|\n")
	}
	art.WriteString(artBorder("[SHA256]"))
	return art.String()
}

func within(n, size int) int { return max(0, min(n, size-1)) }

func artBorder(title string) string {
	left := (artWidth - len(title)) / 2
	return "+" + strings.Repeat("-", left) + title + strings.Repeat("-", artWidth-left-len(title)) + "+"
}
