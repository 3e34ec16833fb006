package sshapp

import (
	"cmp"
	"flag"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"postern/posts"
	"postern/render"
	"postern/sshapp/screen"
	"postern/tui"
)

var corpus = flag.String("corpus", "", "folder of a blog whose posts are all paged through, to count the bytes")

// counted is a terminal that counts what it is sent.
type counted chan int

func (c counted) Write(p []byte) (int, error) {
	c <- len(p)
	return len(p), nil
}

// paged is what a page of a post cost.
type paged struct {
	bytes int
	where string
	top   int
}

// TestCorpusBytes pages and scrolls through every post of a real blog and counts the bytes that are sent:
// go test ./sshapp -run CorpusBytes -v -corpus FOLDER
func TestCorpusBytes(t *testing.T) {
	if *corpus == "" {
		t.Skip("no -corpus")
	}
	library, err := posts.Load(*corpus, posts.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256} {
		for key, limit := range map[rune]int{' ': 2500, 'j': 600} {
			var all []paged
			for _, p := range library.All() {
				all = append(all, leaf(library, p, profile, key)...)
			}
			report(t, profile, key, limit, all)
		}
	}
}

func report(t *testing.T, profile colorprofile.Profile, key rune, limit int, all []paged) {
	slices.SortFunc(all, func(a, b paged) int { return cmp.Compare(b.bytes, a.bytes) })
	over := slices.IndexFunc(all, func(p paged) bool { return p.bytes <= limit })
	sum := 0
	for _, p := range all {
		sum += p.bytes
	}
	t.Logf("%v, key %q: %d times, mean %d, p99 %d, largest %d; %d beyond %d",
		profile, key, len(all), sum/len(all), all[len(all)/100].bytes, all[0].bytes, over, limit)
	for _, p := range all[:min(max(over, 3), 12)] {
		t.Logf("    %d bytes: %s after %d", p.bytes, p.where, p.top)
	}
}

// leaf presses a key until a post ends and returns what each press cost.
func leaf(library *posts.Library, p *posts.Post, profile colorprofile.Profile, key rune) []paged {
	term := make(counted, 8)
	w := screen.Start(term, profile, new(screen.Memory), "", func(value any, _ []byte) { panic(value) })
	<-term
	w.Repeat()
	defer func() {
		go func() {
			for range term {
			}
		}()
		w.Close("")
		close(term)
	}()
	m := tui.New(tui.Options{
		Library: func() *posts.Library { return library }, Pages: render.NewCache(1 << 20).In(render.AtOnce),
		Start: p.Slug, Width: 80, Height: 24, Profile: profile,
	})
	run := func(cmd tea.Cmd) {
		if cmd != nil {
			m, _ = m.Update(cmd())
		}
	}
	run(m.Init())
	next, cmd := m.Update(tea.BackgroundColorMsg{})
	m = next
	run(cmd)
	draw := func() int {
		w.Draw(screen.Frame{Lines: m.View().Lines, Columns: 80, Rows: 24})
		n := <-term
		w.Answered()
		w.Answered()
		w.Answered()
		return n
	}
	var out []paged
	before := m.View().Lines
	draw()
	for i := 0; ; i++ {
		m, _ = m.Update(tea.KeyPressMsg{Code: key, Text: string(key)})
		if now := m.View().Lines; slices.Equal(now, before) {
			return out
		} else {
			before = now
		}
		out = append(out, paged{draw(), p.Slug, i})
	}
}
