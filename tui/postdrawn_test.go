package tui

import (
	"image/color"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"postern/render"
)

// forgotten returns a screen whose post keeps nothing that was drawn.
func forgotten(s screen) screen {
	switch s := s.(type) {
	case postScreen:
		s.last = &drawn{}
		return s
	case findScreen:
		s.post.last = &drawn{}
		return s
	case chooseScreen:
		s.under = forgotten(s.under)
		return s
	case sheetScreen:
		s.under = forgotten(s.under)
		return s
	default:
		return s
	}
}

// What a step of FuzzWhatIsKept does that is no key.
const (
	onBlack = 0x90 + iota
	onWhite
	wheelUp
	wheelDown
	inGraphemes
	holdLayouts
	bringOne // of what was held
	bringAll
	otherWindow // and all beyond it
)

// FuzzWhatIsKept plays keys, windows, answers of the terminal and layouts that come late, a byte a step, in short posts or in
// a long one. What is shown then is what a reader shows who has kept nothing of what was drawn, and the same window once
// more changes nothing.
func FuzzWhatIsKept(f *testing.F) {
	f.Add([]byte("j\rjjjG?q/go\rG\x98\rwTw\x99t\r\x9aL\r\x9bq][\x90j\x91jj\x94\x95\rj\x97gG"), false)
	f.Add([]byte("j\rG\t\t\t\t\t\t\t\t\t\t\t\t\t\t\x9b\x9d\x98\x9e"), false) // related posts; windows that set the text alike
	f.Add([]byte("jj\r\x95\x94"), false)                                     // an emoji in the title
	f.Add([]byte("\x95\r\x96\x96\x96jj \x98j\x99jG\x97jT\x96?\x97q"), true)
	random := rand.New(rand.NewPCG(3, 4))
	for i := range 12 {
		steps := make([]byte, 100)
		for i := range steps {
			const likely = "jjjkfbdugG\r\r\x1b\x7f/?TTwwhlQ][59 nnN//\t\tLt}}{sycM0" +
				"\x90\x91\x92\x93\x94\x95\x96\x96\x96\x97\x98\x99\x9a\x9b\x9c\x9d\x9e"
			steps[i] = likely[random.IntN(len(likely))]
		}
		f.Add(steps, i%6 == 0)
	}
	short, lengthy, pages := varied(f), long(f), render.NewCache(64<<20).In(render.AtOnce)
	f.Fuzz(func(t *testing.T, steps []byte, inLong bool) {
		library, pages := short, pages
		if inLong {
			library, pages = lengthy, render.NewCache(1).In(render.AtOnce) // no layout is there already
		}
		s := reading(t, library, searchIn(library), served("blog.example.com", 2222), func(o *Options) { o.Pages = pages })
		for i, step := range steps[:min(len(steps), 300)] {
			s.step(step)
			anew := s.model
			anew.screen = forgotten(anew.screen)
			s.shows(anew, steps[:i+1])
			again, _ := s.model.Update(tea.WindowSizeMsg{Width: anew.reader.width, Height: anew.reader.height})
			s.shows(again, steps[:i+1])
		}
	})
}

// step does what a byte stands for.
func (s *story) step(step byte) {
	sizes := [][2]int{{80, 24}, {40, 12}, {20, 6}, {100, 30}, {1, 1}, {110, 30}, {80, 12}}
	switch step {
	case '\r':
		s.press("enter")
	case '\t':
		s.press("tab")
	case 0x1b:
		s.press("esc")
	case 0x7f:
		s.press("backspace")
	case onBlack:
		s.background(color.Black)
	case onWhite:
		s.background(color.White)
	case wheelUp:
		s.wheel(tea.MouseWheelUp, 1)
	case wheelDown:
		s.wheel(tea.MouseWheelDown, 1)
	case inGraphemes:
		s.send(GraphemesMsg{})
	case holdLayouts:
		s.hold()
	case bringOne:
		s.bring()
	case bringAll:
		s.release()
	default:
		if step >= otherWindow {
			size := sizes[int(step-otherWindow)%len(sizes)]
			s.resize(size[0], size[1])
			return
		}
		s.send(tea.KeyPressMsg{Code: rune(step), Text: string(rune(step))})
	}
}

// bring delivers what the oldest command that was held back answers: of a batch nothing yet but its parts.
func (s *story) bring() {
	if len(s.late) == 0 {
		return
	}
	msg := s.late[0]()
	s.late = s.late[1:]
	if batch, ok := msg.(tea.BatchMsg); ok {
		s.late = slices.Concat(batch, s.late)
		return
	}
	s.send(msg)
}

// shows checks that what is seen is what another model shows.
func (s *story) shows(other Model, steps []byte) {
	s.t.Helper()
	got, want := s.model.View(), other.View()
	if !slices.Equal(got.Lines, want.Lines) || got.Title != want.Title {
		s.t.Fatalf("after %q is shown, under %q:\n%s\nwant, under %q:\n%s", steps, got.Title, strings.Join(got.Lines, "\n"), want.Title, strings.Join(want.Lines, "\n"))
	}
}
