package sshapp_test

import (
	"io"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"postern/posts"
	"postern/sshapp"
	"postern/sshapp/sshtest"
)

// onlyText fails if a session has printed anything but text and the line ends of a raw terminal.
func onlyText(t *testing.T, printed string) {
	t.Helper()
	rest := strings.ReplaceAll(printed, "\r\n", "")
	if at := strings.IndexFunc(rest, func(r rune) bool { return r < ' ' || r >= 0x7f && r <= 0x9f }); at >= 0 {
		t.Errorf("a control character was printed: %q", rest[max(at-20, 0):min(at+20, len(rest))])
	}
}

func TestLinearModeStarts(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	for name, c := range map[string]struct {
		user   string
		window sshtest.Window
		want   string
	}{
		"dumb":                 {"", sshtest.Window{Term: "dumb"}, "2. A long read"},
		"emacs":                {"", sshtest.Window{Term: "dumb-emacs-ansi"}, "2. A long read"},
		"unknown":              {"", sshtest.Window{Term: "tty33"}, "2. A long read"},
		"not a name":           {"", sshtest.Window{Term: "-"}, "2. A long read"},
		"no size":              {"", sshtest.Window{Unsized: true}, "2. A long read"},
		"dumb at an address":   {"", sshtest.Window{Term: "dumb", Command: "oldest"}, "It all began here."},
		"login name":           {"plain", sshtest.Window{}, "2. A long read"},
		"login name, address":  {"plain", sshtest.Window{Command: "oldest"}, "It all began here."},
		"login name is a post": {"oldest", sshtest.Window{Term: "dumb"}, "It all began here."},
		"flag":                 {"", sshtest.Window{Command: "-- --linear"}, "2. A long read"},
		"flag, address":        {"", sshtest.Window{Command: "--linear oldest"}, "It all began here."},
		"flag, wrong address":  {"", sshtest.Window{Command: "--linear oldst"}, "did you mean oldest?"},
	} {
		t.Run(name, func(t *testing.T) {
			term := server.Open(t, c.user, c.window)
			term.Prints(0, c.want, "q quit:")
			term.Type("q\r")
			if status := term.Ends(); status != 0 {
				t.Errorf("exit status %d", status)
			}
			if !strings.HasSuffix(term.Printed(), "Goodbye.\r\n") {
				t.Errorf("the end is %q", term.Printed())
			}
			onlyText(t, term.Printed())
		})
	}
}

