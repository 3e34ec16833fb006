package sshapp_test

import (
	"fmt"
	"strings"
	"testing"

	"postern/posts"
	"postern/sshapp/sshtest"
)

// blog is a small blog with a post that is longer than a screen. No words of a post are in the list of posts, so that whoever
// sees them has opened it.
func blog(t *testing.T) *posts.Library {
	t.Helper()
	var long strings.Builder
	for i := range 200 {
		fmt.Fprintf(&long, "Paragraph %d of the long read.\n\n", i+1)
	}
	return sshtest.Blog(t, `
-- postern.toml --
-- posts/first-words.md --
---
title: First words
date: 2026-01-03
description: Good day.
---
Hello from the *first* post.
-- posts/long-read.md --
---
title: A long read
date: 2026-01-02
description: For the evening.
---
`+long.String()+`
-- posts/oldest.md --
---
title: The oldest
date: 2026-01-01
description: Once.
---
It all began here.
`)
}

func TestReadingAPost(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	for _, window := range []sshtest.Window{
		{Columns: 80, Rows: 24}, {Columns: 40, Rows: 12}, {Columns: 200, Rows: 60, Light: true}, {Columns: 20, Rows: 6, Term: "vt100"},
	} {
		t.Run(fmt.Sprintf("%dx%d", window.Columns, window.Rows), func(t *testing.T) {
			term := server.Open(t, "", window)
			term.Sees("First wor")
			term.Press("enter")
			term.Sees("Hello from the")
			term.Press("h j enter")
			term.Sees("A long read")
			term.Press("space space G")
			term.Sees("older: The olde")
			if !term.AltScreen() {
				t.Error("the alternate screen is not used")
			}
			if status := term.Quits(); status != 0 {
				t.Errorf("exit status %d", status)
			}
			if term.AltScreen() {
				t.Error("the terminal was not put back")
			}
		})
	}
}

func TestResizeKeepsThePlace(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	term := server.Open(t, "", sshtest.Window{Command: "long-read"})
	term.Sees("Paragraph 1 of")
	term.Press("40j") // one move, and so one frame
	term.SeesNot("Paragraph 1 of")
	top := strings.Fields(term.Screen()) // the first paragraph in view
	paragraph := top[1]
	term.Resize(40, 12)
	term.Sees("Paragraph " + paragraph + " of")
	term.Resize(120, 40)
	term.Sees("Paragraph " + paragraph + " of")
}

func TestAddresses(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	t.Run("command", func(t *testing.T) {
		server.Open(t, "", sshtest.Window{Command: "oldest"}).Sees("It all began here.")
	})
	t.Run("login name", func(t *testing.T) {
		server.Open(t, "oldest", sshtest.Window{}).Sees("It all began here.")
	})
	t.Run("latest", func(t *testing.T) {
		server.Open(t, "latest", sshtest.Window{}).Sees("Hello from the")
	})
	t.Run("beginning", func(t *testing.T) {
		server.Open(t, "", sshtest.Window{Command: "old"}).Sees("It all began here.")
	})
	t.Run("a person's login name", func(t *testing.T) {
		term := server.Open(t, "old", sshtest.Window{}) // the beginning of a slug, but a name as well
		term.Sees("First words", "A long read", "The oldest")
	})
	t.Run("wrong", func(t *testing.T) {
		term := server.Open(t, "", sshtest.Window{Command: "oldes-post"})
		term.Sees("oldes-post", "First words")
	})
}

func TestNamesInPostsLeadToPosts(t *testing.T) {
	server := sshtest.Serve(t, sshtest.Blog(t, `
-- postern.toml --
-- posts/a.md --
---
title: First
date: 2026-01-02
---
See [[b]], and not [[nodiscard]].
-- posts/b.md --
---
title: Second
date: 2026-01-01
---
Here it is.
`), sshtest.Config{})
	term := server.Open(t, "", sshtest.Window{Command: "a"})
	term.Sees("See b→[1], and not [[nodiscard]].")
	term.Press("tab enter")
	term.Sees("Here it is.")
}

func TestBackgroundSettlesTheTheme(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	env := map[string]string{"COLORTERM": "truecolor"}
	dark := server.Open(t, "", sshtest.Window{Env: env})
	light := server.Open(t, "", sshtest.Window{Env: env, Light: true})
	mute := server.Open(t, "", sshtest.Window{Env: env, Mute: true})
	for _, term := range []*sshtest.Terminal{dark, light, mute} {
		term.Sees("First words")
	}
	sshtest.Eventually(t, "a look for each background", func() bool {
		return dark.Styled() != light.Styled() && dark.Styled() != mute.Styled() && light.Styled() != mute.Styled()
	})
	term := server.Open(t, "", sshtest.Window{Env: map[string]string{"NO_COLOR": "1"}})
	term.Sees("First words")
	if styled := term.Styled(); strings.Contains(styled, "\x1b[3") || strings.Contains(styled, ";3") {
		t.Errorf("NO_COLOR shows colours: %q", styled)
	}
}

func TestListAsTextWithoutATerminal(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{PublicHost: "blog.example.com", PublicPort: 22})
	session, err := server.Dial(t, "").Client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	var out, hint strings.Builder
	session.Stdout, session.Stderr = &out, &hint
	if err := session.Shell(); err != nil {
		t.Fatal(err)
	}
	if err := session.Wait(); err != nil {
		t.Fatal(err)
	}
	want := "2026-01-03  first-words  First words\n2026-01-02  long-read  A long read\n2026-01-01  oldest  The oldest\n"
	if out.String() != want {
		t.Errorf("stdout:\n%s\nwant:\n%s", out.String(), want)
	}
	want = "To read in full screen: ssh blog.example.com\nTo read a post as text: ssh blog.example.com SLUG\n"
	if hint.String() != want {
		t.Errorf("stderr: %q, want %q", hint.String(), want)
	}
}
