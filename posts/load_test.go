package posts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const good = "---\ntitle: Good\ndate: 2024-01-01\n---\n\nText.\n"

// TestBrokenFiles puts one broken file next to a good one: the good one is read, the broken one is named.
func TestBrokenFiles(t *testing.T) {
	tests := []struct {
		name, file, text string
		want             string // of the problems
	}{
		{
			"yaml with a second colon", "a.md", "---\ndate: 2024-01-01\ntitle: one: two\n---\n\nSecret.\n",
			`a.md:3:11: error: front matter: a second ": " on this line; put the value in quotes`,
		},
		{
			"yaml quote that stays open", "a.md", "---\ntitle: \"open\ndate: 2024-01-01\n---\n",
			"a.md:2:8: error: front matter: the quote that opens here is never closed",
		},
		{"yaml list that stays open", "a.md", "---\ntags: [a, b\n---\n", "a.md:2:7: error: front matter: the list that begins here has no closing ]"},
		{"yaml tab", "a.md", "---\ntitle: x\n\tdate: 2024-01-01\n---\n", "use spaces"},
		{"yaml at sign", "a.md", "---\ntitle: @home\n---\n", `a.md:2:8: error: front matter: a value that begins with '@' must be in quotes`},
		{"yaml key twice", "a.md", "---\ntitle: a\ndate: 2024-01-01\ntitle: b\n---\n", `a.md:4:1: error: front matter: "title" is set twice, here and in line 2`},
		{"yaml list instead of keys", "a.md", "---\nx: y\n", "a.md:1: warning: this looks like front matter without a closing line"},
		{"front matter that never ends", "a.md", "---\ntitle: Secret\ndraft: true\n\nText.\n", "a.md:1: error: the front matter that begins here has no closing line"},
		{"toml that never ends", "a.md", "+++\ntitle = 'Secret'\n\nText.\n", "a.md:1: error: the front matter that begins here has no closing line"},
		{"toml", "a.md", "+++\ntitle = \"x\"\ndate = @\n+++\n", "a.md:3:8: error: front matter: unexpected character"},
		{"toml key twice", "a.md", "+++\na = 1\na = 2\n+++\n", "a.md:3:1: error: front matter: key a is already defined"},
		{"toml date that does not exist", "a.md", "+++\ndate = 2024-02-30\n+++\n", "a.md:2:16: error: front matter: impossible date"},
		{"json", "a.md", "{\n  \"title\": \"x\",\n  \"date\": oops\n}\n\nText.\n", "a.md:3:"},
		{"json that never ends", "a.md", "{\n  \"title\": \"x\"\n", "error: front matter: the JSON object has no closing }"},
		{"json key twice", "a.md", "{\"title\": \"x\",\n\"title\": \"y\"}\n\nText.\n", `a.md:2:1: error: front matter: "title" is set twice, here and in line 1`},
		{"date that does not exist", "a.md", "---\ntitle: x\ndate: 2024-02-30\n---\n", `a.md:3:1: error: date: there is no day or time "2024-02-30"`},
		{"date that is ambiguous", "a.md", "---\npubDate: 01/02/2006\n---\n", `a.md:2:1: error: pubDate: "01/02/2006" may be read with the day or the month first`},
		{"date of another age", "a.md", "---\ndate: 1066-10-14\n---\n", `a.md:2:1: error: date: the year of "1066-10-14" is not between 1970 and 2200`},
		{"publishing date", "a.md", "---\ndate: 2024-01-01\npublishDate: soon\n---\n", `a.md:3:1: error: publishDate: "soon" is not a date`},
		{"expiry date", "a.md", "---\ndate: 2024-01-01\nexpiryDate: soon\n---\n", `a.md:3:1: error: expiryDate: "soon" is not a date`},
		{"binary", "a.md", "PNG\x00\x01\x02", "a.md: error: not a text file, whatever its name says"},
		{"other encoding", "a.md", "\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0", "a.md: error: not UTF-8 text; save it as UTF-8"},
		{"utf-16", "a.md", "\xff\xfeT\x00e\x00x\x00t\x00", "a.md: error: written in UTF-16; save it as UTF-8"},
		{"too large", "a.md", strings.Repeat("word ", 3<<20/5), "a.md: error: cannot be read: 3072 KiB is more than the limit of 2048 KiB"},
		{"huge front matter", "a.md", "---\ntitle: " + strings.Repeat("x", maxFrontMatter) + "\n---\n", "a.md:2: error: front matter: 64 KiB long, the limit is 64 KiB"},
		{"nothing in it", "a.md", "", "a.md: warning: left out: it has neither a title nor text"},
		{"control characters in a message", "a.md", "---\ndate: \"\\e]0;x\\a\"\n---\n", `a.md:2:1: error: date: "]0;x" is not a date`},
		{"control characters in a name", "a\x1b[2J.md", "---\ndate: x\n---\n", `a[2J.md:2:1: error`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := blog{"posts/good.md": good, "posts/" + tt.file: tt.text}.load(t)
			wantProblem(t, l, tt.want)
			if strings.Contains(tt.want, "error") || strings.Contains(tt.want, "left out") {
				wantSlugs(t, l, "good")
			}
			for _, p := range l.Problems() {
				if Clean(p.String()) != p.String() {
					t.Errorf("a message drives the terminal: %q", p)
				}
			}
		})
	}
}

