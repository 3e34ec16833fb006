package sshapp

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// noFault is what a state machine is told to call when it panics.
func noFault(t *testing.T) func(any, []byte) {
	return func(value any, stack []byte) { t.Errorf("panic: %v\n%s", value, stack) }
}

// each takes messages that come at once one by one.
func each(take func(tea.Msg)) func(...tea.Msg) {
	return func(msgs ...tea.Msg) {
		for _, msg := range msgs {
			take(msg)
		}
	}
}

// wait is a chunk that stands for a while without any.
const wait = "…"

// typed feeds chunks as they might arrive and returns what comes out, keys by their names.
func typed(t *testing.T, chunks ...string) string {
	t.Helper()
	var got []string
	synctest.Test(t, func(t *testing.T) {
		in := newInput(DefaultLimits(), each(func(msg tea.Msg) {
			switch msg := msg.(type) {
			case tea.KeyPressMsg:
				got = append(got, msg.String())
			case tea.BackgroundColorMsg:
				got = append(got, "background")
			case tea.TerminalVersionMsg:
				got = append(got, "version")
			case tea.ModeReportMsg:
				got = append(got, fmt.Sprint("mode ", msg.Mode.Mode()))
			default:
				t.Errorf("unexpected message %T", msg)
			}
		}), func() {}, func() {}, noFault(t))
		for _, chunk := range chunks {
			if chunk == wait {
				<-time.After(2 * pasteTime)
				continue
			}
			in.feed([]byte(chunk))
		}
		synctest.Wait()
		in.mu.Lock()
		defer in.mu.Unlock()
		if len(in.pending) > maxReply+1 {
			t.Errorf("%d bytes are kept", len(in.pending))
		}
	})
	return strings.Join(got, " ")
}

func TestTheMouseWheelComesOnlyWhenItIsWanted(t *testing.T) {
	const up, down, click, old = "\x1b[<64;10;5M", "\x1b[<65;10;5M", "\x1b[<0;10;5M\x1b[<0;10;5m", "\x1b[M`+q"
	for _, on := range []bool{false, true} {
		var got []string
		in := newInput(DefaultLimits(), each(func(msg tea.Msg) {
			switch msg := msg.(type) {
			case tea.MouseWheelMsg:
				got = append(got, msg.String())
			case tea.KeyPressMsg:
				got = append(got, msg.String())
			default:
				t.Errorf("unexpected message %T", msg)
			}
		}), func() {}, func() {}, noFault(t))
		in.takeMouse(on)
		in.feed([]byte(up + down + click + "j"))
		want := "j"
		if on {
			in.feed([]byte(old + "k"))
			want = "wheelup wheeldown j k"
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("with the mouse %v: %q, want %q", on, got, want)
		}
	}
}

