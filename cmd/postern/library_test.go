package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"postern/posts"
)

// Readers see a scheduled post when its time has come, and an expired one no more, without a restart.
func TestPostsComeAndGoWithTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		day := func(days int) string { return time.Now().AddDate(0, 0, days).Format(time.RFC3339) }
		dir := t.TempDir()
		for name, text := range map[string]string{
			"old.md":       "---\ndate: " + day(-2) + "\n---\nText.\n",
			"scheduled.md": "---\ndate: " + day(10) + "\n---\nText.\n",
			"expiring.md":  "---\ndate: " + day(-1) + "\nexpiryDate: " + day(20) + "\n---\nText.\n",
		} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		lib, err := posts.Load(dir, posts.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s := newShelf(lib, slog.New(slog.DiscardHandler))
		go s.follow(t.Context())

		const almost = 10*24*time.Hour - time.Second
		wantListed(t, s, "expiring", "old")
		<-time.After(almost)
		synctest.Wait()
		wantListed(t, s, "expiring", "old")
		<-time.After(2 * time.Second)
		synctest.Wait()
		wantListed(t, s, "scheduled", "expiring", "old")
		<-time.After(almost)
		synctest.Wait()
		wantListed(t, s, "scheduled", "old")
	})
}

// What a reload brings comes at its own time too.
func TestPostsOfAReloadComeWithTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		load := func() *posts.Library {
			lib, err := posts.Load(dir, posts.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return lib
		}
		s := newShelf(load(), slog.New(slog.DiscardHandler))
		go s.follow(t.Context())
		synctest.Wait()

		soon := "---\ndate: " + time.Now().Add(10*time.Second).Format(time.RFC3339) + "\n---\nText.\n"
		if err := os.WriteFile(filepath.Join(dir, "soon.md"), []byte(soon), 0o600); err != nil {
			t.Fatal(err)
		}
		s.swap(load())
		wantListed(t, s)
		<-time.After(11 * time.Second)
		synctest.Wait()
		wantListed(t, s, "soon")
	})
}

func wantListed(t *testing.T, s *shelf, want ...string) {
	t.Helper()
	listed := s.library().Posts()
	if len(listed) != len(want) {
		t.Fatalf("%d posts are listed, want %q", len(listed), want)
	}
	for i, p := range listed {
		if p.Slug != want[i] {
			t.Errorf("post %d is %q, want %q", i+1, p.Slug, want[i])
		}
	}
}
