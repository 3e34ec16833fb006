package tui

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/posts"
	"postern/render"
)

func TestNoKeyIsBoundTwiceOnAScreen(t *testing.T) {
	for name, bound := range map[string]func(row) bool{
		"list":   func(row row) bool { return row.list.run != nil },
		"post":   func(row row) bool { return row.post.run != nil },
		"filter": func(row row) bool { return row.filter.run != nil },
		"find":   func(row row) bool { return row.find.run != nil },
		"choose": func(row row) bool { return row.choose.run != nil },
		"sheet":  func(row row) bool { return row.sheet.run != nil },
	} {
		seen := map[string]bool{}
		for _, row := range keyMap() {
			if !bound(row) {
				continue
			}
			if len(row.keys) == 0 {
				t.Errorf("a row of the %s that says %q has no key", name, row.label())
			}
			for _, key := range row.keys {
				if seen[key] {
					t.Errorf("%s is bound twice in the %s", key, name)
				}
				seen[key] = true
			}
		}
	}
}

func TestEachBindingIsExplained(t *testing.T) {
	for _, row := range keyMap() {
		for name, lacks := range map[string]bool{
			"list":   row.list.run != nil && row.list.does == "",
			"post":   row.post.run != nil && row.post.does == "",
			"filter": row.filter.run != nil && row.filter.does == "",
			"find":   row.find.run != nil && row.find.does == "",
			"choose": row.choose.run != nil && row.choose.does == "",
			"sheet":  row.sheet.run != nil && row.sheet.does == "",
		} {
			if lacks {
				t.Errorf("%s in the %s does something that is not told", row.label(), name)
			}
		}
	}
}

func TestHelp(t *testing.T) {
	s := reading(t, small(t), window(80, 60))
	s.press("j ?").sees("In the list", "In a post", "next post", "scroll a line down")
	if strings.Index(s.screen(), "In the list") > strings.Index(s.screen(), "In a post") {
		t.Error("the help of the list does not start with the list")
	}
	s.press("q").selects("Tidal").press("enter f1")
	if strings.Index(s.screen(), "In the list") < strings.Index(s.screen(), "In a post") {
		t.Error("the help of a post does not start with the post")
	}
	s.press("?").sees("Paragraph1 ").press("? esc").sees("Paragraph1 ")
	s.press("? G").resize(20, 6).press("G").sees("100%").press("g").sees("0%").press("h").resize(80, 24).sees("Paragraph1 ")
}

// TestKeyTable holds the table that the README shows.
func TestKeyTable(t *testing.T) {
	table := KeyTable()
	for _, want := range []string{
		"| Key | In the list | In a post |\n|---|---|---|\n",
		"| `j ↓` | next post | scroll a line down |\n",
		"| `enter l →` | open the post | open the selected link, else go forward again |\n",
		"| `h ← backspace` | - | go back, in the end to the list |\n",
		"| `? F1` | help | help |\n",
	} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}
}

func TestKeysByTheirPlaceOnOtherLayouts(t *testing.T) {
	for _, c := range []struct {
		name string
		key  tea.Key
		want string
	}{
		{"Russian о, where j is", tea.Key{Code: 'о', BaseCode: 'j', Text: "о"}, "j"},
		{"Russian П, where G is", tea.Key{Code: 'п', ShiftedCode: 'П', BaseCode: 'g', Text: "П", Mod: tea.ModShift}, "G"},
		{"Russian ъ, where ] is", tea.Key{Code: 'ъ', BaseCode: ']', Text: "ъ"}, "]"},
		{"Greek ctrl+φ, where f is", tea.Key{Code: 'φ', BaseCode: 'f', Mod: tea.ModCtrl}, "ctrl+f"},
		{"Hebrew shift and the key of ?", tea.Key{Code: 'ץ', BaseCode: '/', Text: "ץ", Mod: tea.ModShift}, "?"},
		{"French a, where q is", tea.Key{Code: 'a', BaseCode: 'q', Text: "a"}, "a"},
		{"Dvorak ctrl+c, where i is", tea.Key{Code: 'c', BaseCode: 'i', Mod: tea.ModCtrl}, "ctrl+c"},
		{"without a report", tea.Key{Code: 'о', Text: "о"}, "о"},
		{"an arrow", tea.Key{Code: tea.KeyDown}, "down"},
		{"shift and a letter", tea.Key{Code: 'g', ShiftedCode: 'G', Text: "G", Mod: tea.ModShift}, "G"},
		{"space", tea.Key{Code: ' ', Text: " "}, "space"},
	} {
		if got := nameOf(c.key); got != c.want {
			t.Errorf("%s is %q, want %q", c.name, got, c.want)
		}
	}
}

