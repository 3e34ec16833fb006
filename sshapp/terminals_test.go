package sshapp

import (
	"testing"

	"github.com/charmbracelet/colorprofile"
)

func TestKnownTerminals(t *testing.T) {
	for _, name := range []string{
		"xterm", "xterm-256color", "screen.xterm-256color", "tmux-256color", "linux", "vt100", "vt220", "rxvt-unicode-256color",
		"alacritty", "xterm-kitty", "foot-extra", "xterm-ghostty", "wezterm", "st-256color", "putty", "ansi", "cygwin", "mlterm", "Eterm",
		"eterm-color", "iTerm2.app", "nsterm-256color", "konsole-256color", "contour",
	} {
		if !knownTerminal(name) {
			t.Errorf("%s is not known", name)
		}
	}
	for _, name := range []string{"", "dumb", "dumb-emacs-ansi", "emacs", "unknown", "network", "tty33", "vt52", "lpr", "stone", "x", "xtermite"} {
		if knownTerminal(name) {
			t.Errorf("%s is known", name)
		}
	}
}

func TestRepeatsIsTrueOfKnownTerminalsOnly(t *testing.T) {
	for name, want := range map[string]bool{"XTerm(390)": true, "tmux 3.3a": false, "kitty(0.42)": true, "": false, "a new one": false} {
		if got := repeats(name); got != want {
			t.Errorf("repeats(%q) = %v", name, got)
		}
	}
}

func TestColorsOfTerminals(t *testing.T) {
	for name, want := range map[string]colorprofile.Profile{
		"xterm": colorprofile.ANSI, "xterm-256color": colorprofile.ANSI256, "xterm-kitty": colorprofile.TrueColor,
		"xterm-mono": colorprofile.ASCII, "linux-m": colorprofile.ASCII, "": colorprofile.NoTTY,
	} {
		if got := (&filter{term: name}).colors(); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}
