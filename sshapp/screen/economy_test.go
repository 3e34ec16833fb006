package screen

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// colourSet finds where a foreground is chosen.
var colourSet = regexp.MustCompile(`\x1b\[(?:0?;)?([39]\d[\d;]*)m`)

// TestCostlyFramesAreDrawnWithLess draws pages that cost more and more, up to those of which each word has a colour.
func TestCostlyFramesAreDrawnWithLess(t *testing.T) {
	page := func(line string) Frame {
		lines := make([]string, 24)
		for i := range lines {
			lines[i] = line
		}
		return frame(80, 24, lines...)
	}
	const red, green, blue = "\x1b[38;2;230;20;20m", "\x1b[38;2;20;230;20m", "\x1b[38;2;20;20;230m"
	url := "https://example.com/" + strings.Repeat("x", 60)
	for _, tt := range []struct {
		name, line       string
		colours          string // an expression for those that are sent
		links, leftLinks int    // at least, and without, of those in 24 rows
	}{
		{"text", red + strings.Repeat("word ", 14), `38;2;\d+;\d+;\d+`, 0, 0},
		{"code", strings.Repeat(red+"word "+green+"other ", 3), `38;5;\d+`, 0, 0},
		{"links", "\x1b]8;;" + url + "\awords\x1b]8;;\a and other words", ``, 20, 1},
		{"code and links", strings.Repeat(red+"word "+green+"other ", 2) + "\x1b]8;;" + url + "\awords\x1b]8;;\a", `38;5;\d+`, 1, 1},
		{"punctuation", strings.Repeat(red+"ab"+blue+"("+green+"cd"+blue+")", 3), `38;5;\d+`, 0, 0},
		{"short words", strings.Repeat(red+"ab"+green+"cd", 6), `3\d|9\d`, 0, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newCanvas(colorprofile.TrueColor, new(Memory))
			drawn := c.change(page(tt.line))
			if len(drawn) > screenBytes+len(ansi.ResetStyle+ansi.EraseEntireScreen) {
				t.Errorf("a page costs %d bytes", len(drawn))
			}
			for _, sent := range colourSet.FindAllSubmatch(drawn, -1) {
				if !regexp.MustCompile("^(" + tt.colours + ")$").Match(sent[1]) {
					t.Fatalf("colour %q is sent in %q", sent[1], drawn)
				}
			}
			if n := bytes.Count(drawn, []byte(url)); n < tt.links || n+tt.leftLinks > 24 && tt.leftLinks > 0 {
				t.Errorf("%d hyperlinks are drawn, of 24", n)
			}
			term := newTerminal(80, 24)
			_, _ = term.screen.Write(expand(drawn))
			for _, row := range term.text() {
				if want := strings.TrimRight(ansi.Strip(tt.line), " "); row != want {
					t.Errorf("a row shows %q, want %q", row, want)
				}
			}
			if again := c.change(page(tt.line)); len(again) > 0 {
				t.Errorf("the same page again costs %d bytes: %q", len(again), again)
			}
		})
	}
}
