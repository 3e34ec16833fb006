package render

import (
	"strings"
	"testing"

	"postern/posts"
)

// What takes a Markdown parser the square of its length, or more, ends all the same: each of these would
// run into the test's time limit without the limits of tame.go.
func TestHostileTextEnds(t *testing.T) {
	const n = 4000
	r := strings.Repeat
	for name, body := range map[string]string{
		"links never closed":  r("[a](", n),
		"destinations":        r("[a](<b", n),
		"links inside links":  r("**x [a*b**c*](d) ", n/4),
		"quotations":          r(">", 50*n),
		"lists":               r("- ", 10*n) + "a",
		"numbered lists":      r("1. ", 10*n) + "a",
		"wide table":          "|" + r("a|", n/4) + "\n|" + r("-|", n/4) + "\n" + r("|x\n", 500),
		"references":          r("x[^1] ", n) + "\n\n[^1]: x",
		"one word":            r("a", 50*n),
		"one word of links":   r("<a href=x>y</a>", n),
		"marks on a letter":   "a" + r("\u0301", n),
		"tabs":                "```\n" + r("\t", n) + "\n```",
		"open elements":       r("<details>", n),
		"open tables":         r("<table><tr><td>", n/4),
		"open comments":       r("a <!-- ", n),
		"backticks":           r("`a``b```", n/4),
		"shortcodes":          r("{{< a >}}", n),
		"pairs never closed":  r("{{< a >}}", n) + "{{< /a >}}",
		"Liquid":              r("{% if a %}", n),
		"admonitions":         r(":::a\n", n),
		"pictures":            r("![a](b)\n", n/4),
		"the same heading":    r("# a\n", n/2),
		"spans in spans":      r("[", n) + r("]{.a}", n),
		"divisions":           r("::: {.a}\n", n) + r(":::\n", n),
		"carets":              r("a^b", n),
		"links around blocks": r("<a href=x><p>y</p></a>", n),
		"equal signs":         r("==a ", n),
		"braces never closed": r("{{", n/4),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := Parse(&posts.Post{Text: posts.TextOf(body)})
			for _, theme := range []string{Dark, Linear} {
				p := Layout(d, Setup{Width: 40, Theme: theme})
				p.Lines(0, min(p.Len(), 100))
			}
		})
	}
}

func TestLimitsAreTold(t *testing.T) {
	d := Parse(&posts.Post{Text: posts.TextOf("fine\n\n" + strings.Repeat("[a](", 2000))})
	if n := d.notices; len(n) != 1 || n[0].Line != 3 || !strings.HasPrefix(n[0].Message, "more than 1000 brackets") {
		t.Errorf("notices: %v", n)
	}
	if text := strings.Count(page(d, 80), "[a]("); text != 2000 {
		t.Errorf("%d of 2000 are shown", text)
	}
}

func TestLongListsOfLinksAreWhole(t *testing.T) {
	d := Parse(&posts.Post{Text: posts.TextOf(strings.Repeat("- [a](b)\n", 3000))})
	if len(d.notices) > 0 || len(d.links) != 3000 {
		t.Errorf("%d of 3000 links, notices %v", len(d.links), d.notices)
	}
}

func TestLongLinesOfDashesKeepTheirMeaning(t *testing.T) {
	dashes := strings.Repeat("-", 100)
	d := Parse(&posts.Post{Text: posts.TextOf("Heading\n" + dashes + "\n\n" + dashes + "\n\n> " + dashes + "\n\n" + strings.Repeat("* ", 100) + "\n")})
	if len(d.notices) > 0 || len(d.blocks) != 4 || d.blocks[0].kind != headed || d.blocks[1].kind != rule || d.blocks[3].kind != rule {
		t.Errorf("%d blocks, notices %v", len(d.blocks), d.notices)
	}
}

func page(d *Doc, width int) string {
	p := Layout(d, Setup{Width: width, Theme: Plain})
	return strings.Join(p.Lines(0, p.Len()), "")
}
