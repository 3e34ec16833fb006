package posts

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// Whatever becomes of the files after they were found, nothing but a picture's own file is ever opened: not what lies
// outside, and not the host keys inside.
func TestOpenAsset(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret")
	check(t, os.WriteFile(outside, []byte("secret"), 0o600))
	dir := blog{
		"posts/one/index.md":  "---\ndate: 2023-01-01\n---\nText.\n",
		"posts/one/a.png":     "picture",
		"posts/one/sub/b.PNG": "picture",
		"posts/one/note.txt":  "not a picture",
		"keys/key":            "secret",
	}.write(t)
	l := load(t, dir, Options{})
	one, err := l.Lookup("one")
	check(t, err)
	assets := map[string]Asset{}
	for _, a := range one.Assets {
		assets[a.Name] = a
	}
	for name, picture := range map[string]bool{"a.png": true, "sub/b.PNG": true, "note.txt": false} {
		if a, ok := assets[name]; !ok || a.IsPicture() != picture {
			t.Errorf("%s: found %v, picture %v", name, ok, a.IsPicture())
		}
	}
	opens := func(a Asset) string {
		f, err := l.OpenAsset(a)
		if err != nil {
			return "refused"
		}
		defer f.Close()
		data, err := io.ReadAll(f)
		check(t, err)
		return string(data)
	}
	at := func(name string) string { return filepath.Join(dir, "posts", "one", name) }
	if got := opens(assets["a.png"]); got != "picture" {
		t.Errorf("a picture is %s", got)
	}
	if got := opens(assets["sub/b.PNG"]); got != "picture" {
		t.Errorf("a picture in a folder is %s", got)
	}
	for name, change := range map[string]func() error{
		"a link out":          func() error { return os.Symlink(outside, at("a.png")) },
		"a link to a key":     func() error { return os.Symlink("../../keys/key", at("a.png")) },
		"a folder":            func() error { return os.Mkdir(at("a.png"), 0o755) },
		"nothing":             func() error { return nil },
		"more than the limit": func() error { return os.WriteFile(at("a.png"), make([]byte, MaxAssetSize+1), 0o600) },
		"a folder that is a link": func() error {
			check(t, os.RemoveAll(at("sub")))
			check(t, os.Symlink("../../keys", at("sub")))
			return nil
		},
	} {
		check(t, os.RemoveAll(at("a.png")))
		check(t, change())
		a := assets["a.png"]
		if name == "a folder that is a link" {
			a = Asset{Name: "sub/key", File: "posts/one/sub/key"}
		}
		if got := opens(a); got != "refused" {
			t.Errorf("%s: %s", name, got)
		}
	}
	for _, file := range []string{"../" + filepath.Base(dir) + "/keys/key", "/etc/passwd", "posts/one/../../keys/key", ""} {
		if got := opens(Asset{File: file}); got != "refused" {
			t.Errorf("%q: %s", file, got)
		}
	}
}
