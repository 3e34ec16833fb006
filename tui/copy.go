package tui

import tea "charm.land/bubbletea/v2"

// CopyMsg asks whoever runs the reader to put text on the clipboard of the reader's terminal.
type CopyMsg struct{ Text string }

// MaxCopy is how much text is copied at most, in bytes: terminals take little more at once, and a server does not
// send it for nothing.
const MaxCopy = 64 << 10

// copyText copies text and tells so, unless said is empty. What is too much is not copied.
func copyText(r *reader, text, said string) tea.Cmd {
	if len(text) > MaxCopy {
		r.notice = "this is too long to be copied"
		return nil
	}
	r.notice = said
	return func() tea.Msg { return CopyMsg{text} }
}
