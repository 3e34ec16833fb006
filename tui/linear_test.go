package tui

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"postern/posts"
	"postern/render"
)

// linearly lets a reader type lines in linear mode on a terminal that leaves all to the server, and returns what was
// printed.
func linearly(t testing.TB, library *posts.Library, typed string, change ...func(*Options, *Lines)) string {
	t.Helper()
	var out bytes.Buffer
	o := Options{Library: func() *posts.Library { return library }, Pages: render.NewCache(1 << 20).In(render.AtOnce)}
	lines := Lines{In: strings.NewReader(typed), Out: &out, Raw: true, Window: func() (int, int) { return 80, 24 }}
	for _, f := range change {
		f(&o, &lines)
	}
	if _, err := RunLinear(context.Background(), o, lines); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// letters is a blog with a post that has a bit of everything.
func letters(t testing.TB) *posts.Library {
	return blog(t, []entry{
		{title: "Tides", date: "2026-05-20", tags: "sea", about: "When the water comes.", body: "Water[^1] comes *twice*. See [the ropes](letter-2.md#bend), " +
			"[the almanac](https://almanac.example/tides), [below](#tables).\n\n## Lists\n\n- [x] high\n- low\n\n> Time and tide.\n\n" +
			paragraphs(6) + "## Tables\n\n| Port | Hour |\n|---|---|\n| Harbour | 6 |\n\n![A tide clock](clock.png)\n\n```sh\ncal\n```\n\n[^1]: Salt water.\n"},
		{title: "Ropes", date: "2025-12-24", tags: "sea", body: "One line.\n\n## Bend\n\nTwo lines."},
	})
}

func TestLinearSession(t *testing.T) {
	for name, typed := range map[string]string{
		"list":  "d\rt\r1\r/tide\r1\r",
		"read":  "1\r\r\r\r\rp\r",
		"jumps": "1\rt\r2\rf1\rl\r1\rb\r2\r3\r/TIDE\r/tide\r/\r",
		"help":  "h\r2\rh\r",
	} {
		for _, columns := range []int{80, 30} {
			got := linearly(t, letters(t), typed, func(_ *Options, l *Lines) { l.Window = func() (int, int) { return columns, 16 } })
			linearGolden(t, name, columns, got)
		}
	}
}

func linearGolden(t *testing.T, name string, columns int, got string) {
	t.Helper()
	path := filepath.Join("testdata", "linear-"+name+map[int]string{80: "-80", 30: "-30"}[columns]+".txt")
	got = strings.ReplaceAll(got, "\r\n", "\n")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not as it was; it is\n%s", path, got)
	}
}

func TestLinearSearchOfAllPosts(t *testing.T) {
	library := letters(t)
	var asked string
	search := func(hits []posts.Hit, err error) func(*Options, *Lines) {
		return func(o *Options, _ *Lines) {
			o.Search = func(_ context.Context, query string, _ int) ([]posts.Hit, error) {
				asked = query
				return hits, err
			}
		}
	}
	hit := posts.Hit{Post: library.Posts()[1], Snippet: []posts.Fragment{{Text: "one "}, {Text: "line", Match: true}, {Text: "."}}}
	for _, c := range []struct {
		change func(*Options, *Lines)
		want   string
	}{
		{search([]posts.Hit{hit}, nil), "1. Ropes, 24 Dec 2025, 1 minute\r\n  one line.\r\n"},
		{search(nil, nil), "No post has “water”."},
		{search(nil, errors.New("no index yet")), "1. Tides, 20 May 2026, 1 minute\r\n  When the water comes.\r\n"},
		{func(*Options, *Lines) {}, "1 post for “water”, looked for in each title, tag and description:"},
	} {
		if got := linearly(t, library, "/water\r", c.change); !strings.Contains(got, c.want) {
			t.Errorf("%q is missing in:\n%s", c.want, got)
		}
	}
	if asked != "water" {
		t.Errorf("asked for %q", asked)
	}
}

func TestLinearLineEditor(t *testing.T) {
	for _, c := range []struct{ typed, echoed, want string }{
		{"ab\r", "ab", "ab"},
		{"ab\n", "ab", "ab"},
		{"abd\x7fc\r", `abd\d/c`, "abc"},
		{"日本\b\r", `日本\本/`, "日"},
		{"one two\x17\r", `one two\owt/`, "one "},
		{"ab\x15c\r", "ab\r\nc", "c"},
		{"\x7fa\r", "a", "a"},
		{"a\x1b\x00\x9b\xff\u202eb\r", "ab", "ab"},
		{"a\x04b\r", "ab", "ab"},
		{"rest", "rest", "rest"},
		{strings.Repeat("x", maxLine+9) + "\r", strings.Repeat("x", maxLine), strings.Repeat("x", maxLine)},
	} {
		var out bytes.Buffer
		p := newPrinter(&out, true)
		got, err := newLineReader(strings.NewReader(c.typed), p, true).next()
		if err != nil || got != c.want {
			t.Errorf("%q is %q, %v; want %q", c.typed, got, err, c.want)
		}
		_ = p.flush()
		if want := " " + c.echoed + "\r\n"; out.String() != want {
			t.Errorf("%q is echoed as %q, want %q", c.typed, out.String(), want)
		}
	}
}

func TestLinearQuits(t *testing.T) {
	for _, typed := range []string{"q\r", "QUIT\r", "exit\n", "\x03", "ab\x03", "\x04", ""} {
		got := linearly(t, letters(t), typed+"1\r")
		if typed == "" {
			got = linearly(t, letters(t), "")
		}
		if strings.Contains(got, "Heading 1") || !strings.HasSuffix(got, "\r\nGoodbye.\r\n") {
			t.Errorf("%q: %q", typed, got)
		}
	}
}

