package render

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"postern/posts"
)

var update = flag.Bool("update", false, "write the golden files anew")

// goldenWidths and goldenLooks are what each example is laid out for.
var (
	goldenWidths = []int{40, 60, 80, 120}
	goldenLooks  = []struct {
		name string
		Setup
	}{
		{"plain", Setup{Theme: Plain}},
		{"linear", Setup{Theme: Linear}},
		{"dark", Setup{Theme: Dark}},
		{"light", Setup{Theme: Light}},
		{"auto", Setup{Theme: Auto}},
		{"dark16", Setup{Theme: Dark, Palette: Colours16}},
		{"light16", Setup{Theme: Light, Palette: Colours16}},
		{"mono", Setup{Theme: Mono}},
	}
)

// Each golden file is about one construct. It holds examples: "== what it shows", the Markdown, and below it
// what becomes of it at all widths in all looks; "-- dark 60 80 120; mono 60 --" are alike. Styles are written
// legibly, see legible. To add an example, write its first line and its Markdown and run with -update.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/golden/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			was, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			for _, e := range readExamples(t, string(was)) {
				e.write(&b)
			}
			is := b.String()
			if *update {
				if err := os.WriteFile(file, []byte(is), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if is != string(was) {
				t.Errorf("%s has changed; run with -update and look at the difference. %s", file, firstDifference(string(was), is))
			}
		})
	}
}

// example is a piece of Markdown that shows one thing.
type example struct{ title, body string }

var sectionLine = regexp.MustCompile(`(?m)^-- .* --\n`)

func readExamples(t *testing.T, s string) []example {
	t.Helper()
	var all []example
	for part := range strings.SplitSeq("\n"+s, "\n== ") {
		if part == "" {
			continue
		}
		title, body, ok := strings.Cut(part, "\n")
		if !ok || strings.Contains(title, "\n") {
			t.Fatalf("an example without a title: %q", part)
		}
		if at := sectionLine.FindStringIndex(body); at != nil {
			body = body[:at[0]]
		}
		all = append(all, example{title, strings.TrimSuffix(body, "\n") + "\n"})
	}
	return all
}

// write writes an example with what becomes of it.
func (e example) write(b *strings.Builder) {
	type section struct{ names, text string }
	var sections []section
	doc := Parse(&posts.Post{Text: posts.TextOf(e.body)})
	for _, l := range goldenLooks {
		for _, l.Width = range goldenWidths {
			page := Layout(doc, l.Setup)
			text := legible(strings.Join(page.Lines(0, page.Len()), "\n") + "\n")
			i := 0
			for i < len(sections) && sections[i].text != text {
				i++
			}
			if i == len(sections) {
				sections = append(sections, section{text: text})
			}
			names := &sections[i].names
			if at := strings.LastIndex(*names, "; ") + 1; !strings.HasPrefix(strings.TrimSpace((*names)[at:]), l.name+" ") {
				*names = strings.TrimPrefix(*names+"; ", "; ") + l.name
			}
			*names += fmt.Sprintf(" %d", l.Width)
		}
	}
	fmt.Fprintf(b, "== %s\n%s", e.title, e.body)
	for _, s := range sections {
		fmt.Fprintf(b, "-- %s --\n%s", s.names, s.text)
	}
}

// firstDifference shows where two texts part.
func firstDifference(was, is string) string {
	a, b := strings.Split(was, "\n"), strings.Split(is, "\n")
	line := 0
	for line < min(len(a), len(b))-1 && a[line] == b[line] {
		line++
	}
	return fmt.Sprintf("Line %d was\n%s\nand is\n%s", line+1, a[line], b[line])
}

var (
	sgr  = regexp.MustCompile("\x1b\\[([0-9;:]*)m")
	osc8 = regexp.MustCompile("\x1b\\]8;[^;]*;([^\x1b]*)\x1b\\\\")
)

// legible writes SGR as {1;34}, its end as {}, and links as <url|text>.
func legible(s string) string {
	s = sgr.ReplaceAllString(s, "{$1}")
	s = strings.ReplaceAll(s, endLink, ">")
	return osc8.ReplaceAllString(s, "<$1|")
}
