package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/creack/pty"

	"postern/posts"
)

// Who watches wants to know the hour; a file that is read next week has to say the day.
func TestLogsSayWhen(t *testing.T) {
	var b bytes.Buffer
	newLogger(&b, "text").Info("entry")
	stamp, _, _ := strings.Cut(strings.TrimPrefix(b.String(), "time="), " ")
	if _, err := time.Parse(time.RFC3339, stamp); err != nil {
		t.Errorf("%v in %s", err, b.String())
	}
	screen, terminal, err := pty.Open()
	if err != nil {
		t.Skip(err)
	}
	defer screen.Close()
	defer terminal.Close()
	newLogger(terminal, "auto").Info("entry")
	line := make([]byte, 1<<10)
	n, err := screen.Read(line)
	if err != nil || !regexp.MustCompile(`^time=\d\d:\d\d:\d\d level=INFO`).Match(line[:n]) {
		t.Errorf("%v in %s", err, line[:n])
	}
}

// What is wrong with a file can be filtered by its parts.
func TestProblemsInTheLog(t *testing.T) {
	var b bytes.Buffer
	logProblems(t.Context(), slog.New(slog.NewJSONHandler(&b, nil)), []posts.Problem{
		{File: "posts/a.md", Line: 2, Column: 7, Severity: posts.Error, Hides: true, Message: "date: odd"},
		{File: "posts", Severity: posts.Warning, Message: "no posts"},
	})
	for _, want := range []string{
		`"level":"ERROR","msg":"problem in a file","file":"posts/a.md","line":2,"column":7,"problem":"date: odd; not shown"}`,
		`"level":"WARN","msg":"problem in a file","file":"posts","problem":"no posts"}`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s is not in\n%s", want, b.String())
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
