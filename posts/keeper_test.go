package posts

import (
	"fmt"
	"strings"
	"testing"
)

// What is kept stays as it was, whatever comes after it and whatever becomes of the bytes it was made of.
func TestTextsSideBySide(t *testing.T) {
	keep := sideBySide()
	var got, want []string
	var data []byte
	for i, size := range []int{10, 0, textBlock / 2, manyText, manyText + 1, 3 * textBlock, 7, manyText} {
		for n := range 40 {
			text := strings.Repeat(fmt.Sprint(i*100+n, " "), size/3)[:size*2/3]
			data = append(data[:0], text...)
			got, want = append(got, keep(data)), append(want, text)
			clear(data)
		}
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("text %d of %d bytes has changed", i, len(want[i]))
		}
	}
}
