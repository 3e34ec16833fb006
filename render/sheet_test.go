package render

import (
	"strings"
	"testing"

	"charm.land/glamour/v2"
	"charm.land/glamour/v2/styles"

	"postern/posts"
)

// Where Glamour's own drawing is right, ours is the same: same words, same style of each. It is not where it
// leaves the colour of a list's numbers out, and where a quotation is told by colour alone.
func TestStylesAreGlamours(t *testing.T) {
	for _, name := range []string{"dark", "light", "dracula", "tokyo-night", "pink"} {
		sheet, err := BuiltinSheet(name)
		if err != nil {
			t.Fatal(err)
		}
		theirs := *styles.DefaultStyles[name]
		theirs = adapt(theirs)
		theirs.Enumeration.Color = nil
		sheet.look.sheet.Enumeration.Color = nil
		for _, body := range []string{"# One", "## Two", "### Three", "#### Four", "##### Five", "###### Six", "*a*", "**a**", "***a***", "~~a~~", "`a`", "> quoted *a*", "- a\n- b", "1. a\n2. b", "- [x] a\n- [ ] b", "# a *b* `c` **d**", "> **a** `b`\n> c", "- *a* `b`\n  - **c**", "a **b** *c* ~~d~~ `e` f"} {
			r, err := glamour.NewTermRenderer(glamour.WithStyles(theirs), glamour.WithWordWrap(40))
			if err != nil {
				t.Fatal(err)
			}
			out, err := r.Render(body)
			if err != nil {
				t.Fatal(err)
			}
			p := parsed(body).layout(sheet.look, Setup{Width: 40, Theme: Dark})
			want, got := drawn(out), drawn(strings.Join(p.Lines(0, p.Len()), "\n"))
			if theirs.BlockQuote.IndentToken == nil {
				got = strings.ReplaceAll(got, "│", "")
			}
			if got != want {
				t.Errorf("%s: %q\nGlamour draws %s\n     we draw  %s", name, body, want, got)
			}
		}
	}
}

// drawn writes each character that is not blank with the style it is drawn in.
func drawn(s string) string {
	var b strings.Builder
	s = strings.ReplaceAll(s, "\u00a0", " ")
	style, last := "", ""
	for s != "" {
		if m := sgr.FindStringSubmatchIndex(s); m != nil && m[0] == 0 {
			if style = s[m[2]:m[3]]; style == "0" {
				style = ""
			}
			s = s[m[1]:]
			continue
		}
		if c := s[:1]; strings.TrimSpace(c) != "" {
			if style != last {
				b.WriteString("{" + style + "}")
				last = style
			}
			b.WriteString(c)
		}
		s = s[1:]
	}
	return b.String()
}

func TestOwnersSheet(t *testing.T) {
	sheet, err := ReadSheet([]byte(`{"document": {"margin": 4}, "strong": {"color": "#ff0000", "underline": true}, "item": {"block_prefix": "> "},
		"block_quote": {"indent_token": "\u001b]0;x\u0007: "}, "h2": {"upper": true, "suffix": " <"}}`))
	if err != nil {
		t.Fatal(err)
	}
	cache := NewCache(DefaultCacheBytes).In(AtOnce)
	cache.cache.Use(Dark, sheet)
	page := cache.Page(&posts.Post{Text: posts.TextOf("## Two\n\n**a**\n\n- b\n\n> c\n")}, Setup{Width: 40, Theme: Dark})
	want := "TWO <\n\n{38;2;255;0;0;4}a{}\n\n> b\n\n]0;x: c"
	if got := legible(strings.Join(page.Lines(0, page.Len()), "\n")); got != want {
		t.Errorf("drawn as\n%s\nwant\n%s", got, want)
	}
	if page := cache.Page(&posts.Post{Text: posts.TextOf("**a**")}, Setup{Width: 40, Theme: Light}); strings.Contains(page.Lines(0, 1)[0], "255") {
		t.Error("the sheet of one theme is used for another")
	}
}

func TestBrokenSheetIsNamed(t *testing.T) {
	for in, want := range map[string]string{
		"{\n\"strong\": {\"bold\": 3}}":                           "line 2",
		"{\n\n\"stonng\": {}}":                                    "stonng",
		`{"code_block": {"chroma": {"text": {"color": "pink"}}}}`: `code_block.chroma.text.color: "pink"`,
		`{"h1": {"background_color": "256"}}`:                     `h1.background_color: "256"`,
		"":                                                        "it is empty",
	} {
		if _, err := ReadSheet([]byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error is %v, want %q in it", in, err, want)
		}
	}
	if _, err := BuiltinSheet("drakula"); err == nil || !strings.Contains(err.Error(), "dracula") {
		t.Errorf("error is %v", err)
	}
}

func TestSixteenColoursHaveNoGrey(t *testing.T) {
	for c, want := range map[string]string{
		"240": "", "252": "", "#808080": "", "0": "", "15": "", "39": "14", "203": "9", "#00D700": "10", "212": "13", "27": "12", "228": "11", "": "",
	} {
		if got := named(c, Dark); got != want {
			t.Errorf("%q is named %q on dark, want %q", c, got, want)
		}
	}
	for c, want := range map[string]string{"240": "", "203": "1", "228": "5", "#00D700": "4", "39": "4", "212": "5"} {
		if got := named(c, Light); got != want {
			t.Errorf("%q is named %q on light, want %q", c, got, want)
		}
	}
}
