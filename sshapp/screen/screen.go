// Package screen draws the lines of a view on a terminal by the smallest change. It is the one place where
// bytes go to a reader's terminal, and lets nothing through but text, SGR, hyperlinks and its own controls.
//
// The [Writer] (screen.go) draws when the terminal takes it (pace.go); a canvas (change.go) knows what is shown, and
// moves what is shown already (scroll.go); a brush (row.go) draws what differs between the cells of a row (cells.go) in as
// few bytes as it can (pen.go).
package screen

import (
	"io"
	"runtime/debug"
	"sync"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Writer draws frames on one terminal. While that does not take what was written, [Writer.Draw] does not wait for it, and
// only the newest frame is kept.
type Writer struct {
	out   io.Writer
	fault func(value any, stack []byte)

	mu        sync.Mutex
	next      Frame  // the newest frame that is not drawn yet
	waiting   bool   // there is one
	copied    string // what is to be put on the clipboard; empty: nothing
	ask       string // questions that are to be asked
	framed    bool   // the terminal has synchronized output (mode 2026)
	repeats   bool   // it knows REP
	graphemes bool   // mode 2027 is to be set
	pace      pace
	turn      func(func()) // calls what computes a frame's bytes
	first     func()       // is called once the first frame is sent; nil: nothing is

	wake    chan struct{} // has an element when there is anything to send
	once    sync.Once
	goodbye string // set before closing is closed
	closing chan struct{}
	done    chan struct{}

	// Whoever draws and sends: the Writer's goroutine, or who hands a frame in while the terminal keeps up.
	drawing sync.Mutex
	canvas  canvas
	gone    bool // nothing more can be drawn
}

// Modes of the terminal that a Writer sets at the start and puts back at the end. Wrapping is off, so that a
// character that the terminal draws wider than it was measured does not move the lines below it.
const (
	setModes = ansi.SetModeAltScreenSaveCursor + ansi.ResetModeTextCursorEnable +
		ansi.SetModeBracketedPaste + ansi.ResetModeAutoWrap + saveTitle + pushKeys
	restoreModes = ansi.ResetStyle + popKeys + restoreTitle + ansi.SetModeAutoWrap + ansi.ResetModeBracketedPaste +
		ansi.SetModeTextCursorEnable + ansi.ResetModeAltScreenSaveCursor

	// Buttons and wheel, in the encoding that has no bound on columns and no bytes that could be keys (xterm
	// control sequences, "Mouse Tracking").
	setMouse   = ansi.SetModeMouseNormal + ansi.SetModeMouseExtSgr
	resetMouse = ansi.ResetModeMouseExtSgr + ansi.ResetModeMouseNormal

	// Keys come with their place on the US layout and the text they write, where the terminal knows that (kitty keyboard
	// protocol, "Progressive enhancement"): disambiguate, alternate keys, all keys, associated text. Letters without the
	// third have no place.
	pushKeys = "\x1b[>29u"
	popKeys  = "\x1b[<u"

	saveTitle    = "\x1b[22;2t" // XTWINOPS, xterm control sequences
	restoreTitle = "\x1b[23;2t"
)

// Start takes the terminal behind out over and returns a Writer for it. Colours beyond profile are turned into
// the nearest it has. memory is shared with other Writers. ask is sent once the modes are set: questions to the terminal. fault is called with what a
// recover returned and the stack, should drawing panic; the Writer then draws no more.
func Start(out io.Writer, profile colorprofile.Profile, memory *Memory, ask string, fault func(value any, stack []byte)) *Writer {
	w := &Writer{
		out:     out,
		fault:   fault,
		turn:    func(compute func()) { compute() },
		pace:    newPace(),
		wake:    make(chan struct{}, 1),
		closing: make(chan struct{}),
		done:    make(chan struct{}),
		canvas:  newCanvas(profile, memory),
	}
	go func() {
		defer close(w.done)
		w.run(setModes + ask)
	}()
	return w
}

// Draw shows a frame, now or as soon as the terminal has taken what was sent before. It draws by itself while the terminal
// keeps up, which spares a hand-over for each key. Then it waits for the terminal only if that stops to take anything
// right after it has answered for all but a little.
func (w *Writer) Draw(f Frame) {
	w.mu.Lock()
	w.next, w.waiting = f, true
	keepsUp := w.pace.keepsUp()
	w.mu.Unlock()
	if !keepsUp || !w.drawing.TryLock() {
		w.rouse()
		return
	}
	defer w.drawing.Unlock()
	if !w.draw() {
		w.rouse() // to end
	}
}

// InTurn sets what calls the function that computes a frame's bytes: it may wait before that, or leave it. It has to be set
// before the first frame is drawn.
func (w *Writer) InTurn(turn func(compute func())) {
	w.mu.Lock()
	w.turn = turn
	w.mu.Unlock()
}

// OnFirstFrame sets what is called when the first frame has been sent. It has to be set before that is drawn.
func (w *Writer) OnFirstFrame(sent func()) {
	w.mu.Lock()
	w.first = sent
	w.mu.Unlock()
}

// MaxCopy is how much text is put on a terminal's clipboard at once, in bytes.
const MaxCopy = 64 << 10

// Copy puts text on the clipboard of the terminal, if it allows that (OSC 52, xterm control sequences). Of several
// texts that it has not taken yet the last counts. Text beyond MaxCopy is not copied.
func (w *Writer) Copy(text string) {
	if text == "" || len(text) > MaxCopy {
		return
	}
	w.want(func() { w.copied = text })
}

// Ask sends questions to the terminal, which answers them before the next question of Start's kind: see [Writer.Answered].
func (w *Writer) Ask(questions string) { w.want(func() { w.ask += questions }) }

// Synchronize frames what is sent from here on, so that the terminal shows a frame as a whole (mode 2026). Only for
// terminals that know the mode.
func (w *Writer) Synchronize() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.framed = true
}

