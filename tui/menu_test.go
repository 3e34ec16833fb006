package tui

import (
	"testing"

	"github.com/charmbracelet/colorprofile"
)

// All can be reached by arrows, enter, esc and digits.
func TestMenu(t *testing.T) {
	s := reading(t, varied(t), served("blog.example.com", 22)).press("0").
		sees("What can be done here", "filter by title, tag and description        /", "tags and series", "share", "? F1").
		press("tags").sees("tags and series").press("enter").sees("Tags and series", "ssh             2 posts").press("esc")
	s.press("down down enter 0").sees("table of contents").press("down down").press("esc").sees("Two")
	for keys, want := range map[string]string{
		"contents enter":          "Contents",
		"links enter":             "Links",
		"share enter":             "ssh letter-2@blog.example.com",
		"copy space enter":        "copied",
		"search enter":            "/▏",
		"newer enter":             "Three",
		"next space link enter":   "[1]",
		"width: enter":            "width: full",
		"previous space he enter": "Two",
	} {
		reading(t, varied(t), served("blog.example.com", 22), at("letter-2")).press("0 " + keys).sees(want)
	}
	reading(t, varied(t)).press("10 enter").sees("there is no post 10")
	reading(t, varied(t), window(20, 6)).press("0 end").sees("help").press("up").sees("quit").press("enter").quits(true)
	reading(t, blog(t, []entry{{title: "a", body: "a"}})).press("0").seesNo("tag", "ctrl+c").press("esc enter 0").sees("search").seesNo("link", "contents", "place found", "heading", "code")
}

func TestTimeLeft(t *testing.T) {
	s := reading(t, small(t)).press("j enter").sees("6 min").seesNo("min left").press("space").sees("5 min left · ")
	s.press("60j").sees("3 min left").press("G").seesNo("left").sees("100%")
	s.press("g space").resize(40, 12).seesNo("min left").sees("%")
	reading(t, small(t), at("letter-3"), window(80, 8)).press("5j").sees("1 min left")
}

// Marks are told by more than colour, and 16 colours hold no grey.
func TestMarksWithFewColours(t *testing.T) {
	for _, profile := range []colorprofile.Profile{colorprofile.ASCII, colorprofile.ANSI} {
		s := reading(t, small(t), func(o *Options) { o.Profile = profile }).press("j enter /paragraph enter")
		if got := reversed(s); got != "Paragraph" {
			t.Errorf("%v: the current hit is %q", profile, got)
		}
		m := s.model
		if got := m.reader.styles[found].String(); got != "\x1b[1;4m" {
			t.Errorf("%v: other hits are drawn with %q", profile, got)
		}
	}
}
