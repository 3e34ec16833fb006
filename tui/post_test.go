package tui

import (
	"image/color"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"postern/posts"
	"postern/render"
)

func TestScrollAPost(t *testing.T) {
	library, pages := small(t), render.NewCache(1<<20).In(render.AtOnce)
	open := func() *story {
		return reading(t, library, func(o *Options) { o.Pages = pages }).press("j enter")
	}
	top := open().screen()
	for _, keys := range []string{
		"down up", "j k", "5j 5k", "space b", "f pgup", "ctrl+f ctrl+b", "d u", "ctrl+d ctrl+u", "G g", "end home", "kkk", "3space 3b",
	} {
		if got := open().press(keys).screen(); got != top {
			t.Errorf("%q does not lead back to the top:\n%s", keys, got)
		}
	}
	for keys, line := range map[string]int{"j": 1, "5j": 5, "d": 10, "space": 21, "f k": 20} {
		want := strings.TrimSpace(strings.Split(open().resize(80, 60).screen(), "\n")[line])
		if got := open().press(keys).line(0); got != want {
			t.Errorf("after %q the first line is %q, want %q", keys, got, want)
		}
	}
	open().press("G").sees("Paragraph40 ", "100%", "end", "[ older: Notes on reading logs slowly").
		press("5k").seesNo("100%").press("99j").sees("100%")
}

func TestTheFootNamesThePostOnceItsTitleIsGone(t *testing.T) {
	reading(t, small(t)).press("j enter").sees("? help").press("space").
		sees("Tidal charts on a wall clock").seesNo("? help")
}

func TestReadOn(t *testing.T) {
	s := reading(t, small(t)).press("j j enter").sees("Notes on reading")
	s.press("[").sees("Why the longest title").press("]").sees("Notes on reading").press("]").sees("Tidal charts")
	s.press("]").sees("this is the newest post", "Tidal charts").press("k").seesNo("newest")
	s.press("[[[ [[[").sees("One line.").press("[").sees("this is the oldest post")
	s.press("q").selects("Ropes")
	// The pinned post stands first in the list, yet it is read in the order of its date.
	reading(t, small(t)).press("enter").press("[").sees("One line.").press("]").sees("Start here", "Paragraph2")
}

func TestAResizeKeepsThePlace(t *testing.T) {
	s := reading(t, small(t)).press("j enter 30j")
	words := strings.Fields(s.line(0))
	if len(words) < 3 || s.line(0) == "" {
		t.Fatalf("no text on top:\n%s", s.screen())
	}
	start := s.screen()
	for _, size := range [][2]int{{40, 12}, {200, 60}, {20, 6}, {33, 50}} {
		s.resize(size[0], size[1])
		top := strings.Join([]string{s.line(0), s.line(1)}, " ")
		if !strings.Contains(top, words[0]) {
			t.Errorf("at %v the text starts with %q, not near %q", size, top, words[0])
		}
	}
	if s.resize(80, 24); s.screen() != start {
		t.Errorf("back at the first size the screen is another one:\n%s\nwant:\n%s", s.screen(), start)
	}
}

func TestAnotherHeightKeepsThePlace(t *testing.T) {
	s := reading(t, small(t)).press("j enter 30j")
	top, start := s.line(0), s.screen()
	if s.resize(80, 12); s.line(0) != top { // where no blank line stands above the title
		t.Errorf("in a lower window the text starts with %q, not with %q", s.line(0), top)
	}
	if s.resize(80, 24); s.screen() != start {
		t.Errorf("back at the first height the screen is another one:\n%s\nwant:\n%s", s.screen(), start)
	}
	end := s.press("G").screen()
	if s.resize(80, 60).resize(80, 24); s.screen() != end {
		t.Errorf("back at the first height the end is another one:\n%s\nwant:\n%s", s.screen(), end)
	}
}

func TestWidths(t *testing.T) {
	widest := func(s *story) int {
		n := 0
		for i := range 50 {
			n = max(n, len(s.line(i)))
		}
		return n
	}
	s := reading(t, small(t), window(120, 60)).press("j enter j")
	for _, c := range []struct {
		name     string
		min, max int
	}{{"full", 90, 116}, {"60", 50, 60}, {"80", 70, 80}} {
		s.press("w").sees("width: " + c.name)
		if got := widest(s); got < c.min || got > c.max {
			t.Errorf("at width %s the text is %d cells wide", c.name, got)
		}
	}
}

func TestWaitingForALayout(t *testing.T) {
	s := reading(t, small(t))
	s.hold()
	s.press("G enter").sees("Ropes", "…").seesNo("One line.", "%")
	s.press("G j space w").sees("Ropes")
	s.resize(30, 10).resize(50, 20)
	if len(s.late) != 1 {
		t.Errorf("%d layouts are under way, want one at a time", len(s.late))
	}
	s.release()
	s.sees("One line.")
}

