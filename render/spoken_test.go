package render

import (
	"strings"
	"testing"

	"postern/posts"
)

func TestLinearIsToldInWords(t *testing.T) {
	body := "- item\n- [x] baked\n- [ ] eaten\n\n| a | b |\n|---|---|\n| x | [y](http://y.example) |\n\n" +
		"![A gate](gate.png)\n\n[![A door](door.png)](http://door.example)\n\n```\n" + strings.Repeat("long ", 12) + "\n```\n"
	page := Layout(Parse(&posts.Post{Text: posts.TextOf(body)}), Setup{Width: 30, Theme: Linear})
	var text strings.Builder
	for i := range page.Len() {
		text.WriteString(page.Text(i) + "\n")
	}
	for _, want := range []string{
		"- item\n", "Done: baked\n", "Not done: eaten\n", "b: y (link 1)\n", "Image: A gate (link 2)\n",
		"\n+ ",
	} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is missing in:\n%s", want, text.String())
		}
	}
	if got := len(page.Links()); got != 4 {
		t.Errorf("%d links are placed, want 4", got)
	}
}

func TestLinearHeadingsAreWhereTheyAreAnnounced(t *testing.T) {
	body := "Text.\n\n## Tables\n\n| a |\n|---|\n| b |\n\n## Links\n\nText.\n"
	page := Layout(Parse(&posts.Post{Text: posts.TextOf(body)}), Setup{Width: 30, Theme: Linear})
	for _, h := range page.Headings() {
		if got, want := page.Text(h.Line), "Heading 2: "+h.Text; got != want {
			t.Errorf("line %d is %q, want %q", h.Line, got, want)
		}
	}
}
