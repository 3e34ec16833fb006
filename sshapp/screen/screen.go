// Package screen draws the lines of a view on a terminal by the smallest change. It is the one place where
// bytes go to a reader's terminal, and lets nothing through but text, SGR, hyperlinks and its own controls.
package screen

import (
	"bytes"
	"io"
	"strings"
	"sync"

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
	next    *Frame // the newest frame that is not drawn yet
	copied  string // what is to be put on the clipboard; empty: nothing
	closing bool
	goodbye string
	wake    chan struct{}
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
		ansi.SetModeBracketedPaste + ansi.ResetModeAutoWrap + saveTitle
	restoreModes = ansi.ResetStyle + restoreTitle + ansi.SetModeAutoWrap + ansi.ResetModeBracketedPaste +
		ansi.SetModeTextCursorEnable + ansi.ResetModeAltScreenSaveCursor

	// Buttons and wheel, in the encoding that has no bound on columns and no bytes that could be keys (xterm
	// control sequences, "Mouse Tracking").
	setMouse   = ansi.SetModeMouseNormal + ansi.SetModeMouseExtSgr
	resetMouse = ansi.ResetModeMouseExtSgr + ansi.ResetModeMouseNormal

	saveTitle    = "\x1b[22;2t" // XTWINOPS, xterm control sequences
	restoreTitle = "\x1b[23;2t"
)

// Start takes the terminal behind out over and returns a Writer for it. Colours beyond profile are turned into
// the nearest it has. ask is sent once the modes are set: questions to the terminal.
func Start(out io.Writer, profile colorprofile.Profile, ask string) *Writer {
	w := &Writer{
		out:     out,
		profile: profile,
		wake:    make(chan struct{}, 1),
		done:    make(chan struct{}),
	}
	go w.run(setModes + ask)
	return w
}

// Draw shows a frame, now or as soon as the terminal has taken what was sent before.
func (w *Writer) Draw(f Frame) {
	w.mu.Lock()
	w.next = &f
	w.mu.Unlock()
	w.signal()
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

// Close puts the terminal back as it was, prints goodbye there if it is not empty, and returns when that is sent or
// the terminal is gone. A Writer that is closed draws no more.
func (w *Writer) Close(goodbye string) {
	w.mu.Lock()
	if !w.closing {
		w.closing, w.goodbye = true, goodbye
	}
	w.mu.Unlock()
	w.signal()
	<-w.done
}

func (w *Writer) signal() {
	select {
	case w.wake <- struct{}{}:
	default: // it is awake already, and will find what has changed
	}
}

// run is the drawing goroutine. It ends with Close, or when the terminal is gone.
func (w *Writer) run(hello string) {
	defer close(w.done)
	if _, err := io.WriteString(w.out, hello); err != nil {
		return
	}
	for range w.wake {
		w.mu.Lock()
		frame, closing, goodbye, copied := w.next, w.closing, w.goodbye, w.copied
		w.next, w.copied = nil, ""
		w.mu.Unlock()
		clipboard := ""
		if copied != "" {
			clipboard = ansi.SetSystemClipboard(copied)
		}
		if closing {
			if w.mouse {
				clipboard += resetMouse
			}
			_, _ = io.WriteString(w.out, clipboard+restoreModes+printable(goodbye)) // nothing is left to do if that fails
			return
		}
		var out []byte
		if frame != nil {
			out = w.change(*frame)
		}
		out = append(out, clipboard...)
		if len(out) > 0 {
			if _, err := w.out.Write(out); err != nil {
				return
			}
		}
	}
}

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
