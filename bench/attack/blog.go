package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The blog that is served: some short posts, one long one, and a large file.
const (
	shortPosts  = 60
	longWords   = 20_000
	largeBytes  = 8 << 20
	largeFile   = "posts/a-picture/large.png"
	newestTitle = "The long post" // the list begins with it
)

func writeBlog(dir string) error {
	large := make([]byte, largeBytes)
	_, _ = rand.Read(large)
	files := map[string]string{
		"postern.toml":                    "title = \"A blog under attack\"\n\n[metrics]\nlisten = \"127.0.0.1:0\"\n",
		"posts/long.md":                   post(newestTitle, "2026-11-01", longWords),
		"posts/a-picture/index.md":        post("A picture", "2024-01-01", 20) + "\n![A large one](large.png)\n",
		largeFile:                         string(large),
		"posts/what-attackers-look-at.md": post("What attackers look at", "2026-10-01", 300),
	}
	for i := range shortPosts {
		files[fmt.Sprintf("posts/short-%d.md", i)] = post(fmt.Sprintf("Short post %d", i), fmt.Sprintf("2025-%02d-%02d", i%12+1, i%28+1), 200)
	}
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// post writes a post of so many words, with a heading or a piece of code now and then.
func post(title, date string, words int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\ndate: %s\ntags: [one, two]\n---\n\n", title, date)
	for i := range words {
		switch {
		case i%400 == 399:
			fmt.Fprintf(&b, "\n\n## Part %d\n\n", i/400)
		case i%900 == 899:
			b.WriteString("\n\n```go\nfunc main() { println(\"hello\") }\n```\n\n")
		case i%80 == 79:
			b.WriteString("\n\n")
		}
		fmt.Fprintf(&b, "%s ", []string{"the", "words", "of", "a", "long", "*evening*", "and", "`code`", "in", "it"}[i*7%10])
	}
	return b.String()
}