// TestHides: of all problems those are told apart because of which something is not shown at all.
func TestHides(t *testing.T) {
	dir := blog{
		"posts/good.md": good, "posts/odd.md": "---\ndate: 2024-01-01\nweight: heavy\n---\n# Odd\n",
		"posts/broken.md": "---\ndate: soon\n---\n# B\n", "posts/open.md": "---\ntitle: x\n\nText.\n", "posts/empty.md": "",
		"posts/maybe.md": "---\ndate: 2024-01-01\ndraft: maybe\n---\n# M\n", "posts/index.md": "---\ntitle: one: two\n---\n",
		"posts/good/good.md": good, "posts/shut/_index.md": "---\naccess: [x\n---\n", "posts/hidden.md": "---\ndate: 2024-01-01\nhidden: ja\n---\n# H\n",
	}.write(t)
	check(t, os.Symlink("nowhere.md", filepath.Join(dir, "posts/gone.md")))
	l := load(t, dir, Options{})
	wants := map[string]string{
		"posts/broken.md":      `posts/broken.md:2:1: error: date: "soon" is not a date; write it as 2006-01-02 or 2006-01-02 15:04; not shown`,
		"posts/open.md":        "posts/open.md:1: error: the front matter that begins here has no closing line; not shown",
		"posts/empty.md":       "posts/empty.md: warning: left out: it has neither a title nor text",
		"posts/maybe.md":       `posts/maybe.md:3:1: error: draft must be true or false, not "maybe"; the post is kept as a draft`,
		"posts/index.md":       `posts/index.md:2:11: error: front matter: a second ": " on this line; put the value in quotes; not shown`,
		"posts/shut/_index.md": "posts/shut/_index.md: error: its front matter cannot be read, so the folder's posts are shown to nobody",
		"posts/gone.md":        "posts/gone.md: error: the link is not followed: it leads out of the blog's folder, or nowhere, or begins with a slash; not shown",
	}
	for _, p := range l.Problems() {
		want, hides := wants[p.File]
		if p.Hides != hides || hides && p.String() != want {
			t.Errorf("hides: %t, want %t: %s\nwant %s", p.Hides, hides, p, want)
		}
		delete(wants, p.File)
	}
	if len(wants) > 0 {
		t.Errorf("no problem of %v", wants)
	}
}

// TestBombs reads front matter that is small on disk and would be huge or deep in memory.
func TestBombs(t *testing.T) {
	var aliases strings.Builder
	aliases.WriteString("---\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n")
	for i := range 30 {
		fmt.Fprintf(&aliases, "a%d: &a%d [*a%d,*a%d,*a%d,*a%d]\n", i+1, i+1, i, i, i, i)
	}
	tests := map[string]string{
		"yaml aliases":   aliases.String() + "---\n\nText.\n",
		"yaml depth":     "---\na: " + strings.Repeat("[", 60_000) + "\n---\n\nText.\n",
		"yaml closed":    "---\na: " + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "\n---\n\nText.\n",
		"toml depth":     "+++\na = " + strings.Repeat("[", 30_000) + strings.Repeat("]", 30_000) + "\n+++\n\nText.\n",
		"toml dots":      "+++\n" + strings.Repeat("a.", 20_000) + "a = 1\n+++\n\nText.\n",
		"json depth":     `{"a": ` + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000) + "}\n\nText.\n",
		"self reference": "---\na: &a [*a]\n---\n\nText.\n",
	}
	for name, text := range tests {
		t.Run(name, func(t *testing.T) {
			l := blog{"posts/good.md": good, "posts/bomb.md": text}.load(t)
			wantSlugs(t, l, "good")
			wantProblem(t, l, "posts/bomb.md:")
		})
	}
}

