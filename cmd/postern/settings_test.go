package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/sshapp"
)

var update = flag.Bool("update", false, "rewrite what is derived: the README's table of settings")

const readme = "../../README.md"

// The README's table says what the program does, since it is made of the same rows.
func TestReadmeHasTheSettings(t *testing.T) {
	const begin, end = "<!-- settings -->\n", "<!-- /settings -->"
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(data), begin)
	table, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no table between %q and %q", readme, begin, end)
	}
	if table == settingsTable() {
		return
	}
	if !*update {
		t.Fatalf("%s is out of date (make golden); it says\n%s\nand the program\n%s", readme, table, settingsTable())
	}
	if err := os.WriteFile(readme, []byte(before+begin+settingsTable()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// settingsTable is the README's table of settings, in Markdown.
func settingsTable() string {
	var b strings.Builder
	b.WriteString("| Flag | Environment | `postern.toml` | Default | Meaning |\n|---|---|---|---|---|\n")
	for _, s := range settings() {
		if strings.HasPrefix(s.name, "limits.") { // they have a table of their own, with reasons
			continue
		}
		flag, env, key, def := "", "", "`"+s.name+"`", "`"+s.def+"`"
		switch s.where {
		case argument:
			flag, env, key = "`"+s.arg+"`", "`"+s.env()+"`", ""
		case environment:
			env, key = "`"+s.env()+"`", ""
		case anywhere:
			arg := strings.ReplaceAll(s.arg, "|", `\|`) // a bar would end the cell
			flag, env = "`"+strings.TrimSpace("--"+s.flag()+" "+arg)+"`", "`"+s.env()+"`"
		}
		if strings.HasPrefix(s.def, "(") {
			def = strings.Trim(s.def, "()")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", flag, env, key, def, s.help)
	}
	return b.String()
}

func TestLimitsAreSetInTheFile(t *testing.T) {
	dir := t.TempDir()
	file := "[limits]\nsessions = 1000\nno_key_time = \"90m\"\n"
	if err := os.WriteFile(filepath.Join(dir, fileName), []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := loadConfig([]string{dir}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := sshapp.DefaultLimits()
	want.Sessions, want.NoKeyTime = 1000, 90*time.Minute
	if c.limits != want {
		t.Errorf("limits are %+v, want %+v", c.limits, want)
	}
}
