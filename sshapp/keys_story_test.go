package sshapp_test

import (
	"fmt"
	"strings"
	"testing"

	"postern/posts"
	"postern/sshapp/sshtest"
	"postern/tui"
)

// act is what a reader presses, and what is on the screen then.
type act struct{ keys, sees string }

// keyStories has a story for each row of the key table, in the list and in a post. Each begins in the list, at a
// window of any size.
var keyStories = []struct {
	key  string // of the row; the rest are stories about words in place of keys
	acts []act
}{
	{"j", []act{{"j", "2/4"}, {"enter", "Ash one"}, {"5j", "Ash two"}}},
	{"k", []act{{"down up", "1/4"}, {"enter 40j 40k", "Elm one"}}},
	{"space", []act{{"space space space", "4/4"}, {"g enter space b", "Elm one"}}},
	{"b", []act{{"G b b b", "1/4"}, {"enter pgdn pgup", "Elm one"}}},
	{"d", []act{{"d d d d", "4/4"}, {"g enter d u", "Elm one"}}},
	{"u", []act{{"G u u u u", "1/4"}, {"enter ctrl+d ctrl+u", "Elm one"}}},
	{"g", []act{{"G g", "1/4"}, {"enter G g", "Elm one"}}},
	{"G", []act{{"G", "4/4"}, {"enter G", "100%"}}},
	{"enter", []act{{"right", "→[1]"}, {"tab enter", "Ash one"}, {"left right", "→[1]"}}},
	{"number", []act{{"4", "4…"}, {"enter", "Yew one"}, {"h 1 enter", "→[1]"}, {"1 enter", "Ash one"}}},
	{"h", []act{{"enter", "→[1]"}, {"1 enter", "Ash one"}, {"h", "Elm one"}, {"h", "1/4"}}},
	{"tab", []act{{"tab", "tag wood"}, {"g enter tab", "[1] → Ash"}}},
	{"shift+tab", []act{{"shift+tab", "tag leaf"}, {"esc", "1/4"}, {"enter shift+tab", "[1] → Ash"}}},
	{"L", []act{{"enter", "→[1]"}, {"L", "Links"}, {"down", "elsewhere"}, {"enter", "leads out"}}},
	{"/", []act{{"/oak down", "/oak · 1/1"}, {"enter", "Oak one"}, {"/two", "1/1"}, {"enter", "/two 1/1"}}},
	{"n", []act{{"enter /elm enter n", "2/4"}}},
	{"N", []act{{"enter /elm enter N", "4/4"}}},
	{"t", []act{{"t", "Tags and series"}, {"leaf enter", "tag leaf"}, {"enter", "→[1]"}, {"t", "Contents"}, {"down", "▌ Second"}, {"enter", "two"}}},
	{"}", []act{{"enter } }", "Elm two"}}},
	{"{", []act{{"enter } } {", "First"}}},
	{"]", []act{{"G enter ]", "Oak one"}}},
	{"[", []act{{"enter [", "Ash one"}}},
	{"esc", []act{{"/ash", "▏"}, {"esc", "1/4"}, {"tab tab", "tag bark"}, {"esc", "/4"}, {"g enter /elm enter", "/elm 1/4"}, {"esc", "? help"}, {"tab", "[1] → Ash"}, {"esc", "? help"}}},
	{"y", []act{{"y", "ssh blog.example.com"}, {"enter", "→[1]"}, {"} y", "elm#first"}}},
	{"c", []act{{"enter", "→[1]"}, {"c", "code 1 of 1, 1 line"}}},
	{"s", []act{{"s", "Share this blog"}, {"q enter s", "Share “Elm”"}}},
	{"T", []act{{"T", "theme: dark"}, {"enter T", "theme: light"}}},
	{"w", []act{{"enter w", "width: full"}}},
	{"M", []act{{"M", "mouse wheel on"}, {"\x1b[<65;1;1M", "2/4"}, {"enter \x1b[<65;1;1M M", "wheel off"}}},
	{"!", []act{{"!", "/words"}, {"1", "1"}, {"enter", "Elm one"}}},
	{"0", []act{{"0", "What can be done"}, {"tags space and enter", "Tags and series"}}},
	{"?", []act{{"f1", "In the list"}, {"q enter ?", "In a post"}}},
	{"q", []act{{"enter q", "1/4"}}},
	{"Q", []act{{"? G", "Q ctrl+c"}}}, // no key quits in the first moments: TestReadingAPost does

	{"full text", []act{{"/boughs enter", "in all posts"}, {"enter", "boughs 1/1"}}},
	{"footnotes", []act{{"enter", "→[1]"}, {"L", "Links"}, {"footnote enter", "The note."}, {"h", "Elm one"}}},
	{"a wrong address", []act{{"9 enter", "no post 9"}}},
}

