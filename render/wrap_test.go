package render

import (
	"slices"
	"strings"
	"testing"

	"postern/posts"
)

func TestWordsStayWhole(t *testing.T) {
	for _, c := range []struct {
		body  string
		width int
		want  []string
	}{
		{"Build with `-Zhint-mostly-unused` now.", 22, []string{"Build with", "-Zhint-mostly-unused", "now."}},
		{"Build it with -Zhint now.", 15, []string{"Build it with", "-Zhint now."}},
		{"Build it (with -Zhint).", 16, []string{"Build it (with", "-Zhint)."}},
		{"Build it with --hint now.", 16, []string{"Build it with", "--hint now."}},
		{"A reader of and/or news.", 16, []string{"A reader of", "and/or news."}},
		{"A reader of my e-mail.", 18, []string{"A reader of my", "e-mail."}},
		{"A reader of lists/letters.", 18, []string{"A reader of lists/", "letters."}},
		{"A reader of up-to-date letters.", 18, []string{"A reader of up-to-", "date letters."}},
		{"Build a well-known thing.", 14, []string{"Build a well-", "known thing."}},
		{"See `/etc/ssh/sshd_config.d` first.", 24, []string{"See", "/etc/ssh/sshd_config.d", "first."}},
		{"See the file /etc/hosts first.", 15, []string{"See the file", "/etc/hosts", "first."}},
		{"See this and / or that.", 12, []string{"See this", "and / or", "that."}},
		{"Run `cargo -Zhint` **now**.", 10, []string{"Run cargo", "-Zhint", "now."}},
		{"A side-`of-side`-side.", 8, []string{"A side-", "of-side-", "side."}},
		{"`日本語の 日本`", 8, []string{"日本語の", "日本"}},
		{"`-Zhint-mostly-unused-anywhere-else`", 20, []string{"-Zhint-mostly-", "unused-anywhere-else"}},
	} {
		page := Layout(Parse(&posts.Post{Text: posts.TextOf(c.body)}), Setup{Width: c.width, Theme: Auto})
		var got []string
		for i := range page.Len() {
			got = append(got, page.Text(i))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s at %d:\n%s", c.body, c.width, strings.Join(got, "\n"))
		}
	}
}
