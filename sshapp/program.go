package sshapp

import (
	"context"
	"runtime/debug"
	"slices"
	"sync"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"postern/sshapp/screen"
	"postern/tui"
)

// program runs the model of a session: Bubble Tea's messages and commands in a loop of our own, without its
// renderer, whose ticker would wake every session each second. Of Bubble Tea's own messages it carries out Batch and Quit. A
// panic of the model or of a command ends the session, not the process.
//
// What is typed is answered by the goroutine that reads it (take), so that a key wakes nobody on its way to the terminal. All
// other messages wait for the program's own (run).
type program struct {
	writer  *screen.Writer
	input   *input       // is told whether the mouse is wanted
	size    func() size  // of the window, at this moment
	compute func(func()) // calls what takes time when it is the turn of the session's source, see share
	fail    func(value any, stack []byte)

	ctx  context.Context
	end  context.CancelFunc // of ctx
	msgs chan tea.Msg

	mu     sync.Mutex // held by who answers messages
	model  tui.Model
	failed bool // the model is in no state to be asked again
	linear bool // the reader asked for linear mode

	asked, graphemes bool // the terminal was asked for its modes; it draws grapheme clusters
}

// maxMessages is how many messages may wait for the program.
const maxMessages = 64

// run runs the program until the reader quits, it fails, or its context ends.
func (p *program) run() {
	p.answer(func() { p.do(p.model.Init()) })
	for {
		select {
		case <-p.ctx.Done():
			return
		case msg := <-p.msgs:
			all := []tea.Msg{msg}
			for range len(p.msgs) {
				all = append(all, <-p.msgs)
			}
			p.take(all...)
		}
	}
}

// send hands a message to the program. It waits while the program is busy, and does nothing after its end.
func (p *program) send(msg tea.Msg) {
	select {
	case <-p.ctx.Done():
	case p.msgs <- msg:
	}
}

// take answers messages at once, and draws what the model then shows. It does nothing after the program's end.
func (p *program) take(msgs ...tea.Msg) {
	p.answer(func() {
		if slices.ContainsFunc(msgs, p.handle) {
			p.end()
		}
	})
}

// answer changes the model and draws what it then shows.
func (p *program) answer(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.recovered()
	var frame screen.Frame
	p.compute(func() {
		if p.ctx.Err() != nil {
			return
		}
		change()
		frame = p.frame()
	})
	if p.ctx.Err() == nil {
		p.writer.Draw(frame)
	}
}

// handle carries a message out and reports whether it ends the program.
func (p *program) handle(msg tea.Msg) (quit bool) {
	switch asked := msg.(type) {
	case nil:
		return false
	case tea.QuitMsg:
		return true
	case tea.BatchMsg:
		for _, cmd := range asked {
			p.do(cmd)
		}
		return false
	case tui.LinearMsg:
		p.linear = true
		return true
	case tui.CopyMsg:
		p.writer.Copy(asked.Text)
		return false
	case tea.TerminalVersionMsg:
		p.named(asked.Name)
		return false
	case tea.ModeReportMsg:
		if msg = p.knowsMode(asked); msg == nil {
			return false
		}
	case tea.WindowSizeMsg: // which is only a hint to look
		now := p.size()
		msg = tea.WindowSizeMsg{Width: now.columns, Height: now.rows}
	}
	var cmd tea.Cmd
	p.model, cmd = p.model.Update(msg)
	p.do(cmd)
	return false
}

// frame returns what the model shows.
func (p *program) frame() screen.Frame {
	window := p.size()
	view := p.model.View()
	p.input.takeMouse(view.Mouse)
	return screen.Frame{
		Lines: view.Lines, Columns: window.columns, Rows: window.rows, Title: view.Title, Mouse: view.Mouse,
	}
}

// do carries a command out in the background.
func (p *program) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		defer func() {
			if value := recover(); value != nil {
				p.fail(value, debug.Stack())
			}
		}()
		p.send(cmd())
	}()
}

// address names the post that is read, for the command that brings the reader back.
func (p *program) address() (address string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	defer p.recovered()
	if p.failed {
		return ""
	}
	return p.model.Address()
}

func (p *program) recovered() {
	if value := recover(); value != nil {
		p.failed = true
		p.fail(value, debug.Stack())
	}
}

// askTerminal are the first questions to a terminal: its background colour (OSC 11) and its name (XTVERSION). The
// device attributes (DA1) are asked behind them, which every terminal answers, and in order.
const askTerminal = ansi.RequestBackgroundColor + ansi.RequestNameVersion

// named takes in how a terminal names itself, and asks which modes it knows (DECRQM): those that print the question have
// no name.
func (p *program) named(name string) {
	if p.asked {
		return
	}
	p.asked = true
	p.writer.Ask(ansi.RequestModeSynchronizedOutput + ansi.RequestModeUnicodeCore)
	if repeats(name) {
		p.writer.Repeat()
	}
}

// knowsMode takes in that a terminal knows a mode, and returns what the model is to be told of it.
func (p *program) knowsMode(report tea.ModeReportMsg) tea.Msg {
	set := report.Value == ansi.ModeSet || report.Value == ansi.ModePermanentlySet
	switch {
	case !p.asked || !set && report.Value != ansi.ModeReset:
	case report.Mode == ansi.ModeSynchronizedOutput && !set:
		p.writer.Synchronize()
	case report.Mode == ansi.ModeUnicodeCore && !p.graphemes:
		p.graphemes = true
		if !set {
			p.writer.UseGraphemes()
		}
		return tui.GraphemesMsg{}
	}
	return nil
}
