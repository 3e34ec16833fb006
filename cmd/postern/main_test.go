package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts run this program under the name postern.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"postern": main})
}

// Each script is a promise of the program: what is typed, what is printed, how it exits.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		WorkdirRoot:         t.TempDir(), // else something stays when only some scripts run
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("POSTERN_LISTEN", "127.0.0.1:0") // nobody's port
			env.Setenv("GORACE", noRaceSleep)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":  exits,
			"serves": serves,
		},
	})
}

// noRaceSleep keeps a program with the race detector from waiting a second at its end.
const noRaceSleep = "atexit_sleep_ms=0"

// exits runs postern and wants an exit status: exits STATUS ARGUMENT...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: exits STATUS ARGUMENT...")
	}
	status := 0
	err := ts.Exec("postern", args[1:]...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		status = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(status) != args[0] {
		ts.Fatalf("exit status %d, want %s", status, args[0])
	}
}

// startLimit ends a test whose server neither gets ready nor exits.
const startLimit = time.Minute

// serves runs postern serve, waits until it is ready, ends it with SIGTERM and wants exit status 0; what it
// printed is then in the files out and log: serves [NAME=VALUE...] ARGUMENT...
func serves(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: serves [NAME=VALUE...] ARGUMENT...")
	}
	env := append(os.Environ(), "GORACE="+noRaceSleep, "POSTERN_LISTEN="+ts.Getenv("POSTERN_LISTEN"))
	for len(args) > 0 && strings.HasPrefix(args[0], envPrefix) {
		env, args = append(env, args[0]), args[1:]
	}
	ctx, cancel := context.WithTimeout(context.Background(), startLimit)
	defer cancel()
	var out, log bytes.Buffer
	cmd := exec.CommandContext(ctx, "postern", append([]string{"serve"}, args...)...)
	cmd.Dir, cmd.Env, cmd.Stderr = ts.MkAbs("."), env, &log
	stdout, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ready := false
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		out.WriteString(lines.Text() + "\n")
		if !ready && strings.HasPrefix(lines.Text(), "ready ") {
			ready = true
			ts.Check(cmd.Process.Signal(syscall.SIGTERM))
		}
	}
	err = cmd.Wait()
	ts.Check(os.WriteFile(ts.MkAbs("out"), out.Bytes(), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("log"), log.Bytes(), 0o600))
	ts.Logf("[out]\n%s[log]\n%s", &out, &log)
	if err != nil || !ready {
		ts.Fatalf("ready %v, then %v", ready, err)
	}
}
