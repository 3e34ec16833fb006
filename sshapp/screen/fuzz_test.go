package screen

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
)

// FuzzWriter holds the writer against an emulator: after any frames on a window of any sizes the screen, with its styles
// and hyperlinks, is the last of them, as cells and as it is when nothing was drawn before.
func FuzzWriter(f *testing.F) {
	for _, seed := range []struct {
		views string // frames, parted by form feeds
		sizes []byte // columns and rows of each
	}{
		{"one\ntwo\nthree\fone\n2\nthree", []byte{20, 3}},
		{"\x1b[1mbold\x1b[0m\nb\f\x1b[31mred\nb\x1b[2J", []byte{5, 2}},
		{"long line that is cut\nx\f\fagain", []byte{7, 4, 7, 4, 9, 3}},
		{"a\nb\nc\nd\ne\nf\ng\nfoot\fc\nd\ne\nf\ng\nh\ni\nfoot\fa\nb\nc\nd\nfoot", []byte{9, 7}},
		{"日本語日本語\nx\f日本x\f 日本語日\n日本\fa本語日本語", []byte{5, 4, 5, 4, 12, 4, 12, 4}},
		{"e\u0301e\u0301 👩‍💻 after\f e\u0301 👩‍💻 after\fplain text then", []byte{20, 2}},
		{"a\x1b]8;id=1;https://a\alink\x1b]8;;\a tail\n\x1b]8;;https://b\x1b\\x y\x1b]8;;\x1b\\\f" +
			"a\x1b]8;id=1;https://a\alink\x1b]8;;\a   tale\n\x1b]8;;https://c\x1b\\x y\x1b]8;;\x1b\\", []byte{30, 3}},
		{"\x1b[48;5;236m  code  \x1b[m x\f\x1b[38;2;1;2;3;48;5;236m  c\x1b[39mde  \x1b[m   \x1b[4m   \x1b[m", []byte{24, 2}},
		{"────────────────┼────\n                    x\f────────┼────────────\nx", []byte{21, 2}},
		{"\x1b[2;3mfaint\x1b[22mnot\x1b[7;9m rev \x1b[27m\f\x1b[1mfaint\x1b[2mnot\x1b[22m rev", []byte{20, 1}},
		{"status                 12%\f                       13%\fstatus", []byte{26, 1}},
	} {
		for _, repeats := range []bool{false, true} {
			for _, thrifty := range []bool{false, true} {
				f.Add(seed.views, seed.sizes, repeats, thrifty)
			}
		}
	}
	f.Fuzz(func(t *testing.T, views string, sizes []byte, repeats, thrifty bool) {
		if semicolon.MatchString(views) {
			t.Skip()
		}
		var (
			w    = fuzzed(thrifty)
			term = newTerminal(1, 1)
			last Frame
		)
		w.repeats = repeats
		defer term.screen.InputPipe().(io.Closer).Close()
		columns, rows := 20, 5
		for i, view := range strings.Split(views, "\f") {
			if 2*i+1 < len(sizes) {
				columns, rows = int(sizes[2*i]%60)+1, int(sizes[2*i+1]%20)+1
			}
			last = frame(columns, rows, strings.Split(view, "\n")...)
			if term.screen.Width() != columns || term.screen.Height() != rows {
				term.screen.Resize(columns, rows)
			}
			draw(&w, term, last)
		}
		fresh, expected := fuzzed(thrifty), newTerminal(columns, rows)
		defer expected.screen.InputPipe().(io.Closer).Close()
		draw(&fresh, expected, last)
		reader := rowReader{profile: colorprofile.TrueColor}
		for row := range rows {
			if got, want := term.row(row, thrifty), expected.row(row, thrifty); got != want {
				t.Errorf("row %d is %s\nwant       %s\nafter %q at %dx%d", row, got, want, views, columns, rows)
			}
			cells := reader.read(lineAt(last.Lines, row), columns, fresh.shown[row].bare)
			if got, want := expected.row(row, thrifty), shownBy(cells, thrifty); areSure(cells) && got != want {
				t.Errorf("row %d is %s\nbut it is  %s", row, got, want)
			}
		}
	})
}

// fuzzed returns a canvas on which every frame may cost what it likes or, if it is thrifty, few may.
func fuzzed(thrifty bool) canvas {
	c := newCanvas(colorprofile.TrueColor, new(Memory))
	c.budget = budget{1 << 20, 1 << 30}
	if thrifty {
		c.budget = budget{40, 200}
	}
	return c
}

// semicolon finds URLs that the emulator does not take for one.
var semicolon = regexp.MustCompile(`\x1b\]8;[^;]*;[^;\x07\x1b]*;`)

// repetition is a character that REP repeats, which the emulator does only with ASCII.
var repetition = regexp.MustCompile(`(?s)(.)\x1b\[(\d*)b`)

func expand(drawn []byte) []byte {
	return repetition.ReplaceAllFunc(drawn, func(p []byte) []byte {
		m := repetition.FindSubmatch(p)
		n, _ := strconv.Atoi(string(m[2]))
		return bytes.Repeat(m[1], 1+max(n, 1))
	})
}

// row describes what an emulator shows in a row: text, what is to be seen of styles, and hyperlinks. Of a thrifty canvas only
// what no economy touches.
func (t *terminal) row(row int, thrifty bool) string {
	var reader rowReader
	var cells []cell
	for column := range t.screen.Width() {
		c := t.screen.CellAt(column, row)
		if c == nil || c.Width == 0 {
			cells = append(cells, cell{})
			continue
		}
		reader.profile = colorprofile.TrueColor
		drawn := reader.read(c.Style.String()+c.Content, 2, false)[0]
		if drawn.text != " " && c.Link.URL != "" {
			drawn.link = c.Link.URL
		}
		cells = append(cells, drawn)
	}
	return shownBy(cells, thrifty)
}

// shownBy describes cells as one sees them: the right half of a wide character has no looks of its own.
func shownBy(cells []cell, thrifty bool) string {
	var b strings.Builder
	for _, c := range cells {
		if c.text == "" {
			b.WriteString("<>")
			continue
		}
		if _, url, ok := strings.Cut(c.link, ";"); ok {
			c.link = url
		}
		if c.text == " " || thrifty {
			c.link = ""
		}
		if thrifty {
			c.style.fg = 0
			c.style.bg = c.style.bg.within(colorprofile.ANSI256)
		}
		if c.style != (style{}) || c.link != "" {
			fmt.Fprintf(&b, "<%x %x %x %s>", c.style.fg, c.style.bg, c.style.attrs, c.link)
		}
		b.WriteString(c.text)
	}
	return b.String()
}

func areSure(cells []cell) bool {
	return !slices.ContainsFunc(cells, func(c cell) bool { return !c.sure })
}
