package sshapp

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"flag"
	"io"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"
	"golang.org/x/tools/txtar"

	"postern/posts"
)

var update = flag.Bool("update", false, "rewrite what is derived: the README's tables of commands and limits")

// The README's table of commands is the one that runs them; -update rewrites it.
func TestReadmeHasTheCommands(t *testing.T) { readmeHas(t, "commands", commandTable()) }

func readmeHas(t *testing.T, name, want string) {
	t.Helper()
	const path = "../README.md"
	begin, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	readme, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(readme), begin)
	table, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no %q … %q", path, begin, end)
	}
	if table == want {
		return
	}
	if !*update {
		t.Fatalf("%s has another table of %s; run make golden", path, name)
	}
	if err := os.WriteFile(path, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// No post is called like a command, or nobody could read it by its address; and no word is kept from posts for nothing.
func TestCommandsAreReservedWords(t *testing.T) {
	words := []string{
		subsystem, "scp", // what else clients may run
		"me", "owner", loginPlain, // login names
		"latest", "posts",
	}
	for _, row := range commands() {
		words = append(words, row.name)
	}
	slices.Sort(words)
	if reserved := posts.ReservedWords(); !slices.Equal(words, reserved) {
		t.Errorf("the words with a meaning are\n%q, reserved are\n%q", words, reserved)
	}
}

// Help, the README and usage errors come from the rows, so each row has to say all.
func TestCommandsAreDocumented(t *testing.T) {
	for _, row := range commands() {
		if row.prints == "" || row.run == nil || !strings.HasPrefix(row.example, row.name) {
			t.Errorf("the row of %q is not complete", row.name)
		}
		for _, f := range row.flags {
			if f.help == "" {
				t.Errorf("--%s of %s has no help", f.name, row.name)
			}
		}
	}
}

// serverOf returns a server that does not listen, for the files of a txtar archive.
func serverOf(t testing.TB, archive string) (*Server, *posts.Library) {
	t.Helper()
	dir := t.TempDir()
	for _, file := range txtar.Parse([]byte(archive)).Files {
		path := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lib, err := posts.Load(dir, posts.Options{})
	if err != nil {
		t.Fatal(err)
	}
	signer, err := gossh.NewSignerFromSigner(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	server, err := New(Config{
		HostKeys: HostKeys{InUse: []gossh.Signer{signer}}, Library: func() *posts.Library { return lib },
		PublicHost: "blog.example.com", PublicPort: 22,
		Search: func(_ context.Context, query string, limit int) ([]posts.Hit, error) {
			if strings.Contains(query, "harbour") {
				return nil, posts.ErrNotReady
			}
			found := []posts.Fragment{{Text: "some "}, {Text: query, Match: true}}
			return []posts.Hit{{Post: lib.Posts()[0], Title: found, Snippet: found}}[:min(limit, 1)], nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return server, lib
}

// calling returns a function that runs command lines without a network, and returns what they print.
func calling(t testing.TB, archive string) func(line string) (stdout, stderr string, status int) {
	t.Helper()
	server, lib := serverOf(t, archive)
	client, _ := net.Pipe()
	f := &filter{conn: newGuardedConn(client, server.gate, netip.Prefix{}, time.Now()), ctx: t.Context()}
	return func(line string) (string, string, int) {
		var out, errs bytes.Buffer
		c := &call{ctx: context.Background(), server: server, filter: f, library: lib, pages: server.pagesFor(context.Background(), f.conn), output: &output{bufio.NewWriter(&out), &errs, &errs}}
		words, err := splitWords(line)
		if err == nil {
			err = c.dispatch(words)
		} else {
			err = &commandError{exitUsage, err.Error(), ""}
		}
		status, err := c.conclude(err)
		if err != nil {
			t.Errorf("%q: %v", line, err)
		}
		return out.String(), errs.String(), status
	}
}

// Whatever a stranger asks for ends with a documented status, says why if it is not done, and sends nothing
// that a terminal would act on.
func FuzzCommandLine(f *testing.F) {
	archive, err := os.ReadFile("testdata/blog.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, row := range commands() {
		f.Add(row.example)
		f.Add(row.usage())
	}
	for _, line := range []string{
		"", "--", "-h", "first-words#code-here", `read "first-words" --width=20`, "read 'a\\'", "list --since 2026-01-02 --json",
		"read first-words --color", "list --limit 99999999999999999999", "\x1b[31m", "--\x9b1m", "read --format \x1b", "code first-words 0x1",
	} {
		f.Add(line)
	}
	run := calling(f, string(archive))
	f.Fuzz(func(t *testing.T, line string) {
		if len(line) > maxCommand {
			return
		}
		stdout, stderr, status := run(line)
		if !slices.Contains([]int{exitDone, exitNothing, exitUsage, exitNoPost, exitLimit, exitNoSuch}, status) {
			t.Errorf("%q: status %d", line, status)
		}
		if status != exitDone && stderr == "" {
			t.Errorf("%q: status %d, and nothing is said of it", line, status)
		}
		if strings.Contains(line, "--color") || strings.Contains(line, "tar") { // colours, or an archive
			stdout = ""
		}
		if text := stdout + stderr; posts.Clean(text) != text {
			t.Errorf("%q prints %q", line, text)
		}
	})
}

func TestLimitOfTimeIsSaid(t *testing.T) {
	server, lib := serverOf(t, "")
	var out, errs bytes.Buffer
	c := &call{ctx: t.Context(), server: server, library: lib, output: &output{bufio.NewWriter(&out), io.Discard, &errs}}
	if status, err := c.conclude(errSessionMax); status != exitLimit || !errors.Is(err, errSessionMax) {
		t.Errorf("status %d, error %v", status, err)
	}
	if got := errs.String(); !strings.HasPrefix(got, "postern: cut off after an hour") {
		t.Errorf("said %q", got)
	}
}