// FuzzAnyKeysAtAnySize presses what it is given, a byte a step, and checks that nothing leaves the window.
func FuzzAnyKeysAtAnySize(f *testing.F) {
	f.Add([]byte("jj\rGwT?q/go\rG\x80\r jj\x81?\x82q]["))
	f.Add([]byte("/xyzzy\r\r\x1b5\r\x83G\x84\x85"))
	f.Add([]byte("/a\n\x82\r/b\n\x82"))
	random := rand.New(rand.NewPCG(1, 2))
	for range 10 {
		steps := make([]byte, 150)
		for i := range steps {
			const likely = "jkfbdugG\r\x1b\x7f/?TwqhQ][59 nN//\t\tLt}{sycM\x80\x81\x82\x83\x84\x85\x86\x87"
			steps[i] = likely[random.IntN(len(likely))]
		}
		f.Add(steps)
	}
	sizes := [][2]int{{80, 24}, {1, 1}, {20, 6}, {200, 60}, {2, 50}, {500, 1}, {39, 15}, {0, -3}}
	library, pages := varied(f), render.NewCache(64<<20).In(render.AtOnce)
	f.Fuzz(func(t *testing.T, steps []byte) {
		s := reading(t, library, searchIn(library), served("blog.example.com", 2222), func(o *Options) { o.Pages = pages })
		width, height := 80, 24
		for _, step := range steps[:min(len(steps), 300)] {
			switch {
			case step >= 0x80:
				size := sizes[int(step)%len(sizes)]
				s.resize(size[0], size[1])
				width, height = max(size[0], 1), max(size[1], 1)
			case step == '\r':
				s.press("enter")
			case step == '\t':
				s.press("tab")
			case step == 0x1b:
				s.press("esc")
			case step == 0x7f:
				s.press("backspace")
			default:
				s.send(tea.KeyPressMsg{Code: rune(step), Text: string(rune(step))})
			}
			lines := strings.Split(s.drawn(), "\n")
			if len(lines) > height {
				t.Fatalf("%d lines on a window of %dx%d after %q", len(lines), width, height, steps)
			}
			for _, line := range lines {
				if got := ansi.StringWidth(line); got > width {
					t.Fatalf("%d cells on a window of %dx%d after %q: %q", got, width, height, steps, line)
				}
			}
		}
	})
}

// BenchmarkLongList is a key and the frame after it, in a list of 750 posts.
func BenchmarkLongList(b *testing.B) {
	for _, c := range []struct {
		name string
		keys []tea.Msg
	}{
		{"down", []tea.Msg{tea.KeyPressMsg{Code: 'j', Text: "j"}}},
		{"ends", []tea.Msg{tea.KeyPressMsg{Code: 'G', Text: "G"}, tea.KeyPressMsg{Code: 'g', Text: "g"}}},
		{"filter", []tea.Msg{
			tea.KeyPressMsg{Code: '/', Text: "/"}, tea.KeyPressMsg{Code: 'e', Text: "e"}, tea.KeyPressMsg{Code: tea.KeyEscape},
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			library := blog(b, slices.Repeat([]entry{{title: "A letter", date: "2026-01-01", tags: "go,ssh", about: "Some words on it, enough for a line or two."}}, 750))
			m := New(Options{Library: func() *posts.Library { return library }, Pages: render.NewCache(1).In(render.AtOnce), Width: 200, Height: 60})
			b.ReportAllocs()
			for b.Loop() {
				for _, key := range c.keys {
					m, _ = m.Update(key)
					_ = m.View()
				}
			}
		})
	}
}

func TestModifiersAloneAreNoKeys(t *testing.T) {
	s := reading(t, small(t)).press("5")
	for _, code := range []rune{tea.KeyLeftShift, tea.KeyRightCtrl, tea.KeyIsoLevel3Shift, tea.KeyCapsLock} {
		s.send(tea.KeyPressMsg{Code: code})
	}
	s.sees("5…").press("j").selects("Emoji")
}
