package sshapp

import (
	"runtime/debug"
	"strings"
	"sync/atomic"

	tea "charm.land/bubbletea/v2"

	"postern/sshapp/screen"
	"postern/tui"
)

// safeModel stands between Bubble Tea and the model of a session. It draws each view right after the update,
// gives a resize the size of the moment, and ends the session, not the process, when the model panics.
type safeModel struct {
	model  tui.Model
	writer *screen.Writer
	input  *input // is told whether the mouse is wanted
	size   func() size
	fail   func(value any, stack []byte)
	failed atomic.Bool // the model is in no state to be asked again
	linear atomic.Bool // the reader asked for linear mode
}

// Init starts the model.
func (m *safeModel) Init() tea.Cmd {
	defer m.recovered()
	return m.guard(m.model.Init())
}

// Update gives a message to the model.
func (m *safeModel) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	defer m.recovered()
	if m.failed.Load() {
		return m, nil
	}
	switch asked := msg.(type) {
	case tea.WindowSizeMsg:
		now := m.size()
		msg = tea.WindowSizeMsg{Width: now.columns, Height: now.rows}
	case tui.LinearMsg:
		m.linear.Store(true)
		return m, tea.Quit
	case tui.CopyMsg:
		m.writer.Copy(asked.Text)
		return m, nil
	}
	next, cmd := m.model.Update(msg)
	m.model, _ = next.(tui.Model)
	return m, m.guard(cmd)
}

// View draws what the model shows. Bubble Tea calls it after each update; what it returns is for no one.
func (m *safeModel) View() tea.View {
	defer m.recovered()
	if m.failed.Load() {
		return tea.View{}
	}
	window := m.size()
	view := m.model.View()
	mouse := view.MouseMode != tea.MouseModeNone
	m.input.takeMouse(mouse)
	m.writer.Draw(screen.Frame{
		Lines:   strings.Split(view.Content, "\n"),
		Columns: window.columns,
		Rows:    window.rows,
		Title:   view.WindowTitle,
		Mouse:   mouse,
	})
	return tea.View{}
}

// address names the post that is read, for the command that brings the reader back.
func (m *safeModel) address() string {
	defer m.recovered()
	if m.failed.Load() {
		return ""
	}
	return m.model.Address()
}

func (m *safeModel) recovered() {
	if value := recover(); value != nil {
		m.failed.Store(true)
		m.fail(value, debug.Stack())
	}
}

// guard makes a command end the session when it panics. Commands within a batch are guarded as well.
func (m *safeModel) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer func() {
			if value := recover(); value != nil {
				m.fail(value, debug.Stack())
			}
		}()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			for i := range batch {
				batch[i] = m.guard(batch[i])
			}
		}
		return msg
	}
}
