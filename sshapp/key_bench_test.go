package sshapp

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"postern/posts"
	"postern/render"
	"postern/sshapp/screen"
	"postern/tui"
)

// wire is a client's terminal: it takes all at once, and notes it.
type wire struct {
	sent     chan struct{}
	bytes    int
	answered func()
}

func (w *wire) Write(p []byte) (int, error) {
	w.bytes += len(p)
	if bytes.Contains(p, []byte(ansi.RequestPrimaryDeviceAttributes)) {
		w.answered()
	}
	w.sent <- struct{}{}
	return len(p), nil
}

// BenchmarkKey is a key in a post with all that follows it on our side of the SSH library: the input path, the model, its
// view and the writer. A line is scrolled back and forth.
func BenchmarkKey(b *testing.B) {
	dir := b.TempDir()
	var text strings.Builder
	text.WriteString("---\ntitle: Article\ndate: 2026-01-02\n---\n")
	for i := range 400 {
		fmt.Fprintf(&text, "\nLine %d tells of the *%d* boats that lay in the harbour when the wind turned north.\n", i+1, i*7919%1000)
	}
	if err := os.WriteFile(filepath.Join(dir, "article.md"), []byte(text.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	library, err := posts.Load(dir, posts.Options{})
	if err != nil {
		b.Fatal(err)
	}
	pages := render.NewCache(render.DefaultCacheBytes).In(render.AtOnce)
	pages.Page(library.Posts()[0], tui.FirstSetup(100, colorprofile.ANSI256))

	ctx, stop := context.WithCancel(b.Context())
	defer stop()
	fault := func(value any, stack []byte) { b.Errorf("panic: %v\n%s", value, stack) }
	share := newShare()
	share.paid.SetLimit(1e9) // one key after another is more than one source may have
	compute := func(do func()) { share.compute(ctx, do) }
	out := &wire{sent: make(chan struct{}, 1)}
	var w *screen.Writer
	out.answered = func() { go w.Answered() }
	w = screen.Start(out, colorprofile.ANSI256, new(screen.Memory), "", fault)
	<-out.sent
	w.InTurn(compute)
	p := &program{
		model: tui.New(tui.Options{
			Library: func() *posts.Library { return library }, Pages: pages, Start: "latest",
			Width: 100, Height: 35, Profile: colorprofile.ANSI256,
		}),
		writer: w, compute: compute, fail: fault, ctx: ctx, end: stop, msgs: make(chan tea.Msg, maxMessages),
		size: func() size { return size{100, 35} },
	}
	limits := DefaultLimits()
	limits.KeyRate, limits.KeyBurst = 1e9, 1e9
	in := newInput(limits, p.take, func() {}, w.Answered, fault)
	p.input = in
	go p.run()
	<-out.sent
	keys := [...][]byte{[]byte("j"), []byte("k")}
	for range 40 { // into the text
		in.feed(keys[0])
		<-out.sent
	}
	out.bytes = 0
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		in.feed(keys[n/20%2])
		<-out.sent
		n++
	}
	b.ReportMetric(float64(out.bytes)/float64(n), "sent/op")
	stop()
	w.Close("")
}