func TestLinearSaysThatThereIsNothingToList(t *testing.T) {
	library := blog(t, []entry{{title: "Short", date: "2026-01-01", body: "Short."}})
	got := linearly(t, library, "1\rl\rt\r")
	for _, want := range []string{"This post has no links.", "This post has no headings."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not said:\n%s", want, got)
		}
	}
}

func TestLinearTellsTheWayToTheFullScreen(t *testing.T) {
	got := linearly(t, letters(t), "!\r1\r!\r", func(o *Options, _ *Lines) { o.Host, o.Port = "blog.example.com", 2222 })
	for _, want := range []string{"  ssh -p 2222 blog.example.com\r\n", "@blog.example.com\r\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not said:\n%s", want, got)
		}
	}
	if got := linearly(t, letters(t), "!\r"); !strings.Contains(got, "quit and start again") || strings.Contains(got, "ssh ") {
		t.Errorf("without a server:\n%s", got)
	}
}

func TestLinearShares(t *testing.T) {
	at := func(o *Options, _ *Lines) {
		o.Host, o.Port, o.Fingerprints = "blog.example.com", 2222, []string{print1}
	}
	got := linearly(t, letters(t), "s\r1\ry\r", at)
	for _, want := range []string{
		"  ssh -p 2222 blog.example.com\r\n", "  ssh://blog.example.com:2222\r\n", "  " + print1 + "\r\n", "s share,",
		"  ssh -p 2222 letter-1@blog.example.com\r\n", "  ssh://letter-1@blog.example.com:2222\r\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not said:\n%s", want, got)
		}
	}
	narrow := linearly(t, letters(t), "s\r", at, func(_ *Options, l *Lines) { l.Window = func() (int, int) { return 30, 16 } })
	if !strings.Contains(narrow, "  "+print1+"\r\n") {
		t.Errorf("the fingerprint is broken:\n%s", narrow)
	}
	if got := linearly(t, letters(t), "s\r"); !strings.Contains(got, "no address to share") || strings.Contains(got, "s share") {
		t.Errorf("without a server:\n%s", got)
	}
}

func TestLinearTakesNoLetterForAnAddress(t *testing.T) {
	library := blog(t, []entry{{title: "Only one", date: "2026-01-01", body: "Text."}})
	got := linearly(t, library, "l\r")
	if !strings.Contains(got, "“l” means nothing here. h lists what can be typed.") || strings.Contains(got, "Heading 1") {
		t.Errorf("a letter opens letter-1:\n%s", got)
	}
	for _, typed := range []string{"le\r", "letter-1\r", "latest\r"} {
		if got := linearly(t, library, typed); !strings.Contains(got, "Heading 1: Only one") {
			t.Errorf("%q opens nothing:\n%s", typed, got)
		}
	}
}

func TestLinearAfterAResize(t *testing.T) {
	columns := 80
	in := &scripted{lines: []string{"2\r", "\r", "\r", "\r"}, before: func(int) { columns -= 15 }}
	got := linearly(t, blog(t, []entry{
		{title: "x", date: "2026-02-01", body: "x"},
		{title: "Long", date: "2026-01-01", body: paragraphs(12)},
	}), "", func(_ *Options, l *Lines) { l.In, l.Window = in, func() (int, int) { return columns, 24 } })
	for i := range 12 {
		if n := strings.Count(got, "Paragraph"+string(rune('0'+(i+1)%10))+" begins"); i < 9 && n != 1 {
			t.Errorf("paragraph %d was printed %d times", i+1, n)
		}
	}
}

// scripted types a line each time it is read.
type scripted struct {
	lines  []string
	before func(line int)
	at     int
}

func (s *scripted) Read(p []byte) (int, error) {
	if s.at == len(s.lines) {
		s.lines = append(s.lines, "q\r")
	}
	s.before(s.at)
	s.at++
	return copy(p, s.lines[s.at-1]), nil
}

// FuzzLinear types anything: nothing but text and line ends may be printed, and the loop ends with its input.
func FuzzLinear(f *testing.F) {
	for _, seed := range []string{
		"1\r\r\r\rt\r2\rl\r3\rb\r/tide\r/\rq\r", "h\nm\np\nt\n1\nd\na\nr\nletter-2\n", "\x1b[A\x9b0c\x1b]0;x\x07\x00\xff\u202e\u2028",
		"abc\x7f\x7f\x7f\x7f\x15\x17\x17z\r\n\r\n", "/\r/\x1b\r1\r/[2J\r99999999999999999999\rlink 1\rf1\rf\r",
	} {
		f.Add(seed, 80, 24, true)
	}
	library := letters(f)
	for _, p := range library.Posts() { // package posts lets none of this in: linear mode does not rely on it
		p.Title, p.Description = p.Title+"\x1b]0;x\x07\u202e\n", p.Description+"\x9b2J\r"
	}
	f.Fuzz(func(t *testing.T, typed string, columns, rows int, raw bool) {
		got := linearly(t, library, typed, func(_ *Options, l *Lines) {
			l.Raw, l.Window = raw, func() (int, int) { return columns % 1000, rows % 1000 }
		})
		end := "\n"
		if raw {
			end = "\r\n"
		}
		for line := range strings.SplitSeq(got, end) {
			if posts.Clean(line) != line || strings.ContainsAny(line, "\n\t") {
				t.Fatalf("a control character was printed: %q", line)
			}
		}
	})
}
