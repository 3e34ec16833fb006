package render

import (
	"bytes"
	"flag"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	emoji "github.com/yuin/goldmark-emoji"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	goldhtml "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"

	"postern/posts"
)

var corpus = flag.String("corpus", "", "folder of a blog whose posts are all laid out, to count what is left of their source")

// leftovers are what no reader should see outside code.
var leftovers = []struct {
	name       string
	pattern    *regexp.Regexp
	byBrowsers bool // what a browser shows as well is the author's: "\<name\>"
}{
	{"raw tag", regexp.MustCompile(`</?[a-zA-Z][a-zA-Z0-9-]*(\s[^<>]*)?/?>`), true},
	{"shortcode", regexp.MustCompile(`\{\{[<%]|[>%]\}\}`), false},
	{"Liquid", regexp.MustCompile(`\{%|%\}|\{\{|\}\}`), false},
	{"attributes", regexp.MustCompile(`\{:|\{[.#][\w-]+|\{\w+=`), false},
	{"wikilink", regexp.MustCompile(`\[\[[A-Za-z]`), false},
}

// TestCorpus lays out every post of a real blog: go test ./render -run Corpus -v -corpus FOLDER
func TestCorpus(t *testing.T) {
	if *corpus == "" {
		t.Skip("no -corpus")
	}
	library, err := posts.Load(*corpus, posts.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]int{}
	var pictures, lostPictures, links, lostLinks, failed, warnings, otherWords int
	for _, p := range library.All() {
		d := Parse(p)
		warnings += len(d.notices)
		for _, w := range d.notices {
			t.Log(p.File, w.Line, w.Message)
		}
		for _, width := range []int{40, 80, 120} {
			if Layout(d, Setup{Width: width, Theme: Dark}).Err() != nil {
				failed++
			}
		}
		if !saysTheSame(t, p, d) {
			otherWords++
		}
		wantPics, wantLinks, shown := inSource(t, p)
		prose := prose(d)
		for _, l := range leftovers {
			all := l.pattern.FindAllString(prose, -1)
			if l.byBrowsers {
				all = missing(all, l.pattern.FindAllString(shown, -1))
			}
			for _, found := range all {
				left[l.name]++
				t.Logf("%s: %s %q", p.File, l.name, found)
			}
		}
		var pics, hrefs []string
		for _, l := range d.links {
			if l.Kind == Image {
				pics = append(pics, l.URL)
			} else {
				hrefs = append(hrefs, l.URL)
			}
		}
		pictures, links = pictures+len(wantPics), links+len(wantLinks)
		for _, lost := range missing(wantPics, pics) {
			lostPictures++
			t.Logf("%s: picture %q is not accounted for", p.File, lost)
		}
		for _, lost := range missing(wantLinks, hrefs) {
			lostLinks++
			t.Logf("%s: link %q is not accounted for", p.File, lost)
		}
	}
	t.Logf("%d posts, %d layouts failed, %d warnings", len(library.All()), failed, warnings)
	t.Logf("left outside code: %v; posts with other words than in a browser: %d", left, otherWords)
	t.Logf("pictures: %d in the source, %d lost; links: %d in the source, %d lost", pictures, lostPictures, links, lostLinks)
}

// saysTheSame reports whether a post has the words that a browser shows, and tells where the first is that is another.
// Those we have on purpose are among them: small characters for <sup>, emoji for their names, bars in words.
func saysTheSame(t *testing.T, p *posts.Post, d *Doc) bool {
	source, _ := posts.Dialect{}.Markdown(posts.Clean(p.Body()))
	want, got := strings.Fields(SimpleEmoji(wordsOfHTML(t, source))), strings.Fields(wordsOfDoc(d))
	if slices.Equal(want, got) {
		return true
	}
	at := 0
	for at < min(len(want), len(got)) && want[at] == got[at] {
		at++
	}
	from := max(at-2, 0)
	t.Logf("%s: a browser shows %q, we show %q", p.File, want[from:min(at+3, len(want))], got[from:min(at+3, len(got))])
	return false
}

// prose returns all text of a post that is not code, from what is laid out.
func prose(d *Doc) string {
	var b strings.Builder
	add := func(t text) {
		from := int32(0)
		for _, s := range t.spans {
			if s.roles&(codeSpan|formula) == 0 {
				b.WriteString(t.s[from:s.end])
			}
			b.WriteByte('\x00')
			from = s.end
		}
		b.WriteByte('\n')
	}
	var walk func([]*block)
	walk = func(all []*block) {
		for _, blk := range all {
			if blk.kind != mathematics {
				add(blk.text)
			}
			if blk.table != nil {
				add(blk.table.caption)
				for _, row := range blk.table.all() {
					for _, cell := range row {
						add(cell)
					}
				}
			}
			walk(blk.kids)
		}
	}
	walk(d.blocks)
	for _, p := range d.pictures {
		add(p.label)
		add(p.caption)
	}
	return b.String()
}

// inSource returns the pictures and the links of a post as a browser would find them in goldmark's HTML, and the text
// that it would show outside code.
func inSource(t *testing.T, p *posts.Post) (pictures, links []string, shown string) {
	t.Helper()
	source, _ := posts.Dialect{}.Markdown(posts.Clean(p.Body()))
	gold := goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList, emoji.Emoji),
		goldmark.WithParserOptions(parser.WithHeadingAttribute()), goldmark.WithRendererOptions(goldhtml.WithUnsafe()))
	var out bytes.Buffer
	if err := gold.Convert([]byte(source), &out); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&out)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && !isInCode(n) {
			text.WriteString(n.Data)
		}
		for _, a := range n.Attr {
			value := posts.CleanLine(a.Val)
			switch {
			case value == "" || strings.HasPrefix(value, "data:"):
			case n.Data == "img" && a.Key == "src":
				pictures = append(pictures, value)
			case n.Data == "a" && a.Key == "href" && !strings.HasPrefix(value, "#fn:") && !strings.HasPrefix(value, "#fnref"),
				(n.Data == "iframe" || n.Data == "video" || n.Data == "audio") && a.Key == "src":
				links = append(links, value)
			}
		}
	}
	return pictures, links, text.String()
}

func isInCode(n *html.Node) bool {
	for above := range n.Ancestors() {
		if slices.Contains([]string{"code", "pre", "script", "style", "noscript", "textarea"}, above.Data) {
			return true
		}
	}
	return false
}

// missing returns those of want that are not in got, each counted as often as it occurs.
func missing(want, got []string) []string {
	var lost []string
	normal := func(target string) string {
		if u, err := url.PathUnescape(target); err == nil {
			return u
		}
		return target
	}
	have := map[string]int{}
	for _, g := range got {
		have[normal(g)]++
	}
	for _, w := range slices.Clone(want) {
		if have[normal(w)]--; have[normal(w)] < 0 {
			lost = append(lost, w)
		}
	}
	return lost
}
