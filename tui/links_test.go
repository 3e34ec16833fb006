package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"postern/posts"
)

// harbour is a blog whose posts link to each other.
func harbour(t *testing.T) *posts.Library {
	t.Helper()
	filler := strings.Repeat("Words between the links that keep them apart from each other by a line or two.\n\n", 8)
	return blog(t, []entry{
		{title: "Ropes", date: "2026-01-01", body: "See [knots](letter-2.md#bowline), [the web](https://elsewhere.example.org/a/path/that/is/long?and=has&many=parts#x) and [nothing](missing.md).\n\n" +
			filler + "Below is [the end](#the-end), and a note.[^1]\n\n" + filler + "## The end\n\nDone, says [knots again](/letter-2/).\n\n" + filler + "\n[^1]: The note itself."},
		{title: "Knots", date: "2026-01-02", body: filler + "## Bowline\n\n[Back to ropes](letter-1.md).\n\n" + filler + filler},
		{title: "No links", date: "2026-01-03", body: "Nothing here."},
	})
}

func TestSelectALink(t *testing.T) {
	s := reading(t, harbour(t), at("letter-1"))
	s.press("tab").sees("[1] → Knots", "enter open")
	if got := reversed(s); got != "knots→[1]" {
		t.Errorf("%q is marked", got)
	}
	s.press("tab").sees("[2] https://elsewhere").press("tab").sees("[3] missing.md").
		press("shift+tab shift+tab").sees("[1] →").
		press("shift+tab").sees("back to the text").press("shift+tab").sees("Done, says", "[5] → Knots").press("tab tab").sees("[1] →").
		press("3 tab").sees("[4] #the-end").press("esc").seesNo("[4] #").quits(false).
		press("tab").sees("[4] #the-end")
	s = reading(t, harbour(t), at("letter-1"), window(40, 12)).press("tab tab tab tab").sees("[4] #the-end", "the end→[4]")
	for _, size := range [][2]int{{80, 24}, {20, 6}, {200, 60}} {
		s.resize(size[0], size[1])
		if got := reversed(s); !strings.Contains(got, "end→[4]") {
			t.Errorf("at %v %q is marked", size, got)
		}
	}
	reading(t, harbour(t), at("letter-3")).press("tab").sees("there is no link").press("L").sees("there is no link")
	reading(t, harbour(t), at("letter-3")).press("enter").sees("tab selects a link").press("7 enter").sees("there is no link 7")
}

func TestFollowLinks(t *testing.T) {
	s := reading(t, harbour(t), at("letter-1")).press("tab enter")
	s.sees("## Bowline", "Back to ropes").seesNo("See knots")
	s.press("1 enter").sees("See knots").
		press("h").sees("## Bowline").press("h").sees("See knots", "[1] → Knots").
		press("esc enter").sees("## Bowline").press("right").sees("Ropes", "See knots").
		press("left left").sees("See knots").press("esc h").selects("Ropes")
	s.press("enter 5 enter").sees("Knots", "Words between").press("q").selects("Knots")
}

func TestALinkIntoThePostItself(t *testing.T) {
	s := reading(t, harbour(t), at("letter-1")).press("4 enter").sees("## The end")
	if got := s.line(0); got != "## The end" {
		t.Errorf("the heading is not on top, but %q", got)
	}
	s.press("h").sees("See knots").press("h").selects("Ropes")
}

func TestFootnotes(t *testing.T) {
	s := reading(t, harbour(t), at("letter-1")).press("tab tab tab tab tab")
	if got := reversed(s); got != "¹" {
		t.Fatalf("the footnote is not selected, but %q", got)
	}
	there := s.sees("footnote 1", "a note.").screen()
	s.press("enter").sees("The note itself.").press("h")
	if s.screen() != there {
		t.Errorf("back from the footnote the screen is another one:\n%s\nwant:\n%s", s.screen(), there)
	}
	s.press("enter tab")
	if got := reversed(s); got == "" {
		t.Fatal("the way back from the footnote is not selected")
	}
	s.press("enter").sees("and a note.")
}

