package main

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/posts"
)

// What is on the shelf is found, and nothing else.
func TestSearchFollowsTheShelf(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"stays.md": "---\ndate: 2024-01-01\n---\nOf harbours.\n",
		"goes.md":  "---\ndate: 2024-01-02\nexpiryDate: 2090-01-01\n---\nOf harbours.\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := posts.Load(dir, posts.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	s := newSearch(t.Context(), filepath.Join(dir, stateFolder), slog.New(slog.NewTextHandler(&log, nil)))
	shelf := newShelf(lib, s.logger)
	shelf.tell(func(lib *posts.Library) { s.show(t.Context(), lib) })
	s.updates.Wait()
	wantFound(t, s, "harb", "goes", "stays")

	shelf.swap(lib.At(time.Date(2091, 1, 1, 0, 0, 0, 0, time.UTC)))
	wantFound(t, s, "harb", "stays") // before the update is done
	s.close(t.Context())
	if _, err := os.Stat(filepath.Join(dir, stateFolder, "search.db")); err != nil {
		t.Error(err)
	}
	if !strings.Contains(log.String(), `msg="search index is up to date" posts=2`) {
		t.Errorf("log: %s", &log)
	}
}

func wantFound(t *testing.T, s *search, query string, want ...string) {
	t.Helper()
	hits, err := s.index.Search(t.Context(), query, 10)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, h := range hits {
		found = append(found, h.Post.Slug)
	}
	if strings.Join(found, " ") != strings.Join(want, " ") {
		t.Errorf("%s: found %q, want %q", query, found, want)
	}
}
