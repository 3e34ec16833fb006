// Package screen draws the lines of a view on a terminal by the smallest change. It is the one place where
// bytes go to a reader's terminal, and lets nothing through but text, SGR, hyperlinks and its own controls.
package screen

import (
	"bytes"
	"io"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Frame is what a terminal shall show.
type Frame struct {
	Lines   []string // from the top; styled by SGR and OSC 8; a missing line is blank
	Columns int      // cells; what goes beyond is cut
	Rows    int      // cells; lines beyond are not drawn
	Title   string   // of the window; empty leaves it as it is
	Mouse   bool     // the terminal reports the mouse's buttons and wheel
}

// Writer draws frames on one terminal. [Writer.Draw] never waits for the terminal: while it does not take what
// was written, only the newest frame is kept.
type Writer struct {
	out     io.Writer
	profile colorprofile.Profile

	mu      sync.Mutex
	next    *Frame        // the newest frame that is not drawn yet
	copied  string        // what is to be put on the clipboard; empty: nothing
	first   func()        // is called once the first frame is sent; nil: nothing is
	wake    chan struct{} // has an element when there is either
	once    sync.Once
	goodbye string // set before closing is closed
	closing chan struct{}
	done    chan struct{}

	// What the terminal shows; only the drawing goroutine looks at it.
	shown   []string
	columns int
	rows    int
	title   string
	mouse   bool
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
// the nearest it has. ask is sent once the modes are set: questions to the terminal. fault is called with what a
// recover returned and the stack, should drawing panic; the Writer then draws no more.
func Start(out io.Writer, profile colorprofile.Profile, ask string, fault func(value any, stack []byte)) *Writer {
	w := &Writer{
		out:     out,
		profile: profile,
		wake:    make(chan struct{}, 1),
		closing: make(chan struct{}),
		done:    make(chan struct{}),
	}
	go func() {
		defer close(w.done)
		defer func() {
			if value := recover(); value != nil {
				fault(value, debug.Stack())
			}
		}()
		w.run(setModes + ask)
	}()
	return w
}

// Draw shows a frame, now or as soon as the terminal has taken what was sent before.
func (w *Writer) Draw(f Frame) {
	w.mu.Lock()
	w.next = &f
	w.mu.Unlock()
	w.signal()
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
	w.mu.Lock()
	w.copied = text
	w.mu.Unlock()
	w.signal()
}

func (w *Writer) signal() {
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

// run is the drawing goroutine. It ends with Close, or when the terminal is gone.
func (w *Writer) run(hello string) {
	if _, err := io.WriteString(w.out, hello); err != nil {
		return
	}
	for w.awake() {
		w.mu.Lock()
		frame, clipboard, first := w.next, w.copied, w.first
		w.next, w.copied, w.first = nil, "", nil
		w.mu.Unlock()
		var out []byte
		if frame != nil {
			out = w.change(*frame)
		}
		if clipboard != "" {
			out = append(out, ansi.SetSystemClipboard(clipboard)...)
		}
		if len(out) > 0 {
			if _, err := w.out.Write(out); err != nil {
				return
			}
			if first != nil {
				first()
			}
			w.pause()
		}
	}
	_, _ = io.WriteString(w.out, w.restore()+printable(w.goodbye)) // nothing is left to do if that fails
}

// restore returns what puts the terminal back as it was, after what was still to be copied.
func (w *Writer) restore() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	out := restoreModes
	if w.mouse {
		out = resetMouse + out
	}
	if w.copied != "" {
		out = ansi.SetSystemClipboard(w.copied) + out
	}
	return out
}

// awake waits for a frame and reports whether there is still something to draw on.
func (w *Writer) awake() bool {
	select {
	case <-w.closing:
		return false
	case <-w.wake:
		return true
	}
}

// pause keeps frames apart: what changes faster than a terminal shows it need not be sent.
func (w *Writer) pause() {
	timer := time.NewTimer(frameTime)
	defer timer.Stop()
	select {
	case <-w.closing:
	case <-timer.C:
	}
}

// frameTime is the shortest time between two frames; the first after a rest is drawn at once.
const frameTime = time.Second / 60

// change returns the bytes that turn what is shown into frame.
func (w *Writer) change(frame Frame) []byte {
	var b bytes.Buffer
	if frame.Columns != w.columns || frame.Rows != w.rows {
		b.WriteString(ansi.ResetStyle + ansi.EraseEntireScreen)
		w.columns, w.rows = frame.Columns, frame.Rows
		w.shown = make([]string, max(frame.Rows, 0))
	}
	if frame.Title != w.title && frame.Title != "" {
		w.title = frame.Title
		b.WriteString(ansi.SetWindowTitle(onlyText(frame.Title)))
	}
	if frame.Mouse != w.mouse {
		w.mouse = frame.Mouse
		b.WriteString(map[bool]string{true: setMouse, false: resetMouse}[w.mouse])
	}
	w.scroll(&b, frame.Lines)
	for row := range w.shown {
		var line string
		if row < len(frame.Lines) {
			line = frame.Lines[row]
		}
		if line == w.shown[row] {
			continue
		}
		w.shown[row] = line
		b.WriteString(ansi.CursorPosition(1, row+1))
		w.writeLine(&b, line)
	}
	return b.Bytes()
}

// writeLine draws a line at the cursor, in place of what stands there.
func (w *Writer) writeLine(b *bytes.Buffer, line string) {
	fitted := ansi.Truncate(safe(line), w.columns, "")
	colours := colorprofile.Writer{Forward: b, Profile: max(w.profile, colorprofile.ASCII)}
	_, _ = colours.WriteString(fitted) // a buffer takes everything
	if strings.ContainsRune(fitted, ansi.ESC) {
		b.WriteString(ansi.ResetStyle)
	}
	if ansi.StringWidth(fitted) < w.columns {
		b.WriteString(ansi.EraseLineRight)
	}
}
