package main

import (
	"strings"
	"testing"
)

// Whatever stands in postern.toml, each of its top keys is found on a line of the file.
func FuzzParseFile(f *testing.F) {
	for _, seed := range []string{
		"", "title = \"Notes\"\n", "\"quoted\" = 1\n'also' = 2\n", "a.b = 1\na.c = 2\n", "[t]\nx = 1\n[[l]]\n[[l]]\n",
		"listen = [\n  \":22\", # one\n  \":23\",\n]\n", "d = 2024-01-01\n", "s = \"\"\"\nx = 1\n\"\"\"\ny = 2\n", "i = {x = 1}\r\n",
		"\"\\u001b\" = 1", "title = ", "=", "[", "\xff = 1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		entries, err := parseFile([]byte(text))
		if err != nil {
			return
		}
		lines := strings.Count(text, "\n") + 1
		for i, e := range entries {
			if e.at.line < 1 || e.at.line > lines {
				t.Errorf("key %q on line %d of %d", e.key, e.at.line, lines)
			}
			if i > 0 && e.at.line < entries[i-1].at.line {
				t.Errorf("key %q comes after %q", e.key, entries[i-1].key)
			}
			_ = e.apply(&config{dir: ".", values: map[string][]string{}}, settings())
		}
	})
}