func TestInputTurnsBytesIntoKeys(t *testing.T) {
	for _, tt := range []struct {
		name   string
		chunks []string
		want   string
	}{
		{"letters", []string{"jk"}, "j k"},
		{"arrows", []string{"\x1b[A\x1bOB"}, "up down"},
		{"split arrow", []string{"\x1b", "[", "A"}, "up"},
		{"control keys", []string{"\x03\x04\x15\r\t\x7f"}, "ctrl+c ctrl+d ctrl+u enter tab backspace"},
		{"function key", []string{"\x1bOP\x1b[[A"}, "f1 f1"},
		{"utf-8, split", []string{"ж\xe6", "\x97\xa5"}, "ж 日"},
		{"kitty key", []string{"\x1b[106;1u"}, "j"},
		{"background", []string{"\x1b]11;rgb:0000/0000/0000\x1b\\j"}, "background j"},
		{"background by bel", []string{"\x1b]11;rgb:ffff/ffff/ffff\x07j"}, "background j"},
		{"alt", []string{"\x1bj"}, "alt+j"},
		{"paste is nothing", []string{"\x1b[200~q\x1b[Ajj", "\x03\x1b[201~k"}, "k"},
		{"size report is nothing", []string{"\x1b[8;256;4096tj"}, "j"},
		{"in-band size is nothing", []string{"\x1b[48;200;500;0;0tj"}, "j"},
		{"mouse is nothing", []string{"\x1b[<0;3;4Mj"}, "j"},
		{"device attributes are no key", []string{"\x1b[?64;1;2cj"}, "j"},
		{"cursor report is no key", []string{"\x1b[12;40Rj"}, "j"},
		{"version is no key", []string{"\x1bP>|xterm(379)\x1b\\j"}, "version j"},
		{"version, split", []string{"\x1b", "P>|", "kitty(0.41)\x1b", "\\j"}, "version j"},
		{"mode report is no key", []string{"\x1b[?2026;2$yj"}, "mode 2026 j"},
		{"mode report, split", []string{"\x1b[?20", "27;", "2$", "yj"}, "mode 2027 j"},
		{"mode reports without sense", []string{"\x1b[?;$y\x1b[?99999999999999999999;9$y\x1b[2026$y\x1b[?2026;2yj"}, "j"},
		{"raw c1 is nothing", []string{"\x9bM:2_j"}, "M : 2 _ j"},
		{"endless string is dropped", []string{"\x1b]11;", strings.Repeat("x", 1<<16), "\x07j"}, "j"},
		{"endless sequence is dropped", []string{"\x1b[" + strings.Repeat("1;", 300)}, ""},
		{"alt and the beginning of a string", []string{"\x1b]", wait, "j"}, "alt+] j"},
		{"a string that never ends", []string{"\x1b]11;rgb:", wait, "j"}, "j"},
		{"a long string that never ends", []string{"\x1bP", strings.Repeat("x", 1<<12), wait, "j"}, "j"},
		{"ctrl+c in a string", []string{"\x1b]11;\x03j"}, "ctrl+c j"},
		{"a paste that never ends", []string{"\x1b[200~abc", wait, "j"}, "j"},
		{"invalid utf-8", []string{"\xff\xfej"}, "j"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := typed(t, tt.chunks...)
			if tt.name == "endless sequence is dropped" {
				if strings.Contains(got, "esc") {
					t.Errorf("got %q", got)
				}
				return
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEscapeIsAKeyAfterAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		keys := make(chan string, 10)
		in := newInput(DefaultLimits(), each(func(msg tea.Msg) {
			key, _ := msg.(tea.KeyPressMsg)
			keys <- key.String()
		}), func() {}, func() {}, noFault(t))
		began := time.Now()
		in.feed([]byte{esc})
		if key := <-keys; key != "esc" || time.Since(began) != escapeTime {
			t.Errorf("got %q after %s, want esc after %s", key, time.Since(began), escapeTime)
		}
	})
}

func TestKeysAreMetered(t *testing.T) {
	limits := DefaultLimits()
	limits.KeyRate, limits.KeyBurst = 10, 5
	synctest.Test(t, func(t *testing.T) {
		keys := 0
		in := newInput(limits, each(func(tea.Msg) { keys++ }), func() {}, func() {}, noFault(t))
		drained := false
		in.run(bytes.NewReader(bytes.Repeat([]byte("j"), 100)), func() { drained = true })
		if keys != limits.KeyBurst || !drained {
			t.Errorf("%d keys passed at once, want %d; all read: %v", keys, limits.KeyBurst, drained)
		}
	})
}

// FuzzInput types anything at the input path: it neither panics nor keeps much, and only keys and known
// answers come out.
func FuzzInput(f *testing.F) {
	f.Add([]byte("\x9bM:2_"))
	f.Add([]byte("\x1b[M:2_"))
	f.Add([]byte("\x1b[8;256;4096t"))
	f.Add([]byte("\x1b[200~paste\x1b[201~"))
	f.Add([]byte("\x1b]11;rgb:00/00/00\x07\x1b[?62c"))
	f.Add([]byte("\x1bP>|tmux 3.5a\x1b\\\x1b[?2026;2$y\x1b[?2027;0$y"))
	f.Add([]byte("\x1b[?2026;2$\x1b[?2027;2;2$y\x1bP>|\x1b\\"))
	f.Add([]byte("\x1bP+r524742\x1b\\\x1b_G\x1b\\"))
	f.Fuzz(func(t *testing.T, p []byte) {
		limits := DefaultLimits()
		limits.KeyRate, limits.KeyBurst = 1e9, 1<<30
		in := newInput(limits, each(func(msg tea.Msg) {
			switch msg.(type) {
			case tea.KeyPressMsg, tea.BackgroundColorMsg, tea.TerminalVersionMsg, tea.ModeReportMsg:
			default:
				t.Errorf("%q: message %T", p, msg)
			}
		}), func() {}, func() {}, noFault(t))
		in.feed(p)
		in.expire(in.fed)
		if cap(in.pending) > 4*maxReply {
			t.Errorf("%d bytes are kept", cap(in.pending))
		}
	})
}
