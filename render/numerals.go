package render

import (
	"strconv"
	"strings"
)

// number is what stands before an item of an ordered list.
func (b *block) number(i int) string {
	n := b.kids[i].n
	if n == 0 {
		n = b.n + i
	}
	var s string
	switch b.numeral {
	case 'a', 'A':
		s = letters(n)
	case 'i', 'I':
		s = roman(n)
	}
	switch {
	case s == "":
		return strconv.Itoa(n)
	case b.numeral == 'a' || b.numeral == 'i':
		return s
	default:
		return strings.ToUpper(s)
	}
}

// letters writes a number as a, b … z, aa, ab (CSS Counter Styles, lower-alpha); empty if there is none for it.
func letters(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('a'+(n-1)%26)) + s
	}
	return s
}

// maxRoman is the largest number that is written in Roman numerals.
const maxRoman = 3999

// roman writes a number in Roman numerals (the same, lower-roman); empty if there are none for it.
func roman(n int) string {
	if n < 1 || n > maxRoman {
		return ""
	}
	var b strings.Builder
	for _, r := range []struct {
		value int
		s     string
	}{
		{1000, "m"},
		{900, "cm"},
		{500, "d"},
		{400, "cd"},
		{100, "c"},
		{90, "xc"},
		{50, "l"},
		{40, "xl"},
		{10, "x"},
		{9, "ix"},
		{5, "v"},
		{4, "iv"},
		{1, "i"},
	} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.s)
		}
	}
	return b.String()
}
