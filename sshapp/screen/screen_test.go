package screen

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// terminal is an emulator that a Writer draws on. It can be told to take nothing for a while.
type terminal struct {
	mu     sync.Mutex
	screen *vt.Emulator
	sent   bytes.Buffer
	writes int
	hold   chan struct{} // closed: takes what is written
}

func newTerminal(columns, rows int) *terminal {
	t := &terminal{screen: vt.NewEmulator(columns, rows), hold: make(chan struct{})}
	go func() { _, _ = io.Copy(io.Discard, t.screen) }() // its answers
	return t
}

func (t *terminal) Write(p []byte) (int, error) {
	<-t.hold
	t.mu.Lock()
	defer t.mu.Unlock()
	t.writes++
	t.sent.Write(p)
	return t.screen.Write(p)
}

func (t *terminal) text() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(ansi.Strip(t.screen.Render()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \r")
	}
	return lines
}

func frame(columns, rows int, lines ...string) Frame {
	return Frame{Lines: lines, Columns: columns, Rows: rows}
}

// draw applies frames one after the other to a terminal, without the goroutine.
func draw(w *canvas, t *terminal, frames ...Frame) {
	for _, f := range frames {
		_, _ = t.screen.Write(expand(w.change(f)))
	}
}

func TestWriterShowsTheNewestFrame(t *testing.T) {
	term := newTerminal(20, 3)
	w := Start(term, colorprofile.TrueColor, new(Memory), "", nil)
	for i := range 100 {
		w.Draw(frame(20, 3, fmt.Sprintf("frame %d", i)))
	}
	close(term.hold)
	w.Draw(frame(20, 3, "the last"))
	w.Close("")
	if term.writes > 4 {
		t.Errorf("%d writes for 101 frames that the terminal did not take", term.writes)
	}
	if sent := term.sent.String(); !strings.HasPrefix(sent, setModes) || !strings.HasSuffix(sent, restoreModes) {
		t.Errorf("the terminal's modes were not set and restored: %q", sent)
	}
	if term.screen.IsAltScreen() {
		t.Error("the alternate screen is still on")
	}
}

func TestWriterSendsOnlyWhatChanged(t *testing.T) {
	w := newCanvas(colorprofile.TrueColor, new(Memory))
	first := w.change(frame(20, 3, "one", "two", "three"))
	if len(first) == 0 {
		t.Fatal("the first frame sent nothing")
	}
	if again := w.change(frame(20, 3, "one", "two", "three")); len(again) != 0 {
		t.Errorf("the same frame again sent %q", again)
	}
	second := string(w.change(frame(20, 3, "one", "2", "three")))
	if strings.Contains(second, "one") || strings.Contains(second, "three") || !strings.Contains(second, "2") {
		t.Errorf("a change of the second line sent %q", second)
	}
}

func TestScrollingSendsOnlyWhatIsNew(t *testing.T) {
	lines := make([]string, 100)
	for i := range lines {
		lines[i] = fmt.Sprintf("\x1b[1mline %d of a text\x1b[m", i)
	}
	view := func(top int) Frame { return frame(40, 12, append(slices.Clone(lines[top:top+11]), "the foot")...) }
	w := newCanvas(colorprofile.TrueColor, new(Memory))
	term := newTerminal(40, 12)
	_, _ = term.screen.Write(w.change(view(20)))
	for _, top := range []int{21, 20, 23, 33, 32, 60, 55, 56} {
		sent := w.change(view(top))
		_, _ = term.screen.Write(sent)
		for i, line := range term.text() {
			if want := ansi.Strip(view(top).Lines[i]); line != want {
				t.Errorf("at %d row %d shows %q, want %q", top, i, line, want)
			}
		}
		if (top == 21 || top == 32) && len(sent) > 100 {
			t.Errorf("a scrolled line sends %d bytes: %q", len(sent), sent)
		}
	}
}

