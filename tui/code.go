package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"postern/posts"
	"postern/render"
)

func (s postScreen) hasCode(*reader) bool { return s.page != nil && len(s.page.Codes()) > 0 }

// copyCode copies the block of code in view, or, if there is none, the next one below; again: the next.
func (s postScreen) copyCode(r *reader, _ int) (screen, tea.Cmd) {
	all := s.page.Codes()
	if len(all) == 0 {
		r.notice = "there is no code in this post"
		return s, nil
	}
	at := s.codeInView(r, all)
	if s.focus == onCode {
		at = (s.coded + 1) % len(all)
	}
	code := all[at]
	s.focus, s.coded = onCode, at
	s = s.showCode(r)
	if len(code.Source) > MaxCopy {
		return plainCode(s, code.Source), nil
	}
	lines := strings.Count(code.Source, "\n") + 1
	said := fmt.Sprintf("code %d of %d, %s: copied, if your terminal allows that", at+1, len(all), counted(lines, "line"))
	return s, copyText(r, code.Source, said)
}

// codeInView returns the first block of code that is in view, else the next one below, else the last.
func (s postScreen) codeInView(r *reader, all []render.Code) int {
	top := s.top - len(s.head(r))
	for i, c := range all {
		if c.Line+c.Lines > top {
			return i
		}
	}
	return len(all) - 1
}

// showCode brings the block of code that was copied into view.
func (s postScreen) showCode(r *reader) postScreen {
	all := s.page.Codes()
	if s.coded >= len(all) {
		return s
	}
	return s.inView(r, all[s.coded].Line, all[s.coded].Line+all[s.coded].Lines-1)
}

// plainCode shows code that is too long for a clipboard, with nothing beside it.
func plainCode(under screen, source string) sheetScreen {
	return sheetScreen{under: under, name: "Code", widest: maxColumn, text: func(r *reader, width int) []string {
		out := wrap(fmt.Sprintf("This is more than the %d KiB that are copied at once. Here it is as text:", MaxCopy>>10), width, r.height)
		out = append(out, "")
		for line := range strings.Lines(posts.Clean(source)) {
			out = append(out, whole(strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "\t", "    "), width)...)
		}
		return out
	}}
}