func TestALateAnswerIsDropped(t *testing.T) {
	s := reading(t, small(t))
	s.hold()
	s.press("j enter").press("q G enter")
	s.late = []tea.Cmd{s.late[1], s.late[0]}
	s.release()
	s.sees("One line.").seesNo("Paragraph1 ").press("q").selects("Ropes")

	s = reading(t, small(t))
	s.hold()
	s.press("j enter").press("q")
	s.release()
	s.selects("Tidal")
}

func TestTheOldPageStaysUntilTheNewOneComes(t *testing.T) {
	s := reading(t, small(t)).press("j enter")
	s.hold()
	s.background(color.White).sees("Paragraph1 ").resize(40, 12).sees("Paragraph1 ")
	s.press("?")
	s.release()
	s.press("q").sees("Paragraph1 ")
}

func TestACachedPageIsThereAtOnce(t *testing.T) {
	pages := render.NewCache(1 << 20).In(render.AtOnce)
	cached := func(o *Options) { o.Pages = pages }
	reading(t, small(t), cached, at("letter-7")).sees("One line.")
	m := New(Options{Library: func() *posts.Library { return small(t) }, Pages: pages, Start: "letter-7"})
	if m.Init() != nil {
		t.Error("a page that is cached is laid out again")
	}
	if !strings.Contains(strings.Join(m.View().Lines, "\n"), "One line.") {
		t.Error("a page that is cached is not in the first frame")
	}
}

func TestAnUpdateIsToldWhenItMatters(t *testing.T) {
	date := time.Date(2025, 12, 24, 0, 0, 0, 0, time.UTC)
	for after, want := range map[time.Duration]string{
		-time.Hour: "", 23 * time.Hour: "", 24 * time.Hour: "updated 25 Dec 2025",
	} {
		if got := updated(&posts.Post{Date: date, Updated: date.Add(after)}); got != want {
			t.Errorf("%v later: %q, want %q", after, got, want)
		}
	}
	if got := updated(&posts.Post{Date: date}); got != "" {
		t.Errorf("never: %q", got)
	}
}

// With 16 colours a page is drawn in those that have a name: what a terminal makes of others is a guess.
func TestAPageIsDrawnInTheColoursThatThereAre(t *testing.T) {
	library := blog(t, []entry{{title: "Colours", date: "2026-01-01", body: "## Heading\n\nText with `code` and a [link](https://example.com/).\n"}})
	for profile, indexed := range map[colorprofile.Profile]bool{colorprofile.ANSI: false, colorprofile.ANSI256: true} {
		s := reading(t, library, func(o *Options) { o.Profile = profile }).background(color.Black).press("enter").sees("Heading")
		if got := strings.Contains(s.drawn(), "8;5;"); got != indexed {
			t.Errorf("profile %v: colours by number: %v, want %v", profile, got, indexed)
		}
	}
}

// early opens a post and presses keys before its page is there, which comes then.
func early(t *testing.T, library *posts.Library, keys string) *story {
	t.Helper()
	s := reading(t, library, served("h", 22))
	s.hold()
	s.press("j enter " + keys)
	s.release()
	return s
}

func TestKeysWaitForThePage(t *testing.T) {
	early(t, varied(t), "L").sees("Links · 1/")
	early(t, varied(t), "L j enter esc").sees("Three")
	early(t, varied(t), "t part space 3 enter").sees("## Part 3").seesNo("Contents")
	early(t, varied(t), "tab").sees("[1] ", "enter open")
	early(t, varied(t), "2 enter").sees("This link leads out of the blog")
	early(t, varied(t), "} }").sees("## Part 1")
	early(t, varied(t), "n").sees("/ searches in this post")
	early(t, varied(t), "?").sees("In a post")
	early(t, varied(t), "s").sees("Share “Three”")
	early(t, small(t), "/paragraph40").sees("/paragraph40▏", "Paragraph40 ", "1/1")
	early(t, small(t), "/ q enter").sees("“q” is not in this post")
	early(t, small(t), "5 j").sees("Paragraph3 ")
	early(t, small(t), "space q").selects("Tidal")
	if got := early(t, varied(t), "c").copied; got != "fmt.Println(0)" {
		t.Errorf("%q was copied", got)
	}
	early(t, small(t), strings.Repeat("j ", 1000)).sees("Tidal charts on a wall clock")

	s := reading(t, small(t))
	s.hold()
	s.press("j enter q").selects("Tidal") // what leads away does not wait
	s.press("enter j ctrl+c")
	s.release()
	s.quits(true)
}

func TestWhatIsToldOfAPostIsBrokenBetweenFacts(t *testing.T) {
	s := reading(t, small(t), at("letter-2"), window(30, 20))
	s.sees("20 May 2026 · Maren Holt\n 6 min")
}

func TestLongTextsAreToldInHours(t *testing.T) {
	book := blog(t, []entry{{title: "A book", date: "2026-01-01", body: paragraphs(1500)}})
	s := reading(t, book).sees(" h").seesNo(" min")
	s.press("enter").sees(" h").press("space").sees(" h left").press("G").seesNo(" h left")
}
