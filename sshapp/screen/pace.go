package screen

import (
	"context"
	"time"

	"github.com/charmbracelet/x/ansi"
)

// Between a Writer and its terminal lie buffers that take megabytes: of the kernel, of SSH, of a proxy. A key then waits
// behind all of them. So the Writer asks now and then for the device attributes (DA1), which every terminal answers,
// in order: with the answer it has taken all that was sent before. While too much is under way, only the newest frame waits.
type pace struct {
	sent     int           // bytes
	taken    int           // bytes of them that the terminal has certainly taken
	last     time.Time     // when something was sent
	asked    []int         // what was sent up to each question that is not answered yet
	answers  bool          // the terminal has answered once
	mute     bool          // the terminal did not answer for too long
	answered chan struct{} // closed and replaced at each answer
}

const (
	markEvery   = 1 << 10 // bytes after which the terminal is asked again
	maxUnderWay = 8 << 10 // bytes after which the next frame waits for an answer: 1/8 s on a link of 64 KB/s
	maxAsked    = 256     // questions that are remembered: a terminal that leaves so many open answers none

	// How long an answer is waited for: what does not answer is drawn on without.
	firstTime  = 500 * time.Millisecond // the first one: it may be no terminal at all
	answerTime = 2 * time.Second
	slowest    = 4 << 10 // bytes a second of the slowest link, which much that is under way gets in addition

	// frameTime is the shortest time between two frames on a terminal that does not answer.
	frameTime = time.Second / 60
)

func newPace() pace { return pace{answered: make(chan struct{})} }

// marked takes in that so many bytes are about to be sent, and returns the question to send behind them, if one is due.
func (w *Writer) marked(bytes int, due bool) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := &w.pace
	p.last = time.Now()
	last := p.taken
	if n := len(p.asked); n > 0 {
		last = p.asked[n-1]
	}
	p.sent += bytes
	if !due && p.sent-last < markEvery {
		return ""
	}
	p.sent += len(ansi.RequestPrimaryDeviceAttributes)
	if len(p.asked) >= maxAsked {
		p.asked = nil
	}
	p.asked = append(p.asked, p.sent)
	return ansi.RequestPrimaryDeviceAttributes
}

// Answered takes in that the terminal has answered a question for its device attributes.
func (w *Writer) Answered() {
	w.mu.Lock()
	defer w.mu.Unlock()
	p := &w.pace
	if len(p.asked) == 0 {
		return // nobody asked
	}
	p.taken, p.asked = max(p.taken, p.asked[0]), p.asked[1:]
	p.answers, p.mute = true, false
	close(p.answered)
	p.answered = make(chan struct{})
}

// giveUp takes all that was sent for taken, since no answer came in time.
func (w *Writer) giveUp() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pace.taken, w.pace.asked, w.pace.mute = w.pace.sent, nil, true
}

// now returns what is under way at this moment.
func (w *Writer) now() pace {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.pace
}

func (p *pace) underWay() int { return p.sent - p.taken }

// keepsUp reports whether the terminal answers, and has taken enough for the next frame.
func (p *pace) keepsUp() bool { return p.answers && !p.mute && p.underWay() <= maxUnderWay }

// patience returns how long to wait until less is under way.
func (p *pace) patience() time.Duration {
	if !p.answers {
		return firstTime
	}
	return answerTime + time.Duration(p.underWay())*time.Second/slowest
}

// settle returns when the terminal has taken enough for the next frame.
func (w *Writer) settle() {
	p := w.now()
	if p.mute {
		w.pause(time.Until(p.last.Add(frameTime)))
		return
	}
	if p.underWay() <= maxUnderWay {
		return
	}
	limit := time.NewTimer(time.Until(p.last.Add(p.patience())))
	defer limit.Stop()
	for ; p.underWay() > maxUnderWay; p = w.now() {
		select {
		case <-w.closing:
			return
		case <-p.answered:
		case <-limit.C:
			w.giveUp()
			return
		}
	}
}

func (w *Writer) pause(d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-w.closing:
	case <-timer.C:
	}
}

// AwaitAnswers returns when the terminal has answered all questions, after d, or with ctx: an answer that comes later is
// typed into the reader's shell. Nothing may be drawn meanwhile.
func (w *Writer) AwaitAnswers(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for p := w.now(); len(p.asked) > 0 && !p.mute; p = w.now() {
		select {
		case <-p.answered:
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		case <-w.done:
			return
		}
	}
}
