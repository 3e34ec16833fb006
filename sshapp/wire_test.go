package sshapp_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"postern/posts"
	"postern/sshapp/sshtest"
)

// What a session sends to a terminal, counted and timed over real SSH.

// family is one character where the terminal says so (mode 2027): with it a post is laid out anew.
const family = "👩‍👩‍👧"

// denseBlog has a post each of what takes the most bytes.
func denseBlog(t testing.TB) *posts.Library {
	t.Helper()
	var code, table, links strings.Builder
	for i := range 100 {
		fmt.Fprintf(&code, "for i, p := range s[%d:] { if !ok(p.x[i], &q) || p.y != nil { m[\"k%d\"] = append(m[i:], f(p)...) } }\n", i, i)
		fmt.Fprintf(&table, "| `row(%d)` of [the table](https://example.com/rows/%d) | *in* **plain** `words` | and [`a.link`](https://example.com/%d) |\n", i, i, i)
		fmt.Fprintf(&links, "- [`names::of::item%d`](https://docs.example.com/std/names/of/trait.Item.html#method.of_%d) and"+
			" [`their::other::item%d`](https://docs.example.com/std/their/struct.Other.html#method.item_%d)\n", i, i, i, i)
	}
	return sshtest.Blog(t, "-- postern.toml --\n"+
		"-- posts/source.md --\n---\ntitle: Code\ndate: 2026-01-03\n---\n"+family+"\n\n```go\n"+code.String()+"```\n"+
		"-- posts/table.md --\n---\ntitle: Table\ndate: 2026-01-02\n---\n"+family+"\n\n| a | b | c |\n|---|---|---|\n"+table.String()+
		"-- posts/links.md --\n---\ntitle: Links\ndate: 2026-01-01\n---\n"+family+"\n\n"+links.String())
}

const (
	mostOfALine = 600  // bytes
	mostOfAPage = 2500 // bytes
)

// TestDensePagesCostFewBytes counts what a key costs that scrolls a line or a page.
func TestDensePagesCostFewBytes(t *testing.T) {
	server := sshtest.Serve(t, denseBlog(t), sshtest.Config{})
	for _, colours := range []string{"", "truecolor"} {
		for _, post := range []string{"source", "table", "links"} {
			t.Run(post+" "+colours, func(t *testing.T) {
				term := server.Open(t, "", sshtest.Window{Command: post, Name: "XTerm(390)", Env: map[string]string{"COLORTERM": colours}})
				term.Prints(0, family) // the layout that stays
				costs(term, "j", 2)    // frames of the start may come with the first
				lines := costs(term, "j", 20)
				pages := costs(term, "space", 3)
				t.Logf("a line: %v, a page: %v", lines, pages)
				for _, n := range lines {
					if n > mostOfALine {
						t.Errorf("a line costs %d bytes", n)
					}
				}
				for _, n := range pages {
					if n > mostOfAPage {
						t.Errorf("a page costs %d bytes", n)
					}
				}
			})
		}
	}
}

// costs presses a key some times and returns how many bytes each time costs: up to the end of a frame (mode 2026).
func costs(term *sshtest.Terminal, key string, times int) (all []int) {
	for range times {
		before := term.Bytes()
		term.Press(key)
		all = append(all, term.Prints(before, "\x1b[?2026l")-before)
	}
	return all
}

// TestModesAreUsedWhereTheTerminalKnowsThem asks nothing of a terminal that has no name, and puts one back that has.
func TestModesAreUsedWhereTheTerminalKnowsThem(t *testing.T) {
	server := sshtest.Serve(t, sshtest.Blog(t, "-- postern.toml --\n-- posts/family.md --\n---\ntitle: Family\ndate: 2026-01-01\n---\n"+
		family+" "+strings.Repeat("word ", 2000)), sshtest.Config{})
	named := server.Open(t, "", sshtest.Window{Command: "family", Name: "kitty(0.42)"})
	seen := named.Prints(0, "\x1b[?2026$p", "\x1b[?2027$p", "\x1b[?2027h", "\x1b[?2026h", "\x1b[?2026l", family)
	server.Stop(t)
	named.Ends()
	named.Prints(seen, "\x1b[?2027l", "\x1b[?1049l", "The server restarts.")

	server = sshtest.Serve(t, denseBlog(t), sshtest.Config{})
	nameless := server.Open(t, "", sshtest.Window{Command: "table"})
	nameless.Press("space space")
	nameless.Sees("row(40)")
	nameless.Quits()
	if sent := regexp.MustCompile(`\x1b\[(\?202[67]|\d*b)`).FindString(nameless.Printed()); sent != "" {
		t.Errorf("%q was sent to a terminal without a name", sent)
	}
}

// BenchmarkSlowLink measures how long a key takes to be answered over 64 KB/s and 50 ms each way, after none and after a
// key that is held down.
func BenchmarkSlowLink(b *testing.B) {
	server := sshtest.Serve(b, denseBlog(b), sshtest.Config{}).Slow(b, 64<<10, 50*time.Millisecond)
	for _, held := range []string{"", "j", " "} {
		b.Run("after held "+fmt.Sprintf("%q", held), func(b *testing.B) {
			term := server.Open(b, "", sshtest.Window{Command: "source", Name: "XTerm(390)"})
			term.Sees("s[0:]")
			term.Prints(0, family)
			var took, worst time.Duration
			times := 0
			repeat := time.NewTicker(time.Second / 30) // as a held key comes
			defer repeat.Stop()
			for b.Loop() {
				term.Press("g")
				term.Sees("s[0:]")
				for range 60 { // two seconds of key repeat
					if held != "" {
						term.Type(held)
						<-repeat.C
					}
				}
				began := time.Now()
				term.Press("G")
				term.Sees("s[99:]")
				one := time.Since(began)
				took, worst, times = took+one, max(worst, one), times+1
			}
			b.ReportMetric(float64(took.Milliseconds())/float64(times), "ms/key")
			b.ReportMetric(float64(worst.Milliseconds()), "ms/worst")
		})
	}
}
