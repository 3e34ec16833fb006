package sshapp_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"postern/posts"
	"postern/sshapp/sshtest"
)

// Each script is a promise to those who read without a screen: what they type into a real client, what is printed,
// and how it exits. All of them read testdata/blog.txtar; the host is called blog.
func TestScripts(t *testing.T) {
	needs(t, "ssh")
	archive, err := os.ReadFile("testdata/blog.txtar")
	if err != nil {
		t.Fatal(err)
	}
	lib := sshtest.Blog(t, string(archive))
	server := sshtest.Serve(t, lib, sshtest.Config{Version: "v1.2.3", Search: searchIn(t, lib)})
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		WorkdirRoot:         t.TempDir(), // else something stays when only some scripts run
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("PORT", strconv.Itoa(server.Port))
			env.Setenv("FINGERPRINT", server.Fingerprint)
			env.Setenv("CONFIG", filepath.Join(env.WorkDir, "ssh_config"))
			env.Setenv("HOME", env.WorkDir)
			return os.WriteFile(filepath.Join(env.WorkDir, "ssh_config"), []byte(strings.Join([]string{
				"Host blog", "HostName 127.0.0.1", "Port " + strconv.Itoa(server.Port), "User reader",
				"StrictHostKeyChecking no", "LogLevel ERROR", "UserKnownHostsFile " + filepath.Join(env.WorkDir, "known_hosts"), "",
			}, "\n")), 0o600)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"quiet": func(ts *testscript.TestScript, _ bool, _ []string) {
				if log := server.Log.String(); strings.Contains(log, "level=ERROR") || strings.Contains(log, "level=WARN") {
					ts.Fatalf("the server's log: %s", log)
				}
			},
			"plain": plain,
		},
	})
}

// searchIn returns the search of a library.
func searchIn(t *testing.T, lib *posts.Library) func(context.Context, string, int) ([]posts.Hit, error) {
	t.Helper()
	index, err := posts.NewIndex(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = index.Close() })
	index.Show(lib)
	if err := index.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	return index.Search
}

// exits runs a client and wants an exit status: exits STATUS PROGRAM ARGUMENT...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM ARGUMENT...")
	}
	program, rest := args[1], args[2:]
	switch program {
	case "ssh", "scp", "sftp":
		rest = append([]string{"-F", ts.Getenv("CONFIG")}, rest...)
	}
	status := 0
	err := ts.Exec(program, rest...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		status = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(status) != args[0] {
		ts.Fatalf("exit status %d, want %s", status, args[0])
	}
}

// plain wants files without any control character but newlines and tabs: plain FILE...
func plain(ts *testscript.TestScript, _ bool, files []string) {
	for _, file := range files {
		for i, c := range ts.ReadFile(file) {
			if c < ' ' && c != '\n' && c != '\t' || c == 0x7f || c >= 0x80 && c < 0xa0 {
				ts.Fatalf("%s has %q at %d", file, c, i)
			}
		}
	}
}
