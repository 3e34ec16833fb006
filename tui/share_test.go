package tui

import (
	"fmt"
	"image/color"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

const print1 = "ED25519 SHA256:2vbZ5GzM0c3bM1yQfUQ8n0sTtqk7yH8oWl4rJp6XeAo"

// served lets a reader come by a host and port.
func served(host string, port int) func(*Options) {
	return func(o *Options) { o.Host, o.Port, o.Fingerprints = host, port, []string{print1} }
}

func TestCommand(t *testing.T) {
	for _, c := range []struct {
		host    string
		port    int
		address string
		command string
		link    string
	}{
		{"blog.example.com", 22, "", "ssh blog.example.com", "ssh://blog.example.com"},
		{"blog.example.com", 22, "ropes", "ssh ropes@blog.example.com", "ssh://ropes@blog.example.com"},
		{"blog.example.com", 22, "ropes#knots", "ssh -t blog.example.com ropes#knots", "ssh://ropes%23knots@blog.example.com"},
		{"localhost", 2222, "", "ssh -p 2222 localhost", "ssh://localhost:2222"},
		{"localhost", 2222, "ropes", "ssh -p 2222 ropes@localhost", "ssh://ropes@localhost:2222"},
		{"localhost", 2222, "ropes#knots", "ssh -t -p 2222 localhost ropes#knots", "ssh://ropes%23knots@localhost:2222"},
		{"::1", 22, "ropes", "ssh ropes@::1", "ssh://ropes@[::1]"},
		{"::1", 2222, "", "ssh -p 2222 ::1", "ssh://[::1]:2222"},
		{"blog.example.com", 22, "grüße#日本", "ssh -t blog.example.com grüße#日本", "ssh://gr%C3%BC%C3%9Fe%23%E6%97%A5%E6%9C%AC@blog.example.com"},
		{"h", 22, "ropes#it's; rm", `ssh -t h 'ropes#it'\''s; rm'`, "ssh://ropes%23it%27s;%20rm@h"},
		{"h\x1b[2J", 22, "", "ssh 'h[2J'", ""},
	} {
		if got := Command(c.host, c.port, c.address); got != c.command {
			t.Errorf("%q: the command is %s, want %s", c.address, got, c.command)
		}
		if got := link(c.host, c.port, c.address); c.link != "" && got != c.link {
			t.Errorf("%q: the link is %s, want %s", c.address, got, c.link)
		}
	}
}

func TestCopyTheCommand(t *testing.T) {
	s := reading(t, handbook(t), served("blog.example.com", 2222))
	copied := func(keys, want string) {
		t.Helper()
		if s.press(keys); s.copied != want {
			t.Errorf("after %q %q is copied, want %q", keys, s.copied, want)
		}
	}
	copied("y", "ssh -p 2222 blog.example.com")
	s.sees("copied, if your terminal allows that:\n  ssh -p 2222 blog.example.com")
	copied("enter y", "ssh -p 2222 letter-1@blog.example.com")
	copied("}} y", "ssh -t -p 2222 blog.example.com letter-1#acorns")
	s.sees("letter-1#acorns").resize(20, 6).press("y").sees("The command that").
		press("G").sees("your terminal allows").press("esc").sees("### Acorns")
	reading(t, handbook(t)).press("y").sees("read without a server").press("s").sees("read without a server").
		press("enter s").sees("read without").press("y").sees("read without")
}

func TestShare(t *testing.T) {
	s := reading(t, handbook(t), served("blog.example.com", 22))
	s.press("s").sees("Share this blog", "ssh blog.example.com", "y copy · q back", "ssh://blog.example.com", "▄", "SHA256:2vbZ5G").
		press("y").sees("copied").press("esc").selects("Trees")
	if s.copied != "ssh blog.example.com" {
		t.Errorf("%q was copied", s.copied)
	}
	s.press("enter s").sees("Share “Trees”", "ssh letter-1@blog.example.com").press("q").
		press("} s").sees("Oak", "ssh -t blog.example.com", "letter-1#oak").press("enter").sees("## Oak")
	s.press("s").resize(40, 12).sees("Share “Trees”").press("G").sees("The window is too small")
	s.resize(20, 6).press("G").sees("QR code.").resize(44, 60).sees("▄", "SHA256").seesNo("too small")
	s.resize(200, 60).seesNo("▄").sees("SHA256:2vbZ5GzM0c3bM1yQfUQ8n0sTtqk7yH8oWl4rJp6XeAo")
}

// What is shared can be selected with the mouse: nothing else of the text stands on its line, and nothing of it on another.
func TestWhatIsSharedStaysWhole(t *testing.T) {
	const command, url = "ssh -p 2222 letter-1@blog.example.com", "ssh://letter-1@blog.example.com:2222"
	for _, size := range [][2]int{{80, 24}, {120, 40}, {64, 24}, {200, 60}, {100, 30}} {
		s := reading(t, handbook(t), served("blog.example.com", 2222), window(size[0], size[1]))
		s.press("enter s").sees(command+"\n", url+"\n", print1+"\n")
		if size == [2]int{80, 24} || size == [2]int{120, 40} {
			s.seesNo("0%")
		}
	}
	s := reading(t, handbook(t), served("blog.example.com", 2222), window(80, 24)).press("enter }} s")
	s.sees("ssh -t -p 2222 blog.example.com letter-1#acorns\n", print1+"\n", "0%").press("G").sees("▄")
}

// modules reads a QR code back from what is drawn on a terminal that is dark or light: true is a dark module. cells is how
// many cells a module has.
func modules(lines []string, onDark bool, cells int) [][]bool {
	var out [][]bool
	for _, line := range lines {
		var above, below []bool
		fore, back := !onDark, onDark // whether they are dark
		parser, state, at := ansi.NewParser(), byte(0), 0
		for line != "" {
			sequence, width, n, next := ansi.DecodeSequence(line, state, parser)
			switch {
			case isStyle(sequence, parser):
				fore, back = !onDark, onDark
				if strings.Contains(sequence, "[7m") {
					fore, back = back, fore
				} else if sequence != resetStyle {
					fore = strings.Contains(sequence, "38;5;16") || strings.Contains(sequence, "[30")
					back = strings.Contains(sequence, "48;5;16") || strings.Contains(sequence, ";40m")
				}
			case width > 0:
				if at++; at%cells == 0 {
					above, below = append(above, back), append(below, back != (sequence == "▄" && fore != back))
				}
			}
			state, line = next, line[n:]
		}
		out = append(out, above)
		if cells == 1 {
			out = append(out, below)
		}
	}
	return out
}

func TestQRCode(t *testing.T) {
	for _, text := range []string{"ssh://blog.example.com", "ssh://a-rather-long-slug%23heading@blog.example.com:2222"} {
		for name, change := range map[string]func(*Options){
			"256 colours": func(*Options) {},
			"16 colours":  func(o *Options) { o.Profile = colorprofile.ANSI },
			"no colours":  func(o *Options) { o.Profile = colorprofile.ASCII },
			"NO_COLOR":    func(o *Options) { o.NoColor = true },
		} {
			for _, background := range []color.Color{color.Black, color.White} {
				s := reading(t, small(t), change).background(background)
				m := s.model
				large, small := qrCodes(&m.reader, text)
				for i, code := range [][]string{large, small} {
					checkQRCode(t, fmt.Sprint(name, background, i), modules(code, background == color.Black, 2-i))
				}
				if strings.ContainsAny(ansi.Strip(strings.Join(large, "")), "█▀▄") {
					t.Errorf("%s: the large code has blocks, which leave seams in some fonts", name)
				}
			}
		}
	}
	m := reading(t, small(t)).model
	if large, small := qrCodes(&m.reader, strings.Repeat("x", 5000)); large != nil || small != nil {
		t.Error("a text that is too long has a code")
	}
}

// checkQRCode looks for the quiet zone and the three finder patterns (ISO/IEC 18004, 6.3.3): a ring of 7x7 around a block of
// 3x3.
func checkQRCode(t *testing.T, name string, dark [][]bool) {
	t.Helper()
	size := len(dark[0]) - 2*quietZone
	for y := range dark {
		for x := range dark[y] {
			quiet := x < quietZone || y < quietZone || x >= quietZone+size || y >= quietZone+size
			if quiet && dark[y][x] {
				t.Fatalf("%s: a dark module at %d,%d in the quiet zone", name, x, y)
			}
		}
	}
	for _, corner := range [][2]int{{0, 0}, {size - 7, 0}, {0, size - 7}} {
		for i := range 7 {
			x, y := corner[0]+quietZone, corner[1]+quietZone
			if !dark[y][x+i] || !dark[y+6][x+i] || !dark[y+i][x] || dark[y+1][x+1] || !dark[y+3][x+3] {
				t.Fatalf("%s: no finder pattern at %v", name, corner)
			}
		}
	}
}

func TestCopyCode(t *testing.T) {
	const fence = "```"
	block := func(text string) string { return fence + "go\n" + text + "\n" + fence + "\n\n" }
	body := "Before.\n\n" + block("first(\"a\")\n\tindented()\n\n") + paragraphs(12) + block("second()") + paragraphs(12) + block("third()")
	library := blog(t, []entry{
		{title: "Code", date: "2026-01-01", body: body},
		{title: "Much", date: "2026-01-02", body: block(strings.Repeat("x := 1 // a line\n", MaxCopy/17+2)) + "End."},
	})
	s := reading(t, library, at("letter-1")).press("c").sees("code 1 of 3, 4 lines: copied, if your terminal allows that", "indented()")
	if want := "first(\"a\")\n\tindented()\n\n"; s.copied != want {
		t.Errorf("%q was copied, want %q", s.copied, want)
	}
	for i, want := range []string{"second()", "third()", "first("} {
		s.press("c").sees(fmt.Sprintf("code %d of 3", (i+1)%3+1), want)
	}
	s.press("g space c").sees("code 2 of 3", "second()").press("G c").sees("code 3 of 3")
	s.press("g space c").resize(40, 12).sees("second()")
	s = reading(t, library, at("letter-2")).press("c").sees("more than the 64 KiB", "x := 1 // a line")
	if s.copied != "" {
		t.Errorf("%d bytes were copied", len(s.copied))
	}
	s.press("G").sees("100%").press("esc").sees("Much")
	reading(t, small(t)).press("enter c").sees("there is no code")
}

func TestForeignHeadingsStayHarmless(t *testing.T) {
	library := blog(t, []entry{{title: "x", date: "2026-01-01", body: "## a\x1b]0;pwned\x07 {#evil$(id)}\n\ntext"}})
	s := reading(t, library, served("h", 22), at("letter-1")).press("} y")
	if strings.ContainsAny(s.copied, "\x1b\x07") {
		t.Errorf("%q was copied", s.copied)
	}
}
