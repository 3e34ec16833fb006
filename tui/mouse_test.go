package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

func (s *story) wheel(b tea.MouseButton, notches int) *story {
	for range notches {
		s.send(tea.MouseWheelMsg{Button: b})
	}
	return s
}

func TestMouseWheel(t *testing.T) {
	on := func(s *story) bool { return s.model.View().Mouse }
	s := reading(t, varied(t))
	if on(s) {
		t.Error("the mouse is taken from the start")
	}
	s.press("M").sees("mouse wheel on")
	if !on(s) {
		t.Error("M does not switch the mouse on")
	}
	s.wheel(tea.MouseWheelDown, 2).selects("Two").wheel(tea.MouseWheelUp, 1).selects("Three")
	s.press("down enter")
	top := s.line(3)
	if s.wheel(tea.MouseWheelDown, 1); s.line(0) != top {
		t.Errorf("the wheel scrolls to %q, not to %q", s.line(0), top)
	}
	s.wheel(tea.MouseWheelUp, 5).wheel(tea.MouseWheelLeft, 1).sees("Part 0")
	s.press("?").wheel(tea.MouseWheelDown, 50).sees("100%").press("q L").wheel(tea.MouseWheelDown, 2).selects("footnote 1").press("esc")
	s.press("/part").wheel(tea.MouseWheelDown, 3).seesNo("## Part 0").press("esc q /t").wheel(tea.MouseWheelDown, 1).press("esc")
	if s.press("M").sees("mouse wheel off"); on(s) {
		t.Error("M does not switch the mouse off")
	}
}
