package main

import (
	"net"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/glamour/v2"
	wssh "charm.land/ssh"
	"charm.land/wish/v2"
	"charm.land/wish/v2/bubbletea"
	"golang.org/x/crypto/ssh"
)

// serveUsual shows one post with Wish and Bubble Tea as their manuals do. It is spared what such programs usually pay:
// Glamour renders the post once, not for each session.
func serveUsual(l net.Listener, key ssh.Signer) error {
	rendered, err := glamour.Render(strings.Join(article(), "\n\n"), "dark")
	if err != nil {
		return err
	}
	lines := strings.Split(rendered, "\n")
	server, err := wish.NewServer(
		func(s *wssh.Server) error { s.AddHostKey(key); return nil },
		wish.WithMiddleware(bubbletea.Middleware(func(sess wssh.Session) (tea.Model, []tea.ProgramOption) {
			pty, _, _ := sess.Pty()
			return usualModel{lines: lines, height: pty.Window.Height}, nil
		})),
	)
	if err != nil {
		return err
	}
	return server.Serve(l)
}

// usualModel is a page that scrolls.
type usualModel struct {
	lines      []string
	at, height int
}

func (m usualModel) Init() tea.Cmd { return nil }

func (m usualModel) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.height = msg.Height
	case tea.KeyPressMsg:
		switch msg.String() {
		case "q", "ctrl+c":
			return m, tea.Quit
		case "j":
			m.at = (m.at + 1) % max(1, len(m.lines)-m.height)
		}
	}
	return m, nil
}

func (m usualModel) View() tea.View {
	end := min(len(m.lines), m.at+max(1, m.height)-1)
	view := tea.NewView(strings.Join(m.lines[m.at:end], "\n") + "\n" + footer)
	view.AltScreen = true
	return view
}