// wood is a blog of four posts that link to each other.
func wood(t *testing.T) *posts.Library {
	t.Helper()
	var files strings.Builder
	for i, name := range []string{"yew", "oak", "ash", "elm"} {
		title := strings.ToUpper(name[:1]) + name[1:]
		fmt.Fprintf(&files, "-- posts/%s.md --\n---\ntitle: %s\ndate: 2026-01-0%d\ntags: [wood, %s]\n---\n", name, title, i+1, []string{"bark", "leaf"}[i%2])
		fmt.Fprintf(&files, "%s one, see [ash](ash.md).\n\n## First\n\n```sh\necho %s\n```\n\n", title, name)
		fmt.Fprintf(&files, "## Second\n\n%s two.\n\n", title)
		files.WriteString(strings.Repeat("Leaves and leaves and leaves.\n\n", 30))
		files.WriteString("Read on [elsewhere](https://elsewhere.example.com/).\n\n")
	}
	files.WriteString("## Last\n\nThe boughs of elm.[^1]\n\n[^1]: The note.\n")
	return sshtest.Blog(t, files.String())
}

func TestKeyStories(t *testing.T) {
	lib := wood(t)
	index, err := posts.NewIndex(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = index.Close() })
	index.Show(lib)
	if err := index.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	server := sshtest.Serve(t, lib, sshtest.Config{PublicHost: "blog.example.com", PublicPort: 22, Search: index.Search})
	for _, window := range []sshtest.Window{{Columns: 80, Rows: 24}, {Columns: 40, Rows: 12}, {Columns: 120, Rows: 40, Light: true}} {
		for _, story := range keyStories {
			t.Run(fmt.Sprintf("%dx%d %s", window.Columns, window.Rows, story.key), func(t *testing.T) {
				t.Parallel()
				term := server.Open(t, "", window)
				term.Sees("Elm")
				for _, act := range story.acts {
					term.Press(act.keys)
					term.Sees(act.sees)
				}
			})
		}
	}
}

// Each row of the key table has a story.
func TestEachKeyHasAStory(t *testing.T) {
	told := map[string]bool{}
	for _, story := range keyStories {
		told[story.key] = true
	}
	for line := range strings.Lines(tui.KeyTable()) {
		label := strings.Trim(strings.Split(line, "|")[1], " `")
		if key, _, _ := strings.Cut(label, " "); key != "Key" && key != "---" && !told[key] {
			t.Errorf("no story tells what %s does", label)
		}
	}
}

// A terminal that knows the kitty keyboard protocol tells where a key is on the US layout. Here a reader types on a
// Russian one.
func TestKeysOfAnotherLayout(t *testing.T) {
	term := sshtest.Serve(t, wood(t), sshtest.Config{}).Open(t, "", sshtest.Window{Columns: 80, Rows: 24})
	term.Sees("1/4")
	term.Type("\x1b[1086::106;;1086u") // о, where j is
	term.Sees("2/4")
	term.Type("\x1b[47u")
	term.Type("\x1b[1103::122;;1103u")
	term.Sees("/я▏")
}