// TestABlogInLines reads, searches and follows links in all of a blog.
func TestABlogInLines(t *testing.T) {
	server := sshtest.Serve(t, harbour(t), sshtest.Config{})
	term := server.Open(t, "", sshtest.Window{Term: "dumb", Columns: 60, Rows: 20})
	at := 0
	for _, step := range []struct {
		typed string
		sees  []string
	}{
		{"", []string{"25 posts:", "1. Knots, 30 Jan 2026", "20. Letter 6", "Posts 1 to 20 of 25. number, /words, m more, t tags,"}},
		{"m\r", []string{"21. Letter 5", "25. Letter 1,", "Posts 21 to 25 of 25."}},
		{"m\n", []string{"This is the end of the list."}},
		{"99\r", []string{"There is no number 99 in this list."}},
		{"1\r", []string{"Heading 1: Knots", "Tags: ropes", "Heading 2: Bowline", "It holds (link 1).", "n or enter next"}},
		{"\r", []string{"Paragraph 12 of knots."}},
		{"n\r", []string{"Heading 2: Splice", "- one", "Strands: 3", "Image: A splice (link 3)"}},
		{"t\r", []string{"Contents:", "1. Bowline", "2. Splice"}},
		{"1\r", []string{"Heading 2: Bowline"}},
		{"/strands\r", []string{"“strands”, place 1 of 1:", "Strands: 3"}},
		{"l\r", []string{"3 links:", "1. holds", "a post of this blog", "https://ropes.example/a"}},
		{"2\r", []string{"Link 2 leads to:", "https://ropes.example/a"}},
		{"9\r", []string{"There is no link 9 in this post."}},
		{"link 1\r", []string{"Heading 1: Letter 3", "The text of letter 3."}},
		{"b\r", []string{"Heading 1: Knots"}},
		{"b\r", []string{"21. Letter 5"}},
		{"/roes\x7f\x7fpes\r", []string{`/roes\se/pes`, "1 post for “ropes”", "1. Knots"}},
		{"letter-2\r", []string{"The text of letter 2."}},
		{"h\r", []string{"What you can type here", "t: table of contents."}},
		{"what?\r", []string{"“what?” means nothing here. h lists what can be typed."}},
		{"\x1b[A\x1b]11;rgb:0/0/0\x07t\x15t\x15a\r", []string{"25 posts:"}},
		{"t\r", []string{"Tags and series:", "1. ropes, 1 post"}},
		{"1\r", []string{"1 post with the tag ropes:", "1. Knots"}},
	} {
		term.Type(step.typed)
		at = term.Prints(at, append(step.sees, "q quit:")...)
	}
	term.Type("\x04")
	if status := term.Ends(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	onlyText(t, term.Printed())
	for line := range strings.SplitSeq(term.Printed(), "\r\n") {
		printed, _, _ := strings.Cut(line, "q quit: ") // what is typed there goes on to the right
		if len([]rune(printed)) > 60 || strings.HasSuffix(line, " ") {
			t.Errorf("a line of %d characters, or with a blank at its end: %q", len([]rune(printed)), line)
		}
	}
}

// harbour is a blog of more posts than are listed at once.
func harbour(t *testing.T) *posts.Library {
	t.Helper()
	var archive strings.Builder
	archive.WriteString("-- postern.toml --\n-- posts/knots.md --\n---\ntitle: Knots\ndate: 2026-01-30\ntags: [ropes]\n---\n" +
		"## Bowline\n\nIt [holds](letter-3.md).\n\n")
	for i := range 12 {
		archive.WriteString("Paragraph " + strconv.Itoa(i+1) + " of knots.\n\n")
	}
	archive.WriteString("## Splice\n\n- one\n\n| Strands | Where |\n|---|---|\n| 3 | [out](https://ropes.example/a) |\n\n![A splice](splice.png)\n")
	for i := range 24 {
		n := strconv.Itoa(i + 1)
		archive.WriteString("-- posts/letter-" + n + ".md --\n---\ntitle: Letter " + n + "\ndate: 2026-01-" + strconv.Itoa(i+1) +
			"\n---\nThe text of letter " + n + ".\n")
	}
	return sshtest.Blog(t, archive.String())
}

func TestLinearModeWithoutATerminal(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	for _, c := range []struct{ user, command string }{{"plain", ""}, {"", "--linear"}} {
		term := server.Open(t, c.user, sshtest.Window{NoPTY: true, Command: c.command})
		term.Type("3\nb")
		term.EOF() // what was typed before is still answered
		if status := term.Ends(); status != 0 {
			t.Errorf("exit status %d", status)
		}
		printed := term.Printed()
		if !strings.Contains(printed, "\nnumber, /words, t tags, s share, h help, q quit:\n") {
			t.Errorf("not 80 columns wide: %q", printed)
		}
		if strings.Contains(printed, "\r") || !strings.Contains(printed, "It all began here.\n\n") || !strings.HasSuffix(printed, "q quit:\nGoodbye.\n") {
			t.Errorf("printed %q", printed)
		}
	}
}

func TestFromFullScreenToLines(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	conn := server.Dial(t, "")
	conn.Open(sshtest.Window{}).Quits()
	before := len(served())
	term := conn.Open(sshtest.Window{Command: "oldest"})
	term.Sees("It all began here.")
	term.Press("!")
	at := term.Prints(0, "Heading 1: The oldest", "End of the post.", "q quit:")
	if term.AltScreen() {
		t.Error("the terminal was not put back")
	}
	linear := at
	term.Type("b\r")
	at = term.Prints(at, "3. The oldest", "q quit:")
	term.Type("1\r")
	term.Prints(at, "Hello from the first post.", "q quit:")
	term.Type("q\r")
	if status := term.Ends(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	onlyText(t, term.Printed()[linear:])
	leavesNothing(t, before)
}

func TestTheEndsOfLinearMode(t *testing.T) {
	lines := sshtest.Window{Term: "dumb", Command: "oldest"}
	t.Run("the server stops", func(t *testing.T) {
		server := sshtest.Serve(t, blog(t), sshtest.Config{PublicHost: "blog.example.com", PublicPort: 22})
		term := server.Open(t, "", lines)
		term.Prints(0, "q quit:")
		server.Stop(t)
		term.Prints(0, "q quit:\r\nThe server restarts. Come back with: ssh -t plain@blog.example.com oldest\r\n")
		if status := term.Ends(); status != 0 {
			t.Errorf("exit status %d", status)
		}
	})
	t.Run("nothing is typed", func(t *testing.T) {
		server := sshtest.Serve(t, blog(t), sshtest.Config{Limits: func(l *sshapp.Limits) { l.NoKeyTime = 300 * time.Millisecond }})
		term := server.Open(t, "", lines)
		term.Prints(0, "\r\nNo key was pressed for")
		term.Ends()
	})
	t.Run("the client goes", func(t *testing.T) {
		server := sshtest.Serve(t, blog(t), sshtest.Config{})
		conn := server.Dial(t, "")
		conn.Open(sshtest.Window{}).Quits()
		before := len(served())
		term := conn.Open(lines)
		term.Prints(0, "q quit:")
		_ = term.Session.Close()
		term.Ends()
		leavesNothing(t, before)
	})
	t.Run("a panic", func(t *testing.T) {
		lib, broken := blog(t), atomic.Bool{}
		server := sshtest.Serve(t, lib, sshtest.Config{Library: func() *posts.Library {
			if broken.Load() {
				return nil
			}
			return lib
		}})
		broken.Store(true)
		term := server.Open(t, "plain", sshtest.Window{})
		term.Prints(0, "Something went wrong here")
		if status := term.Ends(); status == 0 {
			t.Error("a panic ended with status 0")
		}
	})
	t.Run("the client stops taking", func(t *testing.T) {
		server := sshtest.Serve(t, blog(t), sshtest.Config{Limits: func(l *sshapp.Limits) {
			l.StalledWrite = 200 * time.Millisecond
			l.KeyRate, l.KeyBurst, l.InboundRate, l.InboundBurst = 1e6, 1e6, 1e8, 1e8
		}})
		client := server.Dial(t, "plain").Client
		session, err := client.NewSession()
		if err != nil {
			t.Fatal(err)
		}
		in, _ := session.StdinPipe()
		if _, err := session.StdoutPipe(); err != nil { // which nobody reads
			t.Fatal(err)
		}
		if err := session.Shell(); err != nil {
			t.Fatal(err)
		}
		for {
			if _, err := io.WriteString(in, strings.Repeat("h\n", 100)); err != nil {
				break
			}
		}
		_ = client.Close()
		server.Log.Waits(t, "stopped taking what it asked for")
	})
}
