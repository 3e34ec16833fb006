package sshtest

import (
	"bytes"
	"io"
	"regexp"
	"strconv"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// What terminals answer that name themselves, beyond what the emulator does.

// nameItself makes an emulator answer XTVERSION, and that it knows synchronized output and grapheme clusters, both reset
// (DECRQM).
func nameItself(screen *vt.Emulator, name string) {
	screen.RegisterCsiHandler(ansi.Command('>', 0, 'q'), func(ansi.Params) bool {
		_, _ = io.WriteString(screen.InputPipe(), "\x1bP>|"+name+"\x1b\\")
		return true
	})
	screen.RegisterCsiHandler(ansi.Command('?', '$', 'p'), func(params ansi.Params) bool {
		mode, _, _ := params.Param(0, 0)
		setting := ansi.ModeNotRecognized
		if mode == ansi.ModeSynchronizedOutput.Mode() || mode == ansi.ModeUnicodeCore.Mode() {
			setting = ansi.ModeReset
		}
		_, _ = io.WriteString(screen.InputPipe(), ansi.ReportMode(ansi.DECMode(mode), setting))
		return true
	})
}

// repetition is a character that REP repeats, which the emulator does with ASCII only.
var repetition = regexp.MustCompile(`(?s)(.)\x1b\[(\d*)b`)

// repeated carries REP out.
func repeated(printed []byte) []byte {
	return repetition.ReplaceAllFunc(printed, func(p []byte) []byte {
		found := repetition.FindSubmatch(p)
		n, _ := strconv.Atoi(string(found[2]))
		return bytes.Repeat(found[1], 1+max(n, 1))
	})
}