func TestUnusableFolders(t *testing.T) {
	dir := blog{"file.txt": "x", "posts/a.md": good}.write(t)
	tests := []struct {
		name, dir string
		opts      Options
		want      string
	}{
		{"missing", filepath.Join(dir, "none"), Options{}, "file does not exist"},
		{"a file", filepath.Join(dir, "file.txt"), Options{}, "is not a folder"},
		{"content that is missing", dir, Options{Content: "texts"}, `content "texts": no such file`},
		{"content that is a file", dir, Options{Content: "file.txt"}, `content "file.txt" is not a folder`},
		{"content elsewhere", dir, Options{Content: "../texts"}, `content "../texts" is not below the blog's folder`},
		{"content elsewhere, absolute", dir, Options{Content: dir}, "is not below the blog's folder"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Load(tt.dir, tt.opts); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
	if _, err := Load(filepath.Join(dir, "none"), Options{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v is not fs.ErrNotExist", err)
	}
}

func TestEmptyFolder(t *testing.T) {
	l := blog{"readme.txt": "x"}.load(t)
	wantSlugs(t, l, "")
	wantProblem(t, l, ".: warning: no posts; looked for files ending in .md in posts, _posts, content/posts, content/post, content/blog, content, src/content/blog, .")
	if _, err := l.Lookup("latest"); err == nil {
		t.Error("there is a latest post")
	}
}

// TestKeepsTheLastGoodVersion breaks a file that was read before.
func TestKeepsTheLastGoodVersion(t *testing.T) {
	dir := blog{"posts/a.md": good, "posts/b.md": strings.Replace(good, "Good", "Other", 1)}.write(t)
	before := load(t, dir, Options{})
	blog{"posts/a.md": "---\ntitle: one: two\n---\n\nChanged.\n"}.writeTo(t, dir)
	after := load(t, dir, Options{Previous: before})
	wantSlugs(t, after, "a b")
	wantProblem(t, after, "posts/a.md: warning: shown as it was before it was broken")
	wantProblem(t, after, "posts/a.md:2:")
	if slices.ContainsFunc(after.Problems(), func(p Problem) bool { return p.Hides }) {
		t.Errorf("a post that is shown is said not to be:\n%s", problems(after))
	}
	if p, _ := after.Lookup("a"); p == nil || p.Body() != "Text.\n" {
		t.Errorf("kept %+v", p)
	}
	if again := load(t, dir, Options{Previous: after}); slugs(again.Posts()) != "a b" {
		t.Errorf("lost at the second look: %s", slugs(again.Posts()))
	}
	blog{"posts/a.md": "---\ntitle: Mended\ndate: 2024-01-01\ndraft: maybe\n---\n\nText.\n"}.writeTo(t, dir)
	wantSlugs(t, load(t, dir, Options{Previous: before}), "b") // what is a draft is not kept public
	check(t, os.Remove(filepath.Join(dir, "posts/a.md")))
	wantSlugs(t, load(t, dir, Options{Previous: before}), "b") // what is gone is gone
}

func TestForeignTextIsCleaned(t *testing.T) {
	p, found := one(t, "---\ntitle: \"a\\e]0;b\\u202ec &#27;[2J\"\ntags: [\"x\\ny\", \"\\u009b1m\"]\nauthor: \"A\\tB\\u0007\"\nseries: \"s\\u0085s\"\n"+
		"description: \"d\\e[1m\"\nslug: \"\\e[31mred\"\nimage: \"i\\e.png\"\nunheard: \"u\\e\"\n---\n\n# H\x1b[1m\r\ntext \x9b31m \u009b1m\rend\n")
	shown := []string{p.Title, p.ListTitle, p.Description, p.Slug, p.Series, p.Image.Src, p.Authors[0].Name, p.Extra["unheard"].(string)}
	for _, tag := range p.Tags {
		shown = append(shown, tag.Label, tag.Key)
	}
	shown = append(shown, p.Aliases...)
	for _, s := range shown {
		if CleanLine(s) != s {
			t.Errorf("%q would drive a terminal", s)
		}
	}
	if Clean(p.Body()) != p.Body() {
		t.Errorf("body %q would drive a terminal", p.Body())
	}
	if p.Title != "a]0;bc [2J" || p.Slug != "31mred" {
		t.Errorf("title %q, slug %q", p.Title, p.Slug)
	}
	if !slices.ContainsFunc(found, func(p Problem) bool { return strings.Contains(p.String(), ":13: warning: not UTF-8") }) {
		t.Errorf("problems %v", found)
	}
}

func TestByteOrderMarkAndLineEnds(t *testing.T) {
	p, found := one(t, "\ufeff---\r\ntitle: Windows\r\n---\r\n\r\none\r\ntwo\r\n")
	if p.Title != "Windows" || p.Body() != "one\ntwo\n" || p.BodyLine != 5 || len(found) > 0 {
		t.Errorf("%+v %v", p, found)
	}
}

// TestSameFilesSameLibrary reads a folder twice: goroutines must not show.
func TestSameFilesSameLibrary(t *testing.T) {
	b := blog{}
	for i := range 60 {
		b[fmt.Sprintf("posts/%02d/post.md", i)] = fmt.Sprintf("---\ntitle: Post %d\ndate: 2024-01-0%d\ntags: [a, t%d]\n---\n\nText.\n", i%7, i%9+1, i%5)
	}
	dir := b.write(t)
	first, second := load(t, dir, Options{}), load(t, dir, Options{})
	if slugs(first.Posts()) != slugs(second.Posts()) || problems(first) != problems(second) {
		t.Error("two readings differ")
	}
	for i, p := range first.Posts() {
		if p.Version != second.Posts()[i].Version {
			t.Errorf("%s has versions %s and %s", p.File, p.Version, second.Posts()[i].Version)
		}
	}
}

func TestVersionFollowsWhatIsShown(t *testing.T) {
	a, _ := one(t, "---\ntitle: A\n---\n\nText.\n")
	b, _ := one(t, "---\ntitle: A\n---\n\nText!\n")
	c, _ := one(t, "---\ntitle: B\n---\n\nText.\n")
	if a.Version == b.Version || a.Version == c.Version || len(a.Version) != 2*versionBytes {
		t.Errorf("versions %s %s %s", a.Version, b.Version, c.Version)
	}
}

func TestLastResortForDates(t *testing.T) {
	dir := blog{"posts/a.md": "---\ntitle: A\n---\n\nText.\n"}.write(t)
	changed := time.Date(2025, 3, 4, 5, 6, 7, 0, time.UTC)
	check(t, os.Chtimes(filepath.Join(dir, "posts/a.md"), changed, changed))
	l := load(t, dir, Options{})
	if p := l.Posts()[0]; !p.Date.Equal(changed) || p.DateOnly {
		t.Errorf("date %v", p.Date)
	}
	wantProblem(t, l, "posts/a.md: warning: no date in the file or its name")
}

// A post that a reload finds as it was stays the very same: the text of thousands is not held twice.
func TestReloadKeepsWhatHasNotChanged(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	load := func(previous *Library) *Library {
		lib, err := Load(dir, Options{Previous: previous})
		if err != nil {
			t.Fatal(err)
		}
		return lib
	}
	const front = "---\ndate: 2026-01-02T03:04:05+02:00\ntags: [boats]\nweather: {wind: [1, 2]}\n---\n"
	write("same.md", front+"The same.\n")
	write("other.md", front+"Before.\n")
	write("weight.md", front+"Light.\n")
	before := load(nil)
	write("other.md", front+"After.\n")
	write("weight.md", strings.Replace(front, "---\n", "---\nweight: 5\n", 1)+"Light.\n")
	after := load(before)
	for slug, same := range map[string]bool{"same": true, "other": false, "weight": false} {
		if got := before.Named(slug) == after.Named(slug); got != same {
			t.Errorf("%s is the same post: %v", slug, got)
		}
	}
	if got := after.Named("weight").Weight; got != 5 {
		t.Errorf("a weight that was added is %d", got)
	}
}