func TestWriterLetsNoControlThrough(t *testing.T) {
	for _, tt := range []struct{ name, line, text string }{
		{"clear screen", "a\x1b[2Jb", "ab"},
		{"cursor", "a\x1b[Hb", "ab"},
		{"title", "a\x1b]2;gotcha\x07b", "ab"},
		{"clipboard", "a\x1b]52;c;Z290Y2hh\x07b", "ab"},
		{"dcs", "a\x1bP$qm\x1b\\b", "ab"},
		{"apc", "a\x1b_Gi=1;AAAA\x1b\\b", "ab"},
		{"c1", "a\u009b2Jb", "a2Jb"},
		{"newline", "a\nb\rc\td", "abcd"},
		{"unfinished", "ab\x1b[", "ab"},
		{"device attributes", "a\x1b[cb", "ab"},
		{"private sgr", "a\x1b[?4mb\x1b[>4;2mc", "abc"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := newCanvas(colorprofile.TrueColor, new(Memory))
			drawn := string(c.change(frame(20, 1, tt.line)))
			if want := ansi.ResetStyle + ansi.EraseEntireScreen + "\x1b[H" + tt.text; drawn != want {
				t.Errorf("%q is drawn as %q, want %q", tt.line, drawn, want)
			}
		})
	}
	for line, drawn := range map[string]string{
		"\x1b[1;38;5;12mbold\x1b[0m":                          "\x1b[1;38;5;12mbold\x1b[m",
		"\x1b[4:3mcurly\x1b[m":                                "\x1b[4mcurly\x1b[m",
		"\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\": "\x1b]8;;https://example.com\alink\x1b]8;;\a",
		"日本語 é e\u0301 👩‍💻":                                   "日本語 é e\u0301 👩‍💻",
	} {
		c := newCanvas(colorprofile.TrueColor, new(Memory))
		if got := string(c.change(frame(20, 1, line))); !strings.HasSuffix(got, "\x1b[H"+drawn) {
			t.Errorf("%q is drawn as %q, want %q", line, got, drawn)
		}
	}
}

func TestGoodbyeIsPrintedOnTheRestoredScreen(t *testing.T) {
	term := newTerminal(40, 3)
	close(term.hold)
	w := Start(term, colorprofile.ASCII, new(Memory), "", nil)
	w.Draw(frame(40, 3, "reading"))
	w.Close("Come back\x1b[2J soon.\n")
	if got := term.text()[0]; got != "Come back soon." {
		t.Errorf("the terminal shows %q", got)
	}
}

func TestCopy(t *testing.T) {
	term := newTerminal(20, 1)
	w := Start(term, colorprofile.ANSI, new(Memory), "", nil)
	w.Copy(strings.Repeat("x", MaxCopy+1))
	w.Copy("")
	w.Draw(frame(20, 1, "one"))
	w.Copy("naïve\x1b\n")
	close(term.hold)
	w.Copy("the last\x07 one")
	w.Close("")
	sent := term.sent.String()
	if got := strings.Count(sent, "\x1b]52;c;"); got > 2 {
		t.Errorf("%d texts were copied", got)
	}
	want := "\x1b]52;c;" + base64.StdEncoding.EncodeToString([]byte("the last\x07 one")) + "\x07"
	if !strings.Contains(sent, want) {
		t.Errorf("%q has no %q", sent, want)
	}
}

func TestTheMouseIsGivenBack(t *testing.T) {
	w := newCanvas(colorprofile.ANSI, new(Memory))
	mouse := func(on bool) string { return string(w.change(Frame{Columns: 9, Rows: 1, Mouse: on})) }
	for i, c := range []struct {
		on   bool
		want string
	}{{false, ""}, {true, setMouse}, {true, ""}, {false, resetMouse}} {
		if got := mouse(c.on); !strings.Contains(got, c.want) || c.want == "" && strings.Contains(got, "1000") {
			t.Errorf("%d: %q was sent, want %q", i, got, c.want)
		}
	}
	term := newTerminal(9, 1)
	close(term.hold)
	on := Start(term, colorprofile.ANSI, new(Memory), "", nil)
	on.Draw(Frame{Columns: 9, Rows: 1, Lines: []string{"x"}, Mouse: true})
	for !term.has(setMouse) {
		runtime.Gosched()
	}
	on.Close("")
	if !term.has(resetMouse + restoreModes) {
		t.Errorf("the mouse is not given back: %q", term.sent.String())
	}
}

func (t *terminal) has(text string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return strings.Contains(t.sent.String(), text)
}

func TestColoursFitTheTerminal(t *testing.T) {
	line := "\x1b[1;38;2;255;0;0mred\x1b[0m"
	for profile, want := range map[colorprofile.Profile]string{
		colorprofile.TrueColor: "38;2;255;0;0",
		colorprofile.ANSI256:   "38;5;",
		colorprofile.ANSI:      "91m",
		colorprofile.ASCII:     "\x1b[1m",
		colorprofile.NoTTY:     "\x1b[1m", // a terminal with a name that nobody knows still has bold
	} {
		w := newCanvas(profile, new(Memory))
		if got := string(w.change(frame(10, 1, line))); !strings.Contains(got, want) {
			t.Errorf("profile %v: %q has no %q", profile, got, want)
		}
	}
}