func TestALinkThatLeadsOut(t *testing.T) {
	const url = "https://elsewhere.example.org/a/path/that/is/long?and=has&many=parts#x"
	for _, size := range [][2]int{{80, 24}, {20, 12}, {40, 12}, {200, 60}} {
		s := reading(t, harbour(t), at("letter-1"), window(size[0], size[1])).press("2 enter")
		if got := strings.ReplaceAll(strings.ReplaceAll(s.screen(), "\n", ""), " ", ""); !strings.Contains(got, url) {
			t.Errorf("at %v the link is not shown whole:\n%s", size, s.screen())
		}
		if got := s.drawn(); !strings.Contains(got, "\x1b]8;id=0;"+url+"\x1b\\") {
			t.Errorf("at %v the link is no hyperlink: %q", size, got)
		}
		if s.copied != url {
			t.Errorf("%q was copied", s.copied)
		}
		s.press("esc").sees("knots").seesNo("leads out").press("esc h").selects("Ropes")
	}
	reading(t, harbour(t), at("letter-1")).press("3 enter").sees("There is no such post here", "missing.md").press("enter").sees("See knots")
	s := reading(t, harbour(t), at("letter-1"), window(10, 3)).press("2 enter")
	var all strings.Builder
	for range 40 {
		all.WriteString(s.line(0))
		s.press("down")
	}
	if !strings.Contains(all.String(), "https://elsewhere.example.org/a/path/"[:5]) {
		t.Errorf("a very small window cannot be scrolled through the link: %q", all.String())
	}
}

func TestListOfLinks(t *testing.T) {
	s := reading(t, harbour(t), at("letter-1")).press("L").
		sees("Links", "1 knots  → Knots", "2 the web  https://elsewhere", "4 the end  #the-end").selects("knots").
		press("down down").selects("nothing").press("pgup").selects("knots").press("end home").selects("knots").
		press("4").selects("the end").press("backspace").press("again").selects("knots again").seesNo("the web").
		press("xyzzy").sees("Nothing here has “againxyzzy”.").press("enter").sees("Nothing").
		press("ctrl+u").sees("the web").press("web enter").sees("leads out").press("esc").sees("See knots", "[2] https")
	s.press("L").selects("the web").press("esc").sees("See knots")
	s.press("L").press("backspace").sees("See knots").press("L knots enter").sees("## Bowline").press("h").sees("See knots")
	s.press("L ctrl+c").quits(true)
}

func TestTheLinkThatIsSelectedIsToldWhileWordsAreMarked(t *testing.T) {
	s := reading(t, harbour(t), at("letter-1")).press("/the enter").sees("/the 1/").press("tab").sees("→ Knots").seesNo("/the 1/")
	s.press("n").sees("/the 2/").press("tab").sees("enter opens").press("esc").sees("enter opens").press("esc").seesNo("enter opens")
}

func TestTheHistoryIsBounded(t *testing.T) {
	s := reading(t, harbour(t), at("letter-1"))
	for range 2 * maxVisits {
		s.press("1 enter")
	}
	m := s.model
	p, _ := m.screen.(postScreen)
	if got := len(p.way.back); got != maxVisits {
		t.Errorf("%d visits are kept", got)
	}
}

func TestALinkWhileALayoutIsUnderWay(t *testing.T) {
	s := reading(t, harbour(t), at("letter-1")).press("1")
	s.hold()
	s.press("enter j k tab").sees("Knots", "…")
	s.release()
	s.sees("[1] → Ropes", "## Bowline")
	s.hold()
	s.resize(50, 20).press("enter h")
	s.release()
	s.send(tea.WindowSizeMsg{Width: 80, Height: 24})
	s.sees("## Bowline")
}

func TestTheFootSaysHowALinkIsOpened(t *testing.T) {
	s := reading(t, varied(t), at("letter-2")).press("space tab tab").sees("enter opens [")
	s.resize(40, 12).sees("enter opens [").resize(20, 6).seesNo("enter opens").sees("[")
}
