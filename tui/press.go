package tui

import (
	"slices"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"postern/posts"
)

// maxCount bounds the number that can be typed before a key.
const maxCount = 99_999

// lookChangedMsg tells a screen that the theme or the width of the text is another one now.
type lookChangedMsg struct{}

// press answers a key by the table: digits are collected, any other key takes them as its count. of picks what a
// row does on the screen.
func press[S screen](s S, r *reader, key tea.KeyPressMsg, of func(row) use[S]) (screen, tea.Cmd) {
	name := nameOf(key.Key())
	if len(name) == 1 && name[0] >= '0' && name[0] <= '9' && (name != menuKey || r.count > 0) {
		r.count = min(r.count*10+int(name[0]-'0'), maxCount)
		return s, nil
	}
	count := r.count
	r.count = 0
	if count > 0 && name == "esc" {
		return s, nil // takes back the digits, no more
	}
	for _, row := range keyMap() {
		if run := of(row).run; run != nil && slices.Contains(row.keys, name) {
			return run(s, r, count)
		}
	}
	return s, nil
}

// written returns the text that a key writes, on one line.
func written(key tea.KeyPressMsg) string { return strings.ReplaceAll(posts.Clean(key.Text), "\n", " ") }

// nameOf names a key as the table does: by the text it writes, or by its keystroke. On a layout whose
// letters are not Latin the key is named by its place on the US layout, if the terminal reports that (kitty
// keyboard protocol, "base layout key"); on a Latin one what the key says counts, wherever it is.
func nameOf(k tea.Key) string {
	if k.BaseCode != 0 && k.Code > unicode.MaxASCII && unicode.IsPrint(k.Code) {
		k.Code, k.Text = k.BaseCode, ""
		if k.Mod.Contains(tea.ModShift) {
			k.Code, k.Mod = shifted(k.Code), k.Mod&^tea.ModShift
		}
	}
	k.BaseCode = 0
	return k.String()
}

// isModifier reports whether a key does nothing by itself, such as shift: some terminals report that it is pressed.
func isModifier(code rune) bool {
	return code >= tea.KeyLeftShift && code <= tea.KeyIsoLevel5Shift || code == tea.KeyCapsLock || code == tea.KeyNumLock
}

// shifted returns what a key of the US layout writes with shift.
func shifted(r rune) rune {
	const plain, shift = "`1234567890-=[]\\;',./", `~!@#$%^&*()_+{}|:"<>?`
	if i := strings.IndexRune(plain, r); i >= 0 {
		return rune(shift[i])
	}
	return unicode.ToUpper(r)
}

// motion moves a position: page is how many positions are in view, last is the last position, count the digits
// typed before the key. Its result may lie outside, the screen brings it back.
type motion func(at, page, last, count int) int

func lineDown(at, _, _, count int) int    { return at + max(count, 1) }
func lineUp(at, _, _, count int) int      { return at - max(count, 1) }
func pageDown(at, page, _, count int) int { return at + max(count, 1)*max(page, 1) }
func pageUp(at, page, _, count int) int   { return at - max(count, 1)*max(page, 1) }
func halfDown(at, page, _, count int) int { return at + max(count, 1)*max(page/2, 1) }
func halfUp(at, page, _, count int) int   { return at - max(count, 1)*max(page/2, 1) }
func toTop(_, _, _, _ int) int            { return 0 }

// toBottom goes to the end, or to the position that was typed.
func toBottom(_, _, last, count int) int {
	if count > 0 {
		return count - 1
	}
	return last
}

// printed returns a key as it is shown to readers.
func printed(key string) string {
	switch key {
	case "down":
		return "↓"
	case "up":
		return "↑"
	case "left":
		return "←"
	case "right":
		return "→"
	case "pgdown":
		return "pgdn"
	case "f1":
		return "F1"
	default:
		return key
	}
}
