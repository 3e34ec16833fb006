package tui

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/pelletier/go-toml/v2"

	"postern/posts"
)

// The README's table of keys is the one that the keys come from.
func TestReadmeHasTheKeys(t *testing.T) { inReadme(t, "keys", KeyTable()) }

// The README shows the first screen of the example blog as it is.
func TestReadmeHasTheList(t *testing.T) {
	const blog = "../example"
	settings, err := os.ReadFile(blog + "/postern.toml")
	if err != nil {
		t.Fatal(err)
	}
	var site struct{ Title, Description string }
	if err := toml.Unmarshal(settings, &site); err != nil {
		t.Fatal(err)
	}
	library, err := posts.Load(blog, posts.Options{
		Site: posts.Site{Title: site.Title, Description: site.Description},
		Now:  func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	screen := reading(t, library, served("blog.example.com", 22)).screen()
	inReadme(t, "list", "```text\n"+strings.TrimRight(screen, "\n")+"\n```\n")
}

// inReadme compares what stands between two marks of the README with what the program says; -update rewrites it.
func inReadme(t *testing.T, name, want string) {
	t.Helper()
	const path = "../README.md"
	begin, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(readme), begin)
	got, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no %q … %q", path, begin, end)
	}
	if got == want {
		return
	}
	if !*update {
		t.Fatalf("%s has another text between the marks of %s; run make golden. The program says\n%s", path, name, want)
	}
	if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
