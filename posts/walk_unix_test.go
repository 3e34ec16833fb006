//go:build unix

package posts

import (
	"net"
	"path/filepath"
	"syscall"
	"testing"
)

// TestNotRegular puts pipes and a socket where files are expected: opening a pipe would wait for a writer for ever.
func TestNotRegular(t *testing.T) {
	dir := blog{"posts/good.md": good, "posts/deep/x.txt": ""}.write(t)
	pipe := func(name string) { check(t, syscall.Mkfifo(filepath.Join(dir, name), 0o644)) }
	pipe("posts/pipe.md")
	pipe("posts/deep/index.md")
	pipe("posts/pipe.txt")
	pipe("hugo.toml")
	t.Chdir(dir) // the path of a socket is short
	socket, err := net.Listen("unix", "posts/socket.md")
	check(t, err)
	defer socket.Close()

	l := load(t, dir, Options{})
	wantSlugs(t, l, "good")
	wantProblem(t, l, "posts/pipe.md: error: not a regular file")
	wantProblem(t, l, "posts/deep/index.md: error: not a regular file")
	wantProblem(t, l, "posts/socket.md: error: not a regular file")
	wantProblem(t, l, "hugo.toml: error: cannot be read: not a regular file")
	if n := len(l.Problems()); n != 4 {
		t.Errorf("%d problems:\n%s", n, problems(l))
	}
}

// TestPipeAsHomeText asks a pipe for the blog's title.
func TestPipeAsHomeText(t *testing.T) {
	dir := blog{"posts/good.md": good}.write(t)
	check(t, syscall.Mkfifo(filepath.Join(dir, "posts/_index.md"), 0o644))
	l := load(t, dir, Options{})
	wantSlugs(t, l, "good")
	wantProblem(t, l, "posts/_index.md: error: not a regular file")
}
