package tui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"postern/posts"
)

// long is a blog of one post of a hundred kilobytes and more, with a heading for each number.
func long(t testing.TB) *posts.Library {
	t.Helper()
	var b strings.Builder
	for i := range 1200 {
		fmt.Fprintf(&b, "## Chapter%d\n\nIt has [a link](https://example.org/%d) and words that go on for more than a line of text.\n\n", i+1, i+1)
	}
	return blog(t, []entry{{title: "Long", date: "2026-01-05", body: b.String()}})
}

// begins delivers the beginning of a post and holds the whole back.
func (s *story) begins() *story {
	s.t.Helper()
	for i, cmd := range s.late {
		if batch, ok := cmd().(tea.BatchMsg); ok && len(batch) == 2 {
			s.late[i] = batch[1]
			s.send(batch[0]())
			return s
		}
	}
	s.t.Fatal("no beginning is on its way")
	return s
}

func opensLong(t *testing.T) *story {
	t.Helper()
	s := reading(t, long(t))
	s.hold()
	return s.press("enter").begins()
}

func TestALongPostShowsItsBeginningAtOnce(t *testing.T) {
	s := opensLong(t).sees("Chapter1").seesNo("%").press("space j j").sees("Chapter8").seesNo("Chapter1 ")
	before := strings.Split(s.screen(), "\n")
	s.release()
	after := strings.Split(s.sees("%").screen(), "\n")
	for i := range before[:len(before)-1] { // all but the foot
		if before[i] != after[i] {
			t.Errorf("line %d was %q, and is %q now that the whole is there", i, before[i], after[i])
		}
	}
}

func TestWhatNeedsTheWholeWaitsForIt(t *testing.T) {
	for keys, want := range map[string]string{
		"G":                  "100%",
		"9000j":              "100%",
		"} } }":              "Chapter3",
		"/Chapter1199 enter": "/Chapter1199 1/1",
		"G k":                "Chapter1200",
		"j G":                "100%",
		"tab":                "https://example.org/1",
		"2 enter":            "https://example.org/2",
		"j 5 j G":            "100%",
		"t":                  "Contents",
		"L":                  "Links",
		"c":                  "there is no code in this post",
	} {
		s := opensLong(t).press(keys).seesNo("100%", "1/1")
		s.release()
		s.sees(want)
	}
}

func TestADeepLinkIntoALongPostWaitsForTheWhole(t *testing.T) {
	s := reading(t, long(t), at("letter-1#chapter1100"))
	s.sees("Chapter1100")
	s = reading(t, long(t))
	s.hold()
	s.press("enter } }").begins().seesNo("Chapter1")
	s.release()
	s.sees("Chapter2")
}

func TestABeginningThatComesLateIsDropped(t *testing.T) {
	s := reading(t, long(t))
	s.hold()
	s.press("enter")
	batch := s.late[len(s.late)-1]().(tea.BatchMsg)
	s.held = false
	s.send(batch[1]())
	s.press("G")
	s.send(batch[0]())
	s.sees("100%", "end")
}
