package tui

import (
	"fmt"
	"image/color"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"postern/posts"
	"postern/render"
)

func TestReadAPostAndGoBack(t *testing.T) {
	for _, back := range []string{"q", "h", "left", "backspace", "esc"} {
		reading(t, small(t)).
			sees("Letters from the Harbour", "Small machines, slow evenings.", "Start here", "pinned", "1/7").
			press("j").selects("Tidal charts").
			press("enter").sees("Tidal charts on a wall clock", "20 May 2026 · Maren Holt · 6 min", "hardware, go", "Paragraph1 ").
			press("space").seesNo("Paragraph1 ").
			press(back).selects("Tidal charts").sees("2/7").quits(false)
	}
}

func TestMoveInTheList(t *testing.T) {
	for _, c := range []struct{ keys, title string }{
		{"j j", "Notes on"},
		{"down down up", "Tidal"},
		{"5j", "Emoji"},
		{"5j 2k", "Why the"},
		{"G", "Ropes"},
		{"end", "Ropes"},
		{"G g", "Start"},
		{"G home", "Start"},
		{"99j", "Ropes"},
		{"k", "Start"},
		{"3G", "Notes on"},
		{"space", "Emoji"},
		{"pgdown pgup", "Start"},
		{"d", "Notes on"},
		{"ctrl+d ctrl+u", "Start"},
		{"ctrl+f", "Emoji"},
		{"f b", "Start"},
		{"5 esc j", "Tidal"},
	} {
		reading(t, small(t)).press(c.keys).selects(c.title)
	}
}

func TestOpenByNumber(t *testing.T) {
	reading(t, small(t)).press("7").sees("7…").press("enter").sees("One line.").press("q").selects("Ropes")
	reading(t, small(t)).press("8 enter").sees("there is no post 8").press("j").seesNo("there is no").selects("Tidal")
}

func TestFilter(t *testing.T) {
	reading(t, small(t)).
		press("j j /go").sees("/go▏ 2 posts", "Tidal", "Emoji").seesNo("Ropes").
		press("down").sees("/go · 1/2").
		press("down").sees("/go · 2/2").
		press("enter").sees("Paragraph1 ").
		press("q").selects("Emoji").sees("/go · 2/2").
		press("esc").selects("Emoji").sees("6/7").
		press("esc esc").quits(false).selects("Emoji")
	reading(t, small(t)).press("/SEA space three").sees("1 post", "Tidal").press("esc").selects("Tidal").sees("2/7")
	reading(t, small(t)).press("/xyzzy").sees("No title, tag or description has “xyzzy”.", "0 posts").
		press("enter enter space G j").quits(false).press("esc").selects("Start here")
	reading(t, small(t)).press("/ropq backspace").sees("Ropes", "1 post").press("ctrl+u").sees("7 posts").
		press("backspace").sees("1/7")
	reading(t, small(t)).press("/言葉").sees("1 post", "日本語")
	reading(t, small(t)).press("/ Q q ? 5 T").sees("/Qq?5T▏").quits(false).press("ctrl+c").quits(true)
}

func TestQuit(t *testing.T) {
	for _, c := range []struct {
		keys string
		quit bool
	}{{"q", true}, {"Q", true}, {"ctrl+c", true}, {"esc", false}, {"enter q", false}, {"enter Q", true}, {"? q", false}, {"? ctrl+c", true}} {
		reading(t, small(t)).press(c.keys).quits(c.quit)
	}
}

func TestNoKeyQuitsAtOnce(t *testing.T) {
	s := reading(t, small(t))
	s.clock = s.clock.Add(-time.Second + quietTime - 1)
	s.press("q Q ctrl+c").quits(false)
	s.clock = s.clock.Add(1)
	s.press("q").quits(true)
}

