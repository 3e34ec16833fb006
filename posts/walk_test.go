package posts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUnreadable(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("nothing is unreadable for root")
	}
	dir := blog{"posts/good.md": good, "posts/shut.md": good, "posts/folder/a.md": good}.write(t)
	check(t, os.Chmod(filepath.Join(dir, "posts/shut.md"), 0))
	check(t, os.Chmod(filepath.Join(dir, "posts/folder"), 0))
	defer func() { _ = os.Chmod(filepath.Join(dir, "posts/folder"), 0o755) }()
	l := load(t, dir, Options{})
	wantSlugs(t, l, "good")
	wantProblem(t, l, "posts/shut.md: error: cannot be read: permission denied")
	wantProblem(t, l, "posts/folder: error: cannot be read: permission denied")
	check(t, os.Chmod(filepath.Join(dir, "posts"), 0))
	defer func() { _ = os.Chmod(filepath.Join(dir, "posts"), 0o755) }()
	if _, err := Load(dir, Options{}); err == nil {
		t.Error("an unreadable folder is served")
	}
}

func TestLinks(t *testing.T) {
	outside := blog{"secret.md": good}.write(t)
	dir := blog{"posts/good.md": good, "shared/other.md": strings.Replace(good, "Good", "Other", 1), "posts/deep/x.txt": ""}.write(t)
	link := func(to, name string) { check(t, os.Symlink(to, filepath.Join(dir, "posts", name))) }
	link(filepath.Join(outside, "secret.md"), "out.md")
	link("../../"+filepath.Base(outside), "outdir")
	link("nowhere.md", "gone.md")
	link("../shared/other.md", "inside.md")
	link("../shared", "folder")
	link("..", "deep/loop")
	link("../deep", "deep/self")
	l := load(t, dir, Options{})
	wantProblem(t, l, "posts/out.md: error: the link is not followed: it leads out of the blog's folder")
	wantProblem(t, l, "posts/outdir: error: the link is not followed")
	wantProblem(t, l, "posts/gone.md: error: the link is not followed")
	wantProblem(t, l, "posts/deep/self: warning: the link is not followed: its folder is read already")
	if _, err := l.Lookup("inside"); err != nil {
		t.Error("a link inside the folder is not followed:", err)
	}
	if _, err := l.Lookup("other"); err != nil {
		t.Error("a link to a folder is not followed:", err)
	}
	for _, p := range l.All() {
		if strings.Contains(p.Slug, "secret") {
			t.Error("a file outside of the folder was read")
		}
	}
}

func TestWhichFilesArePosts(t *testing.T) {
	text := func(title string) string { return "---\ntitle: " + title + "\ndate: 2024-01-01\n---\n\nText.\n" }
	l := blog{
		"posts/index.md": "# Hello\n\nThe home text.\n", "posts/README.md": "not the home text\n",
		"posts/a.md": text("A"), "posts/b.MARKDOWN": text("B"), "posts/c.mdown": text("C"), "posts/d.mkd": text("D"),
		"posts/e.txt": text("E"), "posts/f.mdx": text("F"), "posts/.g.md": text("G"), "posts/_h.md": text("H"),
		"posts/node_modules/i.md": text("I"), "posts/vendor/j.md": text("J"), "posts/public/k.md": text("K"),
		"posts/themes/l.md": text("L"), "posts/.git/m.md": text("M"), "posts/_n/o.md": text("O"),
		"posts/2024/p.md": text("P"), "posts/2024/_index.md": text("Q"),
		"posts/drafts/r.md": text("R"), "posts/_drafts/s.md": text("S"),
		"posts/2024-03-04-bundle/index.md": text("T"), "posts/2024-03-04-bundle/u.md": text("U"),
		"posts/2024-03-04-bundle/pic/v.png": "png", "posts/2024-03-04-bundle/.w": "hidden",
		"root.md": text("X"),
	}.load(t)
	wantSlugs(t, l, "a b c d p bundle")
	wantNoProblem(t, l)
	if h := l.Home(); h == nil || h.Title != "Hello" || h.Body() != "The home text.\n" {
		t.Errorf("home is %+v", h)
	}
	if h := l.Hidden(); h.Drafts != 2 {
		t.Errorf("hidden %+v, want 2 drafts", h)
	}
	p, err := l.Lookup("bundle")
	check(t, err)
	var names []string
	for _, a := range p.Assets {
		names = append(names, a.Name+"="+a.File)
	}
	if got, want := strings.Join(names, " "), "pic/v.png=posts/2024-03-04-bundle/pic/v.png u.md=posts/2024-03-04-bundle/u.md"; got != want {
		t.Errorf("assets %q, want %q", got, want)
	}
}

func TestPlainFolderSkipsOurOwn(t *testing.T) {
	l := blog{"a.md": good, "keys/b.md": good, "state/c.md": good, "resources/d.md": good, "sub/keys/e.md": good, "README.md": "Hello."}.load(t)
	wantSlugs(t, l, "a e")
	if l.Home() == nil || l.Home().Body() != "Hello.\n" {
		t.Errorf("home is %+v", l.Home())
	}
}
