package posts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What lies beside the posts stays with their owner, whatever happens to their folder.
func TestReloadKeepsTheFolder(t *testing.T) {
	for _, tt := range []struct {
		name  string
		files blog
		then  blog   // is written, and all that was there before is not
		want  string // of the slugs, or the error
	}{
		{"posts emptied", blog{"posts/a.md": good}, blog{"posts/": "", "notes/s.md": good}, ""},
		{"posts removed", blog{"posts/a.md": good}, blog{"notes/s.md": good}, `content "posts": `},
		{"posts removed, another folder there", blog{"posts/a.md": good}, blog{"content/s.md": good}, `content "posts": `},
		{"drafts beside _posts", blog{"_posts/2024-01-01-a.md": good}, blog{"_posts/2024-01-01-b.md": good, "_drafts/c.md": good}, "b"},
		{"an empty folder that got a post", blog{"posts/": ""}, blog{"posts/a.md": good, "notes/s.md": good}, "a"},
		{"an empty folder removed", blog{"posts/": ""}, blog{"notes/s.md": good}, `content "posts": `},
		{"nothing at the start", blog{"postern.toml": ""}, blog{"posts/a.md": good, "notes/s.md": good}, "a"},
		{"the whole folder at the start", blog{"a.md": good}, blog{"a.md": good, "posts/b.md": good}, "a b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			previous := tt.files.load(t)
			lib, err := Load(tt.then.write(t), Options{Previous: previous})
			switch {
			case err != nil:
				if tt.want == "" || !strings.HasPrefix(err.Error(), tt.want) {
					t.Errorf("%v, want %q", err, tt.want)
				}
			case slugs(lib.Posts()) != tt.want:
				t.Errorf("posts %q, want %q", slugs(lib.Posts()), tt.want)
			}
		})
	}
}

// A link to a disk that is not mounted is meant to be the folder of the posts, and an error says what is wrong with it.
func TestDanglingLinkIsNotPassedOver(t *testing.T) {
	dir := blog{"notes/s.md": good}.write(t)
	if err := os.Symlink("not/mounted", filepath.Join(dir, "posts")); err != nil {
		t.Skip(err)
	}
	if lib, err := Load(dir, Options{}); err == nil {
		t.Errorf("posts %q", slugs(lib.Posts()))
	}
}
