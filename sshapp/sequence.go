package sshapp

import "unicode/utf8"

// The state machine that cuts what is typed into whole sequences (ECMA-48, 5; xterm control sequences), in bounded
// memory. What comes out of a sequence is decided in input.go.

type inputState int

const (
	inText   inputState = iota
	inEscape            // after ESC
	inCSI               // after ESC [
	inSS3               // after ESC O
	inString            // after ESC ] P X ^ _, until BEL or ST
	inSkip              // a string that became too long: dropped until BEL or ST
)

const (
	etx = 0x03 // ctrl+c
	bel = 0x07
	can = 0x18 // ends a sequence (ECMA-48, 8.3.6)
	sub = 0x1a // the same
	esc = 0x1b
)

// step moves the state machine by one byte (ECMA-48, 5).
func (in *input) step(b byte) {
	switch in.state {
	case inText:
		in.text(b)
	case inEscape:
		in.afterEscape(b)
	case inCSI:
		in.pending = append(in.pending, b)
		switch {
		case b == '[' && len(in.pending) == len(linuxF1)-1: // the Linux console's function keys
		case b >= 0x40 && b <= 0x7e:
			in.finish()
		case b < 0x20 || b > 0x7e || len(in.pending) > maxSequence:
			in.reset()
		}
	case inSS3:
		in.pending = append(in.pending, b)
		in.finish()
	case inString:
		in.pending = append(in.pending, b)
		switch {
		case in.stringEnds(b):
			in.finish()
		case cancels(b):
			in.reset()
			in.step(b)
		case len(in.pending) > maxReply:
			in.pending = append(in.pending[:0], b)
			in.state = inSkip
		}
	case inSkip:
		switch {
		case in.stringEnds(b):
			in.reset()
		case cancels(b):
			in.reset()
			in.step(b)
		default:
			in.pending = append(in.pending[:0], b)
		}
	}
}

// cancels reports whether b breaks a control string off. Ctrl+c does, so that a reader is always heard.
func cancels(b byte) bool { return b == etx || b == can || b == sub }

// stringEnds reports whether b, the last byte of pending, ends a control string: BEL, or ESC \.
func (in *input) stringEnds(b byte) bool {
	if b == bel {
		return true
	}
	n := len(in.pending)
	if in.state == inSkip {
		return b == '\\' && n > 0 && in.pending[n-1] == esc
	}
	return b == '\\' && n > 1 && in.pending[n-2] == esc
}

func (in *input) text(b byte) {
	switch {
	case in.report > 0:
		in.report--
	case b == esc:
		in.pending = append(in.pending[:0], b)
		in.state = inEscape
	case b < utf8.RuneSelf:
		in.pending = in.pending[:0] // an unfinished character before it is lost
		in.emit([]byte{b})
	default:
		in.pending = append(in.pending, b)
		if utf8.FullRune(in.pending) {
			if r, n := utf8.DecodeRune(in.pending); r != utf8.RuneError && n == len(in.pending) && r >= 0xa0 {
				in.emit(in.pending)
			}
			in.pending = in.pending[:0]
		}
	}
}

func (in *input) afterEscape(b byte) {
	in.pending = append(in.pending, b)
	switch b {
	case '[':
		in.state = inCSI
	case 'O':
		in.state = inSS3
	case ']', 'P', 'X', '^', '_':
		in.state = inString
	case esc:
		in.emit([]byte{esc})
		in.pending = append(in.pending[:0], esc)
	default:
		in.finish()
	}
}

func (in *input) finish() {
	in.emit(in.pending)
	in.reset()
}
