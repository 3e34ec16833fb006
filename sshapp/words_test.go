package sshapp

import (
	"errors"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestSplitWords(t *testing.T) {
	for _, tt := range []struct {
		line string
		want []string
		err  error
	}{
		{"", nil, nil},
		{" \t\n", nil, nil},
		{"read first-words", []string{"read", "first-words"}, nil},
		{"  read\tfirst-words\n", []string{"read", "first-words"}, nil},
		{`search 'two words' "and more"`, []string{"search", "two words", "and more"}, nil},
		{`a\ b 'c'"d"e`, []string{"a b", "cde"}, nil},
		{`'' ""`, []string{"", ""}, nil},
		{`"a\"b\\c\d"`, []string{`a"b\c\d`}, nil},
		{`'a\'`, []string{`a\`}, nil},
		{"a\\\nb", []string{"ab"}, nil},
		{"list -- --tag", []string{"list", "--", "--tag"}, nil},
		{"$HOME; `id` | *", []string{"$HOME;", "`id`", "|", "*"}, nil},
		{"日本語 ünï", []string{"日本語", "ünï"}, nil},
		{`read "first`, nil, errOpenQuote},
		{`it's`, nil, errOpenQuote},
		{`a\`, nil, errOpenEscape},
		{"a\x00b", nil, errUnprintables},
		{strings.Repeat("a ", maxWords+1), nil, errManyWords},
	} {
		got, err := splitWords(tt.line)
		if !slices.Equal(got, tt.want) || !errors.Is(err, tt.err) {
			t.Errorf("%q: %q, %v; want %q, %v", tt.line, got, err, tt.want, tt.err)
		}
	}
}

// A shell takes quoted words apart as we do.
func TestSplitWordsAsAShellDoes(t *testing.T) {
	for _, line := range []string{`a 'b  c' "d \" e" f\ g`, `"x\y\\z" '\' ''`, "a\\\nb 'c\nd'"} {
		out, err := exec.Command("sh", "-c", `for w in `+line+`; do printf '<%s>' "$w"; done`).Output()
		if err != nil {
			t.Skip("no shell here")
		}
		words, err := splitWords(line)
		if got := "<" + strings.Join(words, "><") + ">"; err != nil || got != string(out) {
			t.Errorf("%q: %s, %v; the shell says %s", line, got, err, out)
		}
	}
}

// Whatever words there are, they come back when they are quoted as a shell quotes them; and no line gives more than there may be.
func FuzzSplitWords(f *testing.F) {
	for _, line := range []string{"", "read first-words", `search 'two words' "and \"more\""`, "a\\\nb", `it's`, `a\`, "\x00", "日本語 ''"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		words, err := splitWords(line)
		if err != nil {
			if words != nil {
				t.Errorf("%q: %q, and %v", line, words, err)
			}
			return
		}
		if len(words) > maxWords {
			t.Fatalf("%d words", len(words))
		}
		var quoted []string
		for _, w := range words {
			quoted = append(quoted, "'"+strings.ReplaceAll(w, "'", `'\''`)+"'")
		}
		again, err := splitWords(strings.Join(quoted, " "))
		if err != nil || !slices.Equal(again, words) {
			t.Errorf("%q: %q, quoted %q: %q, %v", line, words, quoted, again, err)
		}
	})
}
