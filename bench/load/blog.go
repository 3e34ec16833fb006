package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// articleSlug names the post that all servers show.
const articleSlug = "article"

// settingsFile lifts what bounds the readers of a server; what bounds one of them stays.
const settingsFile = `title = "A blog to measure"
timezone = "UTC"

[limits]
sessions = 10000
connections = 10000
`

// writeArticle makes a blog of the one post that all servers show.
func writeArticle(dir string) error {
	post := "---\ntitle: Article\ndate: 2026-01-02\n---\n\n" + strings.Join(article(), "\n\n") + "\n"
	return writeFiles(dir, map[string]string{"postern.toml": settingsFile, "posts/" + articleSlug + ".md": post})
}

// writeBlog makes a blog of n posts of about 5 KB, the newest of which is post-0.
func writeBlog(dir string, n int) error {
	files := map[string]string{"postern.toml": settingsFile}
	for i := range n {
		files[fmt.Sprintf("posts/post-%d.md", i)] = writtenPost(i, fmt.Sprintf("Post number %d", i))
	}
	return writeFiles(dir, files)
}

// postBytes is how long a post of writeBlog is, about.
const postBytes = 5000

func writtenPost(n int, title string) string {
	words := strings.Fields("the of and harbour boat wind letter morning market bread river garden stone light winter summer " +
		"window street bridge station paper music water mountain journey kitchen evening story road friend")
	random := rand.New(rand.NewPCG(uint64(n), 1)) // #nosec G404 -- the same posts in each run
	date := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, -n)
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\ndate: %s\ntags: [tag-%d, notes]\n---\n\n", title, date.Format(time.DateOnly), n%40)
	for paragraph := 0; b.Len() < postBytes; paragraph++ {
		if paragraph%5 == 4 {
			fmt.Fprintf(&b, "## Part %d\n\n", paragraph/5+1)
		}
		for range 60 {
			b.WriteString(words[random.IntN(len(words))] + " ")
		}
		b.WriteString("\n\n")
	}
	return b.String()
}

func writeFiles(dir string, files map[string]string) error {
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}
