package posts

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

// testNow is the moment at which tests look at their blogs.
var testNow = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func atTestNow() time.Time { return testNow }

// seen is what a golden file holds of a library.
type seen struct {
	Site     Site
	Zone     string
	Hidden   Hidden
	Listed   []string
	Home     *seenPost
	Posts    []*seenPost
	Problems []string
}

type seenPost struct {
	*Post
	Source, Body string
}

func seenOf(p *Post) *seenPost { return &seenPost{p, p.Source(), p.Body()} }

// TestSites reads one small blog as each generator keeps it. What is read is in testdata/sites/NAME.json; run
// `go test ./posts -update` and look at the difference.
func TestSites(t *testing.T) {
	for _, name := range []string{"postern", "hugo", "jekyll", "prose", "zola", "astro", "obsidian"} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join("testdata", "sites", name)
			l, err := Load(dir, Options{Now: atTestNow})
			if err != nil {
				t.Fatal(err)
			}
			got := seen{Site: l.Site(), Zone: l.Site().Zone.String(), Hidden: l.Hidden()}
			got.Site.Zone = nil
			if home := l.Home(); home != nil {
				home.Date = time.Time{} // of the checkout
				home.Version = ""
				got.Home = seenOf(home)
			}
			for _, p := range l.Posts() {
				got.Listed = append(got.Listed, p.Date.Format(time.DateOnly)+" "+p.Slug)
			}
			for _, p := range l.All() {
				p.Version = "" // holds the times of the checkout
				for i := range p.Assets {
					p.Assets[i].ModTime = time.Time{}
				}
				got.Posts = append(got.Posts, seenOf(p))
			}
			for _, p := range l.Problems() {
				got.Problems = append(got.Problems, p.String())
			}
			compareGolden(t, dir+".json", got)
		})
	}
}

func compareGolden(t *testing.T, file string, v any) {
	t.Helper()
	got, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("not as in %s; run with -update and see the difference.\ngot:\n%s", file, got)
	}
}
