package tui

import (
	"strings"
	"testing"

	"postern/posts"
)

// handbook is a post with headings of three levels, the last of which cannot be brought to the top of a window.
func handbook(t *testing.T) *posts.Library {
	t.Helper()
	var b strings.Builder
	for _, heading := range []string{"## Oak", "### Acorns", "#### Cups", "## Ash", "## Elm *tree*", "### Bark"} {
		b.WriteString(heading + "\n\n" + paragraphs(4))
	}
	b.WriteString("## Yew\n\nThe end.\n")
	return blog(t, []entry{{title: "Trees", date: "2026-01-01", body: "Before all headings.\n\n" + b.String()}})
}

func (s *story) address() string { return s.model.Address() }

func TestHeadings(t *testing.T) {
	s := reading(t, handbook(t), at("letter-1"))
	is := func(keys, want string) {
		t.Helper()
		if got := s.press(keys).address(); got != want {
			t.Errorf("after %q the address is %q, want %q", keys, got, want)
		}
	}
	is("", "letter-1")
	is("}", "letter-1#oak")
	if got := s.line(0); got != "## Oak" {
		t.Errorf("the heading is not on top, but %q", got)
	}
	is("}}", "letter-1#cups")
	is("{", "letter-1#acorns")
	is("5j {", "letter-1#acorns")
	is("{ {", "letter-1")
	is("3}", "letter-1#cups")
	is("9}", "letter-1#yew")
	s.sees("The end.")
	is("}", "letter-1#yew")
	s.sees("this is the last heading")
	is("{", "letter-1#bark")
	for _, size := range [][2]int{{40, 12}, {20, 6}, {200, 60}, {80, 24}} {
		s.resize(size[0], size[1])
		is("", "letter-1#bark")
	}
	is("3k", "letter-1#elm-tree")
	is("g", "letter-1")
	reading(t, small(t), at("letter-7")).press("}").sees("there is no heading").press("{ t").sees("there is no heading")
}

func TestContents(t *testing.T) {
	s := reading(t, handbook(t), at("letter-1"))
	s.press("t").sees("Contents", "▌ Oak", "    Acorns", "      Cups", "Elm tree").press("esc").sees("Before all").
		press("t down down enter").sees("#### Cups").press("t").selects("Cups").
		press("elm enter")
	if got := s.line(0); got != "## Elm tree" {
		t.Errorf("the heading is not on top, but %q", got)
	}
	s.press("h").sees("#### Cups").press("h").sees("Before all").press("h").selects("Trees")
	s = reading(t, handbook(t), at("letter-1"), window(20, 6)).press("t").sees("Contents", "▌ Oak").press("end").selects("Yew").press("up").selects("Bark")
	s.resize(40, 12).selects("Bark").press("q").sees("Nothing here has “q”.").press("esc").sees("Before all")
}

func TestDeepLinks(t *testing.T) {
	top := func(address string) string { return reading(t, handbook(t), at(address)).line(0) }
	for address, want := range map[string]string{
		"letter-1#ash": "## Ash", "letter-1#Ash": "## Ash", "latest#acorns": "### Acorns", "let#cups": "#### Cups", "letter-1#": "",
	} {
		if got := top(address); got != want {
			t.Errorf("%s opens at %q, want %q", address, got, want)
		}
	}
	reading(t, handbook(t), at("letter-1#birch\x1b[31m")).sees("no heading “birch[31m” in this post", "Before all").
		press("j").seesNo("birch")
	reading(t, handbook(t), at("letter-1#ash")).press("h").selects("Trees")
	reading(t, handbook(t), at("shrubs#ash")).sees("no post “shrubs”")
}
