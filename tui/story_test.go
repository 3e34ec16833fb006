package tui

import (
	"flag"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/posts"
	"postern/render"
)

var update = flag.Bool("update", false, "write the golden files")

// story is a reader at work: keys in, screen out.
type story struct {
	t     *testing.T
	model Model
	clock time.Time
	quit  bool

	copied string    // what is on the clipboard
	late   []tea.Cmd // commands that were held back
	held   bool      // new commands are held back
}

// reading begins a story on a window of 80x24; change may alter the options.
func reading(t *testing.T, library *posts.Library, change ...func(*Options)) *story {
	t.Helper()
	s := &story{t: t, clock: time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)}
	o := Options{
		Library: func() *posts.Library { return library },
		Pages:   render.NewCache(1 << 20).In(render.AtOnce),
		Now:     func() time.Time { return s.clock },
		Width:   80, Height: 24,
	}
	for _, f := range change {
		f(&o)
	}
	m := New(o)
	s.model = m
	s.run(m.Init())
	s.clock = s.clock.Add(time.Second)
	return s
}

func at(address string) func(*Options) { return func(o *Options) { o.Start = address } }

func window(width, height int) func(*Options) {
	return func(o *Options) { o.Width, o.Height = width, height }
}

// run carries a command out and hands on what it answers.
func (s *story) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if s.held {
		s.late = append(s.late, cmd)
		return
	}
	switch msg := cmd().(type) {
	case tea.QuitMsg:
		s.quit = true
	case CopyMsg:
		s.copied = msg.Text
	case tea.BatchMsg:
		for _, cmd := range msg {
			s.run(cmd)
		}
	default:
		s.send(msg)
	}
}

func (s *story) send(msg tea.Msg) {
	var cmd tea.Cmd
	s.model, cmd = s.model.Update(msg)
	s.run(cmd)
}

// hold keeps back what commands would answer from here on; release delivers it, oldest first.
func (s *story) hold() { s.held = true }

func (s *story) release() {
	late := s.late
	s.held, s.late = false, nil
	for _, cmd := range late {
		s.run(cmd)
	}
}

// press types keys, parted by blanks: names as in the key table, anything else letter by letter.
func (s *story) press(keys string) *story {
	for word := range strings.FieldsSeq(keys) {
		if key, ok := namedKey(word); ok {
			s.send(key)
			continue
		}
		for _, r := range word {
			s.send(tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	return s
}

func namedKey(name string) (tea.KeyPressMsg, bool) {
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}, true
	}
	code, ok := map[string]rune{
		"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "backspace": tea.KeyBackspace, "f1": tea.KeyF1,
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
		"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	}[name]
	if name == "shift+tab" {
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}, true
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: ' ', Text: " "}, true
	}
	return tea.KeyPressMsg{Code: code}, ok
}

func (s *story) resize(width, height int) *story {
	s.send(tea.WindowSizeMsg{Width: width, Height: height})
	return s
}

func (s *story) background(c color.Color) *story {
	s.send(tea.BackgroundColorMsg{Color: c})
	return s
}

// drawn returns what is seen, with its styles.
func (s *story) drawn() string { return strings.Join(s.model.View().Lines, "\n") }

// screen returns what is seen, as plain text.
func (s *story) screen() string { return ansi.Strip(s.drawn()) }

func (s *story) sees(texts ...string) *story {
	s.t.Helper()
	for _, text := range texts {
		if !strings.Contains(s.screen(), text) {
			s.t.Fatalf("%q is not on the screen:\n%s", text, s.screen())
		}
	}
	return s
}

func (s *story) seesNo(texts ...string) *story {
	s.t.Helper()
	for _, text := range texts {
		if strings.Contains(s.screen(), text) {
			s.t.Fatalf("%q is on the screen:\n%s", text, s.screen())
		}
	}
	return s
}

// selects checks which post the list's bar stands beside.
func (s *story) selects(title string) *story {
	s.t.Helper()
	lines := strings.Split(s.screen(), "\n")
	i := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, "▌") })
	if i < 0 || !strings.Contains(lines[i], title) {
		s.t.Fatalf("%q is not selected:\n%s", title, s.screen())
	}
	return s
}

func (s *story) quits(want bool) *story {
	s.t.Helper()
	if s.quit != want {
		s.t.Fatalf("quit: %v, want %v", s.quit, want)
	}
	return s
}

// line returns the n-th line of the screen, from 0, without the margins.
func (s *story) line(n int) string {
	lines := strings.Split(s.screen(), "\n")
	if n >= len(lines) {
		return ""
	}
	return strings.TrimSpace(lines[n])
}

// golden compares the screen with a file of testdata, or writes that.
func (s *story) golden(name string) *story {
	s.t.Helper()
	file := filepath.Join("testdata", name+".txt")
	got := s.screen() + "\n"
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			s.t.Fatal(err)
		}
		return s
	}
	want, err := os.ReadFile(file)
	if err != nil {
		s.t.Fatal(err)
	}
	if got != string(want) {
		s.t.Errorf("%s: the screen is another one:\n%s\nwant:\n%s", file, got, want)
	}
	return s
}
