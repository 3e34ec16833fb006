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

// Golden files hold the Markdown first and then what becomes of it, section by section in the way of txtar:
// "-- 40 dark --" is the page at 40 columns in the theme dark, "-- 40 dark 16 --" the same in 16 colours. Styles are written legibly, see legible.
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
			sections := readSections(string(was))
			doc := Parse(&posts.Post{Body: sections[0].text})
			for i := range sections[1:] {
				sections[i+1].text = draw(t, doc, sections[i+1].name)
			}
			is := writeSections(sections)
			if *update {
				if err := os.WriteFile(file, []byte(is), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if is != string(was) {
				t.Errorf("%s has changed; run with -update and look at the difference. It is now:\n%s", file, is)
			}
		})
	}
}

func draw(t *testing.T, doc *Doc, name string) string {
	t.Helper()
	var s Setup
	if n, err := fmt.Sscanf(name, "%d %s %d", &s.Width, &s.Theme, new(int)); n < 2 {
		t.Fatalf("section %q: %v", name, err)
	}
	switch {
	case strings.HasSuffix(name, " 16"):
		s.Palette = Colours16
	case strings.HasSuffix(name, " 256"):
		s.Palette = Colours256
	}
	page := Layout(doc, s)
	return legible(strings.Join(page.Lines(0, page.Len()), "\n") + "\n")
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

type section struct{ name, text string }

var sectionLine = regexp.MustCompile(`(?m)^-- (.*) --\n`)

func readSections(s string) []section {
	marks := sectionLine.FindAllStringSubmatchIndex(s, -1)
	all := []section{{text: s}}
	for i, m := range marks {
		if i == 0 {
			all[0].text = s[:m[0]]
		}
		end := len(s)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		all = append(all, section{s[m[2]:m[3]], s[m[1]:end]})
	}
	return all
}

func writeSections(all []section) string {
	var b strings.Builder
	b.WriteString(all[0].text)
	for _, s := range all[1:] {
		fmt.Fprintf(&b, "-- %s --\n%s", s.name, s.text)
	}
	return b.String()
}
