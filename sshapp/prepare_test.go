package sshapp

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	gossh "golang.org/x/crypto/ssh"

	"postern/posts"
	"postern/render"
	"postern/tui"
)

// Whoever opens one of the newest posts by its address reads its text in the very first frame, in every usual window.
func TestPreparedPostsAreInTheFirstFrame(t *testing.T) {
	dir := t.TempDir()
	for n := range preparedPosts + 1 {
		text := fmt.Sprintf("---\ndate: %d-01-01\ndescription: A letter.\n---\nThe wind was in letter %d.\n", 1900+n, n)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("letter-%d.md", n)), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := posts.Load(dir, posts.Options{})
	if err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromSigner(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(Config{HostKeys: HostKeys{InUse: []gossh.Signer{signer}}, Library: func() *posts.Library { return lib }})
	if err != nil {
		t.Fatal(err)
	}
	s.Prepare(t.Context())

	first := func(post string, window size, profile colorprofile.Profile) string {
		return strings.Join(tui.New(tui.Options{
			Library: s.library, Pages: s.pages.In(render.AtOnce), Start: post, Profile: profile, Width: window.columns, Height: window.rows,
		}).View().Lines, "\n")
	}
	const words = "The wind was in letter"
	for _, window := range []size{{80, 24}, {100, 35}, {200, 60}} {
		for _, profile := range []colorprofile.Profile{colorprofile.ANSI256, colorprofile.TrueColor} {
			for _, post := range []string{fmt.Sprintf("letter-%d", preparedPosts), "letter-1"} {
				if frame := first(post, window, profile); !strings.Contains(frame, words) {
					t.Errorf("%s at %v in %v: the first frame lacks the text:\n%s", post, window, profile, frame)
				}
			}
			if strings.Contains(first("letter-0", window, profile), words) {
				t.Errorf("the oldest post is prepared, too: the bound of %d does not hold", preparedPosts)
			}
		}
	}
}

func TestFaultWhilePreparingIsLogged(t *testing.T) {
	server, _ := serverOf(t, "-- postern.toml --\n-- a.md --\nHello.\n")
	var log bytes.Buffer
	server.logger = slog.New(slog.NewTextHandler(&log, nil))
	server.library = func() *posts.Library { panic("fault") }
	server.Prepare(t.Context())
	if got := log.String(); !strings.Contains(got, `msg=panic in="preparing posts" panic=fault`) {
		t.Errorf("the log is %s", got)
	}
}
