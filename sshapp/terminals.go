package sshapp

import (
	"slices"
	"strings"
	"unicode"

	"github.com/charmbracelet/colorprofile"
)

// knownTerminals are the families of terminals that draw a full screen by ECMA-48, by the beginnings of their names
// in terminfo (term(7)). Any other name gets linear mode: a terminal that is not one would show sequences as text.
var knownTerminals = []string{
	"xterm", "screen", "tmux", "linux", "rxvt", "urxvt", "mrxvt",
	"alacritty", "kitty", "foot", "ghostty", "wezterm", "contour", "rio", "zutty", "warp", "iterm", "iterm2", "nsterm",
	"apple_terminal", "vscode", "hyper", "hterm", "ms-terminal", "mintty", "cygwin", "putty", "teraterm", "conemu",
	"vte", "gnome", "konsole", "xfce", "terminator", "terminology", "termite", "mlterm", "kterm", "eterm", "aterm", "st", "stterm",
	"dtterm", "fbterm", "yaft", "jfbterm", "bvterm", "dvtm", "tmt", "domterm", "securecrt", "absolute", "blink", "juicessh",
	"vt100", "vt102", "vt200", "vt220", "vt300", "vt320", "vt340", "vt400", "vt420", "vt510", "vt520", "vt525",
	"ansi", "pcansi", "scoansi", "cons25", "wsvt25", "pccon", "pcvt25", "sun", "aixterm", "interix", "beterm", "minix",
}

// knownTerminal reports whether a terminal's name belongs to a family that is known: its name, and then anything that
// does not go on with a letter ("xterm-256color", "screen.linux").
func knownTerminal(name string) bool {
	name = strings.ToLower(name)
	for _, family := range knownTerminals {
		rest, ok := strings.CutPrefix(name, family)
		if ok && (rest == "" || !unicode.IsLetter(rune(rest[0]))) {
			return true
		}
	}
	return false
}

// repeaters are the terminals that know REP (ECMA-48, 8.3.103), by the beginnings of what they name themselves (XTVERSION):
// no question tells. tmux is not among them: its REP repeats ASCII only (seen in 3.3a), and rules of tables are not ASCII.
var repeaters = []string{
	"xterm", "vte", "kitty", "foot", "wezterm", "iterm2", "mintty", "konsole", "ghostty", "contour",
}

// repeats reports whether a terminal of that name knows REP.
func repeats(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(repeaters, func(known string) bool { return strings.HasPrefix(name, known) })
}

// monochrome are the endings of the names of terminals without colours (term(7), "Variants").
var monochrome = []string{"-mono", "-m", "-bw"}

// colors returns which colours a reader's terminal has, as its name and the environment tell.
func (f *filter) colors() colorprofile.Profile {
	return colorsOf(f.term, f.environ())
}

// colorsOf returns which colours a terminal of a name has in an environment.
func colorsOf(term string, environ []string) colorprofile.Profile {
	profile := colorprofile.Env(environ)
	if slices.ContainsFunc(monochrome, func(ending string) bool { return strings.HasSuffix(term, ending) }) {
		return min(profile, colorprofile.ASCII)
	}
	return profile
}
