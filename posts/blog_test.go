package posts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// blog is a folder of files, by name; a name that ends in a slash is an empty folder.
type blog map[string]string

// write puts the blog into a folder of its own.
func (b blog) write(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	b.writeTo(t, dir)
	return dir
}

func (b blog) writeTo(t testing.TB, dir string) {
	t.Helper()
	for name, text := range b {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if strings.HasSuffix(name, "/") {
			check(t, os.MkdirAll(file, 0o755))
			continue
		}
		check(t, os.MkdirAll(filepath.Dir(file), 0o755))
		check(t, os.WriteFile(file, []byte(text), 0o644))
	}
}

// load writes the blog and reads it as it is seen at testNow.
func (b blog) load(t testing.TB) *Library {
	t.Helper()
	return load(t, b.write(t), Options{})
}

func load(t testing.TB, dir string, opts Options) *Library {
	t.Helper()
	if opts.Now == nil {
		opts.Now = atTestNow
	}
	l, err := Load(dir, opts)
	check(t, err)
	return l
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// one reads a single post, hidden or not, and fails if it could not be read.
func one(t testing.TB, text string) (*Post, []Problem) {
	t.Helper()
	l := blog{"posts/2024-05-06-name.md": text}.load(t)
	if len(l.All()) != 1 {
		t.Fatalf("not read: %v", l.Problems())
	}
	return l.All()[0], l.Problems()
}

func slugs(posts []*Post) string {
	all := make([]string, 0, len(posts))
	for _, p := range posts {
		all = append(all, p.Slug)
	}
	return strings.Join(all, " ")
}

func problems(l *Library) string {
	all := make([]string, 0, len(l.Problems()))
	for _, p := range l.Problems() {
		all = append(all, p.String())
	}
	return strings.Join(all, "\n")
}

func wantSlugs(t testing.TB, l *Library, want string) {
	t.Helper()
	if got := slugs(l.Posts()); got != want {
		t.Errorf("listed %q, want %q; problems:\n%s", got, want, problems(l))
	}
}

// wantProblem checks that one problem, written as compilers do, contains the text.
func wantProblem(t testing.TB, l *Library, text string) {
	t.Helper()
	if !strings.Contains(problems(l), text) {
		t.Errorf("no problem says %q, but:\n%s", text, problems(l))
	}
}

func wantNoProblem(t testing.TB, l *Library) {
	t.Helper()
	if len(l.Problems()) > 0 {
		t.Errorf("problems:\n%s", problems(l))
	}
}
