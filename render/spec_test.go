package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	goldhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"postern/posts"
)

// Every example of the specifications, which goldmark carries with its source, must give the words that
// goldmark's HTML gives, in the same order, with blanks in the same places.

func TestCommonMarkSaysTheSame(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(goldmarkFolder(t), "_test", "spec.json"))
	if err != nil {
		t.Skip(err)
	}
	var examples []struct {
		Markdown string
		Example  int
	}
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) < 600 {
		t.Fatalf("%d examples; the specification has over 600", len(examples))
	}
	for _, e := range examples {
		sameWords(t, fmt.Sprintf("CommonMark %d", e.Example), e.Markdown)
	}
}

func TestExtensionsSayTheSame(t *testing.T) {
	for _, name := range []string{"table", "strikethrough", "tasklist", "linkify", "footnote", "definition_list"} {
		data, err := os.ReadFile(filepath.Join(goldmarkFolder(t), "extension", "_test", name+".txt"))
		if err != nil {
			t.Skip(err)
		}
		examples := 0
		for i, example := range strings.Split(string(data), "//= = = = = = = = = = = = = = = = = = = = = = = =//") {
			parts := strings.Split(example, "//- - - - - - - - -//")
			if len(parts) == 3 {
				sameWords(t, fmt.Sprintf("%s %d", name, i+1), strings.TrimPrefix(parts[1], "\n"))
				examples++
			}
		}
		if examples == 0 {
			t.Errorf("no examples in %s.txt", name)
		}
	}
}

func goldmarkFolder(t *testing.T) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Skip(err)
	}
	return strings.TrimSpace(string(out))
}

func sameWords(t *testing.T, name, markdown string) {
	t.Helper()
	doc := parse(posts.Clean(markdown), simpleEmoji)
	want, got := wordsOfHTML(t, posts.Clean(markdown)), wordsOfDoc(doc)
	if want != got {
		t.Errorf("%s: %q\ngoldmark says %q\n   we say     %q", name, markdown, want, got)
	}
	width := 20
	if slices.ContainsFunc(doc.blocks, func(b *block) bool { return b.kind == grid }) {
		width = MaxWidth // so that the words of a cell stand on one line
	}
	page := Layout(doc, Setup{Width: width, Theme: Mono})
	var lines strings.Builder
	for i := range page.Len() {
		_, line := page.Body(i)
		lines.WriteString(line)
	}
	if lost := firstLost(got, lines.String()); lost != "" {
		t.Errorf("%s: %q\n%q is not on the page %q", name, markdown, lost, lines.String())
	}
}

// apart are the elements of HTML, besides those of blocks, whose content is no part of the words around them.
var apart = []string{"br", "caption", "dd", "dl", "dt", "hr", "img", "li", "td", "th", "tr"}

// firstLost returns the rest of words from the first character on that is not in a text, where they stand in order.
func firstLost(words, in string) string {
	for i, r := range words {
		if r == ' ' {
			continue
		}
		at := strings.IndexRune(in, r)
		if at < 0 {
			return words[i:]
		}
		in = in[at+utf8.RuneLen(r):]
	}
	return ""
}

// wordsOfHTML returns the words that a browser shows, with one blank between them.
func wordsOfHTML(t *testing.T, markdown string) string {
	t.Helper()
	gold := goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList),
		goldmark.WithParserOptions(parser.WithHeadingAttribute()), goldmark.WithRendererOptions(goldhtml.WithUnsafe()))
	var out bytes.Buffer
	if err := gold.Convert([]byte(markdown), &out); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&out)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(posts.Clean(n.Data))
		case n.Data == "img":
			for _, a := range n.Attr {
				if a.Key == "alt" {
					b.WriteString(a.Val)
				}
			}
		case elements[n.Data].skip && n.Data != "head", isNoteNumber(n):
			return
		}
		if n.Type == html.ElementNode && (elements[n.Data].group || slices.Contains(apart, n.Data)) {
			b.WriteByte(' ')
			defer b.WriteByte(' ')
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(root)
	return inWordsOf(b.String())
}

// isNoteNumber reports whether a node is a link to a footnote or back, which we write in our own way.
func isNoteNumber(n *html.Node) bool {
	for _, a := range n.Attr {
		if a.Key == "class" && (a.Val == "footnote-ref" || a.Val == "footnote-backref") {
			return true
		}
	}
	return false
}

// wordsOfDoc returns the words of a Doc that its author wrote, with one blank between them.
func wordsOfDoc(d *Doc) string {
	var b strings.Builder
	add := func(t text) {
		b.WriteByte(' ')
		from := int32(0)
		for _, s := range t.spans {
			part := t.s[from:s.end]
			from = s.end
			if s.roles&imageText != 0 {
				part = strings.TrimSuffix(strings.TrimPrefix(part, "[Image: "), "]")
				if !hasAlt(d, part) {
					part = ""
				}
			}
			if s.roles&(linkNum|noteNum) == 0 {
				b.WriteString(part)
			}
		}
	}
	var walk func([]*block)
	walk = func(all []*block) {
		for _, blk := range all {
			add(blk.text)
			switch blk.kind {
			case code:
				b.WriteString(" " + d.codes[blk.n].source)
			case image:
				b.WriteString(" " + d.pictures[blk.n].alt)
				add(d.pictures[blk.n].caption)
			case grid:
				walk(blk.kids)
				add(blk.table.caption)
				for _, row := range blk.table.all() {
					for _, cell := range row {
						add(cell)
					}
				}
				continue
			}
			walk(blk.kids)
		}
	}
	walk(d.blocks)
	return inWordsOf(b.String())
}

func hasAlt(d *Doc, alt string) bool {
	for _, p := range d.pictures {
		if p.alt == alt {
			return true
		}
	}
	return false
}

// inWordsOf writes every run of blanks as one.
func inWordsOf(s string) string { return strings.Join(strings.Fields(s), " ") }