func TestStartAtAnAddress(t *testing.T) {
	reading(t, small(t), at("letter-7")).sees("One line.").press("q").selects("Ropes")
	reading(t, small(t), at("letter-7#knots")).sees("One line.")
	reading(t, small(t), at("latest")).sees("Tidal charts", "Paragraph1 ")
	reading(t, small(t), at("leter-7")).sees("no post “leter-7”; did you mean letter-7", "Start here").
		press("j").seesNo("no post").sees("2/7")
	reading(t, small(t), at("letter")).sees("“letter” is the beginning of several posts; did you mean")
	reading(t, small(t), at("no\x1b[31msuch")).sees("no post “no[31msuch”", "Start here")
	reading(t, small(t), func(o *Options) { o.Notice = "hello" }).sees("hello").press("j").seesNo("hello")
}

func TestNotFoundNamesWhatIsNear(t *testing.T) {
	for _, c := range []struct {
		err  error
		want string
	}{
		{&posts.NotFoundError{Name: "rope", Near: []string{"ropes"}}, "no post “rope”; did you mean ropes?"},
		{&posts.NotFoundError{Name: "rope", Near: []string{"a", "b"}, Ambiguous: true}, "“rope” is the beginning of several posts; did you mean a, b?"},
		{&posts.NotFoundError{Name: "rope"}, "no post “rope”"},
	} {
		if got := notFound("rope", c.err); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestAddressNamesWhatIsRead(t *testing.T) {
	s := reading(t, small(t))
	at := func() string {
		m := s.model
		return m.Address()
	}
	if got := at(); got != "" {
		t.Errorf("the list has the address %q", got)
	}
	s.press("enter")
	slug := at()
	if s.press("?"); slug == "" || at() != slug {
		t.Errorf("the address of a post is %q, with the help over it %q", slug, at())
	}
}

func TestAnEmptyBlogSaysSo(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {20, 6}, {1, 1}} {
		s := reading(t, blog(t, nil), window(size[0], size[1])).press("j enter ] G space d").quits(false)
		if size[0] >= 20 {
			s.sees("Nothing has been")
		}
	}
}

func TestThemes(t *testing.T) {
	colours := func(s *story) string {
		var out []string
		for _, code := range []string{"38;5;243", "38;5;246", "38;5;241", "\x1b[33", "\x1b[1m"} {
			if strings.Contains(s.drawn(), code) {
				out = append(out, code)
			}
		}
		return strings.Join(out, " ")
	}
	check := func(s *story, want string) {
		t.Helper()
		if got := colours(s); got != want {
			t.Errorf("colours %q, want %q", got, want)
		}
	}
	s := reading(t, small(t))
	check(s, "38;5;243 \x1b[1m")
	check(s.background(color.Black), "38;5;246 \x1b[1m")
	check(s.background(color.White), "38;5;241 \x1b[1m")
	s.press("T").sees("theme: dark").press("k")
	check(s, "38;5;246 \x1b[1m")
	check(s.press("T T").sees("theme: mono"), "\x1b[1m")
	check(reading(t, small(t), func(o *Options) { o.NoColor = true }).background(color.Black), "\x1b[1m")
	check(reading(t, small(t), func(o *Options) { o.Profile = colorprofile.ASCII }).background(color.Black), "\x1b[1m")
	check(reading(t, small(t), func(o *Options) { o.Theme = render.Dark; o.Profile = colorprofile.ANSI }), "\x1b[1m")
}

func TestForeignTextDrivesNoTerminal(t *testing.T) {
	evil := "a\x1b]0;pwned\x07\u202eb\x9b2J\nc"
	library := blog(t, []entry{{title: "x", date: "2026-01-01", body: "x"}, {title: "y", date: "2026-01-02", body: "y"}})
	for _, p := range library.Posts() { // package posts lets none of this in: the screens do not rely on it
		p.Title, p.ListTitle, p.Description = evil, evil, evil
		p.Tags, p.Authors = []posts.Tag{{Key: evil, Label: evil}}, []posts.Author{{Name: evil}}
	}
	s := reading(t, library, window(200, 60))
	for _, keys := range []string{"", "/pw enter", "enter", "?"} {
		view := s.press(keys).model.View()
		for _, bad := range []string{"\x1b]0", "\x07", "\u202e", "\x9b"} {
			if strings.Contains(strings.Join(view.Lines, "\n"), bad) || strings.Contains(view.Title, bad) {
				t.Errorf("after %q the view has %q", keys, bad)
			}
		}
	}
}

func TestWindowTitle(t *testing.T) {
	s := reading(t, small(t))
	if v := s.model.View(); v.Title != "Letters from the Harbour" {
		t.Errorf("title %q", v.Title)
	}
	if got := s.press("G enter").model.View().Title; got != "Ropes · Letters from the Harbour" {
		t.Errorf("title %q", got)
	}
}

func TestAPasteDoesNothing(t *testing.T) {
	s := reading(t, small(t))
	s.send(tea.PasteMsg{Content: "jjjq"})
	s.quits(false).selects("Start here")
}

func TestTheFootSaysWhatIsOfUse(t *testing.T) {
	foot := func(s *story) string {
		lines := strings.Split(s.screen(), "\n")
		return lines[len(lines)-1]
	}
	for _, c := range []struct {
		library       *posts.Library
		keys          string
		width, height int
		want          string
	}{
		{small(t), "", 80, 24, "1/7 enter open · / filter · t tags · q quit · ? help"},
		{small(t), "", 40, 12, "1/7 enter open · q quit · ? help"},
		{small(t), "", 20, 6, "1/7 q quit · ? help"},
		{small(t), "j enter", 80, 24, "space page · tab link · / search · q list · ? help 12%"},
		{small(t), "j enter", 40, 12, "space page · q list · ? help 4%"},
		{small(t), "j enter", 20, 6, "q list · ? help 1%"},
		{small(t), "/go", 20, 6, "/go▏ 2 posts"},
		{small(t), "/", 40, 12, "/▏ 7 posts enter full text"},
		{varied(t), "j enter t", 20, 6, "type to filter"},
		{small(t), "/go down", 80, 24, "/go · 1/2 enter open · / filter · t tags · esc clear · q quit · ? help"},
		{small(t), "tab", 40, 12, "tag go · 1/2 esc clear · ? help"},
		{blog(t, []entry{{title: "a", body: "a"}, {title: "b", body: "b"}}), "", 80, 24, "1/2 enter open · / filter · q quit · ? help"},
		{blog(t, []entry{{title: "a", body: "a"}}), "", 80, 24, "1/1 enter open · q quit · ? help"},
		{blog(t, []entry{{title: "a", body: "a"}}), "enter", 80, 24, "/ search · q list · ? help 100%"},
		{blog(t, nil), "", 80, 24, "q quit · ? help"},
	} {
		s := reading(t, c.library, served("", 0), window(c.width, c.height)).press(c.keys)
		if got := strings.Join(strings.Fields(foot(s)), " "); got != c.want {
			t.Errorf("at %dx%d after %q the foot says %q, want %q", c.width, c.height, c.keys, got, c.want)
		}
	}
	reading(t, small(t), served("h", 22)).press("s").sees("y copy · q back").seesNo("space page").resize(40, 12).sees("space page · y copy · q back")
}

func TestNarrowListsTellTitlesApart(t *testing.T) {
	var entries []entry
	for i := range 30 {
		entries = append(entries, entry{title: fmt.Sprintf("A long and common beginning, then number%d", i+1), date: fmt.Sprintf("2026-01-%02d", 30-i), body: "x"})
	}
	entries[3].title = "Short"
	for _, size := range [][2]int{{40, 12}, {20, 6}, {31, 9}} {
		s := reading(t, blog(t, entries), window(size[0], size[1]))
		for i := range entries {
			if last := fmt.Sprintf("number%d", i+1); i != 3 {
				s.sees(last) // the end of the selected title, however long it is
			}
			s.press("j")
		}
	}
	reading(t, blog(t, entries), window(40, 12)).sees("Short", "2026-01-27").press("G").sees("number30").press("k").sees("number29", "A long and")
}

func TestGoldenScreens(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {40, 12}, {20, 6}, {200, 60}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		s := reading(t, small(t), window(size[0], size[1]))
		s.press("j").golden("list-" + name)
		s.press("?").golden("help-" + name).press("q")
		s.press("/go").golden("filter-" + name).press("esc g j")
		s.press("enter").golden("post-" + name)
		s.press("G").golden("end-" + name)
	}
}
