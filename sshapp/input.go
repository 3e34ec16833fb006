package sshapp

import (
	"io"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"golang.org/x/time/rate"
)

// The input path turns the bytes that a client types into Bubble Tea's messages. Bubble Tea's own reader is
// not used: it runs without a recover and panics on five typed bytes, keeps pastes and unfinished
// sequences without a bound, believes typed window sizes, and leaks when a program ends while keys
// still come. Here:
//
//   - sequences are cut out of the stream by a small state machine of bounded memory, so that the decoder
//     sees whole, short sequences only, and none in an encoding that was not asked for (raw C1, X10 mouse);
//   - only keys and the replies to questions of ours come out, and the mouse wheel while the reader has switched it
//     on: no window sizes, no pasted text;
//   - a panic of the decoder loses the sequence, nothing else;
//   - keys beyond the rate of a person are dropped, never queued, and the reader outlives the program and drains the
//     channel until it is closed: what is not read is kept by the SSH library.
type input struct {
	send     func(...tea.Msg) // is called with what came at once
	typed    func()           // called for every chunk that arrives
	answered func()           // called when the terminal has answered the device attributes question
	rate     *rate.Limiter
	fault    func(value any, stack []byte) // called when the state machine panics in its timer

	mu      sync.Mutex // the timer and the reader both feed the state machine
	state   inputState
	pending []byte    // of an unfinished sequence or character
	out     []tea.Msg // that is to be sent
	pasting bool
	fed     uint64      // counts what was fed, so that a late timer knows it is one
	timer   *time.Timer // of what is unfinished

	mouse  atomic.Bool // the terminal was asked to report the mouse
	report int         // bytes of a mouse report in the old encoding that are still to come
}

// How long what is unfinished waits for its rest.
const (
	escapeTime = 50 * time.Millisecond  // an escape byte: then it is the key
	stringTime = 500 * time.Millisecond // a terminal's reply, which may be split: then it is dropped
	pasteTime  = 2 * time.Second        // a paste: then what comes is typed again
)

func newInput(limits Limits, send func(...tea.Msg), typed, answered func(), fault func(any, []byte)) *input {
	return &input{
		send:     send,
		typed:    typed,
		answered: answered,
		fault:    fault,
		rate:     rate.NewLimiter(rate.Limit(limits.KeyRate), limits.KeyBurst),
	}
}

// to sends what comes from here on elsewhere.
func (in *input) to(send func(...tea.Msg)) {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.send = send
}

// takeMouse lets the mouse wheel through, or holds it off.
func (in *input) takeMouse(on bool) { in.mouse.Store(on) }

// run reads until the client closes its side or the channel is closed, and then has ended called.
func (in *input) run(r io.Reader, ended func()) { (&typing{in: in, from: r, ended: ended}).read() }

// feed takes bytes as they arrive.
func (in *input) feed(p []byte) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for _, b := range p {
		in.step(b)
	}
	in.wait()
	in.flush()
}

// flush sends what came out.
func (in *input) flush() {
	if out := in.out; len(out) > 0 {
		in.out = nil
		in.send(out...)
	}
}

// wait starts the time that what is unfinished has for its rest.
func (in *input) wait() {
	if in.timer != nil {
		in.timer.Stop()
	}
	in.fed++
	if wait, fed := in.patience(), in.fed; wait > 0 {
		in.timer = time.AfterFunc(wait, func() { in.expire(fed) })
	}
}

// patience returns how long to wait for the rest of what is unfinished; 0: nothing is.
func (in *input) patience() time.Duration {
	switch in.state {
	case inEscape, inCSI, inSS3:
		return escapeTime
	case inString, inSkip:
		return stringTime
	case inText:
	}
	switch {
	case len(in.pending) > 0:
		return escapeTime
	case in.pasting:
		return pasteTime
	default:
		return 0
	}
}

// expire takes what is unfinished for what it is: the escape key, alt and a key, or nothing. It does nothing if
// more was fed since.
func (in *input) expire(fed uint64) {
	defer func() {
		if value := recover(); value != nil {
			in.fault(value, debug.Stack())
		}
	}()
	in.mu.Lock()
	defer in.mu.Unlock()
	if fed != in.fed {
		return
	}
	switch {
	case in.state == inEscape:
		in.emit([]byte{esc})
	case in.state == inText:
		in.pasting = in.pasting && len(in.pending) > 0
	case in.state != inSkip && len(in.pending) == len("\x1b["): // alt+[, alt+O, alt+]
		in.emitAlt(in.pending[1])
	}
	in.reset()
	in.wait()
	in.flush()
}

// emitAlt sends alt and a key whose bytes are also the beginning of a sequence.
func (in *input) emitAlt(key byte) {
	if !in.pasting {
		in.deliver(tea.KeyPressMsg{Code: rune(key), Mod: tea.ModAlt})
	}
}

func (in *input) reset() {
	in.state = inText
	in.pending = in.pending[:0]
}

// Sequences with a meaning of their own.
const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
	linuxF1    = "\x1b[[A"
	oldMouse   = "\x1b[M" // and three bytes: from terminals that do not know the encoding that was asked for
)

// emit decodes one whole sequence and sends what may come out of it.
func (in *input) emit(sequence []byte) {
	switch {
	case string(sequence) == pasteStart:
		in.pasting = true
	case string(sequence) == pasteEnd:
		in.pasting = false
	case string(sequence) == oldMouse && in.mouse.Load():
		in.report = 3
	case in.pasting:
		// A paste is text from elsewhere: none of it may act as keys.
	default:
		in.deliver(in.translate(decode(sequence)))
	}
}

// deliver takes a message up, unless there are more than a person can make.
func (in *input) deliver(msg tea.Msg) {
	if msg != nil && in.rate.Allow() {
		in.out = append(in.out, msg)
	}
}

// translate lets keys and the answers to our questions through.
func (in *input) translate(event uv.Event) tea.Msg {
	switch event := event.(type) {
	case uv.KeyPressEvent:
		return tea.KeyPressMsg(event)
	case uv.MouseWheelEvent:
		if in.mouse.Load() {
			return tea.MouseWheelMsg(event)
		}
	case uv.BackgroundColorEvent:
		return tea.BackgroundColorMsg(event)
	case uv.PrimaryDeviceAttributesEvent:
		in.answered()
	case uv.TerminalVersionEvent:
		return tea.TerminalVersionMsg(event)
	case uv.ModeReportEvent:
		if event.Mode == ansi.ModeSynchronizedOutput || event.Mode == ansi.ModeUnicodeCore {
			return tea.ModeReportMsg(event)
		}
	}
	return nil
}

// decode turns one whole sequence into an event, or nil if it is none that is known.
func decode(sequence []byte) (event uv.Event) {
	defer func() {
		if recover() != nil { // a fault of the decoder: the sequence is dropped
			event = nil
		}
	}()
	if string(sequence) == linuxF1 {
		return uv.KeyPressEvent{Code: uv.KeyF1}
	}
	var decoder uv.EventDecoder
	n, event := decoder.Decode(sequence)
	if n != len(sequence) {
		return nil
	}
	return event
}
