package tui

import (
	"strings"
	"testing"
)

// emoji begins to read a blog whose words have emoji of several characters.
func emoji(t *testing.T) *story {
	return reading(t, blog(t, []entry{
		{title: "A family 👨‍👩‍👧", date: "2026-01-20", tags: "waves 👋🏽", about: "Flags 🇵🇹", body: "Text."},
		{title: "Second", date: "2026-01-19", tags: "waves 👋🏽", body: "Text."},
	}), window(80, 40))
}

func TestEmojiOfTitlesAreSimpleUnlessTheTerminalDrawsThemWhole(t *testing.T) {
	s := emoji(t)
	s.sees("A family 👨👩👧", "waves 👋", "Flags PT").seesNo("👋🏽", "🇵🇹", "👨‍👩‍👧")
	s.press("enter").sees("A family 👨👩👧", "waves 👋").seesNo("👋🏽", "👨‍👩‍👧")
	s.press("L").sees("Second")
	s.press("esc q t").sees("waves 👋  ").seesNo("👋🏽")

	s = emoji(t)
	s.send(GraphemesMsg{})
	s.sees("A family 👨‍👩‍👧", "waves 👋🏽", "Flags 🇵🇹")
	if strings.Contains(s.screen(), "PT") {
		t.Errorf("the flag is written as letters:\n%s", s.screen())
	}
}
