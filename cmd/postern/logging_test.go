package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode"
)

func TestLogsNameNoReader(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		var b bytes.Buffer
		newLogger(&b, format).Error("panic serving connection", "remote", "192.0.2.7:1234", "stack", "here")
		if got := b.String(); strings.Contains(got, "192.0.2.7") || !strings.Contains(got, "here") {
			t.Errorf("%s: %s", format, got)
		}
	}
}

// Whatever gets into an entry, it stays one line, and drives no terminal.
func TestLogsCannotBeForged(t *testing.T) {
	const hostile = "a\nlevel=ERROR msg=forged\r\x1b]0;title\x07\x1b[2J\u009b31m\u202e\xff{\"level\":\"ERROR\"}"
	for _, format := range []string{"text", "json"} {
		var b bytes.Buffer
		newLogger(&b, format).Warn("entry", "text", hostile, "error", errors.New(hostile), "list", []string{hostile})
		line, rest, _ := strings.Cut(b.String(), "\n")
		if rest != "" || strings.ContainsFunc(line, func(r rune) bool { return unicode.IsControl(r) || r == '\u202e' }) {
			t.Errorf("%s: %q", format, b.String())
		}
		if format == "json" && !json.Valid([]byte(line)) {
			t.Errorf("not JSON: %s", line)
		}
	}
}