// Repeat makes use of REP, which repeats a character. Only for terminals that are known to know it: nothing asks for it.
func (w *Writer) Repeat() { w.want(func() { w.repeats = true }) }

// UseGraphemes makes the terminal draw each grapheme cluster as one character (mode 2027), until the end. Only for
// terminals that know the mode, and have it reset.
func (w *Writer) UseGraphemes() {
	w.want(func() {
		w.graphemes = true
		w.ask += ansi.SetModeUnicodeCore
	})
}

// want changes what is to be sent.
func (w *Writer) want(change func()) {
	w.mu.Lock()
	change()
	w.mu.Unlock()
	w.rouse()
}

// rouse wakes the Writer's goroutine.
func (w *Writer) rouse() {
	select {
	case w.wake <- struct{}{}:
	default: // it is awake already, and will find what there is
	}
}

// Close puts the terminal back as it was, prints goodbye there if it is not empty, and returns when that is sent or
// the terminal is gone. A Writer that is closed draws no more.
func (w *Writer) Close(goodbye string) {
	w.once.Do(func() {
		w.goodbye = goodbye
		close(w.closing)
	})
	<-w.done
}

// run is the Writer's goroutine. It ends with Close, or when the terminal is gone.
func (w *Writer) run(hello string) {
	there := w.begin(hello)
	for there && w.awake() {
		w.settle() // before the newest frame is taken: most often the terminal has caught up by then
		w.drawing.Lock()
		there = w.draw()
		w.drawing.Unlock()
	}
	w.finish()
}

// begin takes the terminal over and reports whether it is there.
func (w *Writer) begin(hello string) bool {
	w.drawing.Lock()
	defer w.drawing.Unlock()
	w.gone = !w.send([]byte(hello + w.marked(len(hello), true)))
	return !w.gone
}

// finish puts the terminal back as it was.
func (w *Writer) finish() {
	w.drawing.Lock()
	defer w.drawing.Unlock()
	defer w.recovered()
	if w.gone {
		return
	}
	w.gone = true
	_ = w.send([]byte(w.restore() + printable(w.goodbye))) // nothing is left to do if that fails
}

// recovered tells of a panic, after which nothing more is drawn.
func (w *Writer) recovered() {
	if value := recover(); value != nil {
		w.gone = true
		w.fault(value, debug.Stack())
	}
}

// draw sends what there is to send and reports whether there is still something to draw on. Whoever calls it holds the lock
// on drawing.
func (w *Writer) draw() (there bool) {
	defer w.recovered()
	if w.gone {
		return false
	}
	w.mu.Lock()
	frame, waiting, clipboard, ask, framed, turn := w.next, w.waiting, w.copied, w.ask, w.framed, w.turn
	w.next, w.waiting, w.copied, w.ask = Frame{}, false, "", ""
	var shown func()
	if waiting {
		shown, w.first = w.first, nil
	}
	w.canvas.repeats = w.repeats
	w.mu.Unlock()
	out := []byte(ask)
	if waiting {
		turn(func() { out = append(out, synchronized(w.canvas.change(frame), framed)...) })
	}
	if clipboard != "" {
		out = append(out, ansi.SetSystemClipboard(clipboard)...)
	}
	if len(out) == 0 {
		return true
	}
	out = append(out, w.marked(len(out), ask != "" || clipboard != "")...)
	w.gone = !w.send(out)
	if shown != nil && !w.gone {
		shown()
	}
	return !w.gone
}

func (w *Writer) send(p []byte) bool {
	_, err := w.out.Write(p)
	return err == nil
}

// restore returns what puts the terminal back as it was, after what was still to be copied.
func (w *Writer) restore() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := restoreModes
	if w.graphemes {
		out = ansi.ResetModeUnicodeCore + out
	}
	if w.canvas.mouse {
		out = resetMouse + out
	}
	if w.copied != "" {
		out = ansi.SetSystemClipboard(w.copied) + out
	}
	return out
}

// awake waits for something to send and reports whether there is still something to draw on.
func (w *Writer) awake() bool {
	select {
	case <-w.closing:
		return false
	case <-w.wake:
		return true
	}
}
