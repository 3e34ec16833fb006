package main

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"postern/sshapp/sshtest"
)

const (
	serviceUnit = "../../docs/postern.service"
	socketUnit  = "../../docs/postern.socket"

	maxExposure = 1.5 // of systemd-analyze security, from 0 to 10
)

// The service of docs/deploy.md is shut in.
func TestServiceIsShutIn(t *testing.T) {
	out := analyze(t, "security", "--offline=true", "--no-pager", serviceUnit)
	found := regexp.MustCompile(`Overall exposure level for \S+: (\S+)`).FindStringSubmatch(out)
	if found == nil {
		t.Fatalf("no level in %s", out)
	}
	if level, err := strconv.ParseFloat(found[1], 64); err != nil || level > maxExposure {
		t.Errorf("exposure is %s, want at most %g\n%s", found[1], maxExposure, out)
	}
}

// systemd understands all of the units.
func TestUnitsAreUnderstood(t *testing.T) {
	program, err := exec.LookPath("postern")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var files []string
	for _, unit := range []string{serviceUnit, socketUnit} {
		file := filepath.Join(dir, filepath.Base(unit))
		if err := os.WriteFile(file, bytes.ReplaceAll(read(t, unit), []byte("/usr/local/bin/postern"), []byte(program)), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	if out := analyze(t, append([]string{"verify", "--man=no"}, files...)...); strings.Contains(out, dir) {
		t.Errorf("systemd says %s", out)
	}
}

func analyze(t *testing.T, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("systemd-analyze is not installed") // CI installs it
	}
	out, err := exec.CommandContext(t.Context(), "systemd-analyze", args...).CombinedOutput()
	if err != nil {
		t.Errorf("systemd-analyze %s: %v: %s", args[0], err, out)
	}
	return string(out)
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// The command of the service serves a blog into whose folder nothing is written.
func TestServiceLeavesTheBlogAlone(t *testing.T) {
	var args []string
	for line := range strings.Lines(string(read(t, serviceUnit))) {
		if command, ok := strings.CutPrefix(line, "ExecStart=/usr/local/bin/postern serve "); ok {
			args = strings.Fields(command)
		}
	}
	dir, state := blogFolder(t), t.TempDir()
	for i := range args {
		args[i] = strings.NewReplacer("/srv/blog", dir, "${STATE_DIRECTORY}", state).Replace(args[i])
	}
	_, passed := socket(t)
	p := start(t, []*os.File{passed}, []string{"LISTEN_FDS=1"}, args...)
	p.prints(t, "search night", "The first post")
	p.signal(t, syscall.SIGTERM)
	p.ends(t)
	if got := entries(t, dir); !slices.Equal(got, []string{"postern.toml", "posts"}) {
		t.Errorf("in the blog's folder are %q", got)
	}
	if got := entries(t, state); !slices.Equal(got, []string{"keys", "search"}) {
		t.Errorf("in the state folder are %q", got)
	}
}

func entries(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, e := range entries {
		found = append(found, e.Name())
	}
	return found
}

// systemd is told what the process does.
func TestSystemdIsTold(t *testing.T) {
	address := filepath.Join(t.TempDir(), "notify")
	told, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: address, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer told.Close()
	hears := func(want string) {
		t.Helper()
		if err := told.SetReadDeadline(time.Now().Add(sshtest.Patience)); err != nil {
			t.Fatal(err)
		}
		buf := make([]byte, 64)
		for {
			n, err := told.Read(buf)
			if err != nil {
				t.Fatal(err)
			}
			switch got := string(buf[:n]); {
			case got == want:
				return
			case got != "WATCHDOG=1":
				t.Fatalf("told %q, want %q", got, want)
			}
		}
	}
	p := start(t, nil, []string{"NOTIFY_SOCKET=" + address, "WATCHDOG_USEC=100000"}, blogFolder(t), "--listen", "127.0.0.1:0")
	hears("READY=1")
	hears("WATCHDOG=1")
	p.signal(t, syscall.SIGHUP)
	hears("RELOADING=1")
	hears("READY=1")
	p.Open(t, "", sshtest.Window{}).Sees("The first post")
	p.signal(t, syscall.SIGTERM)
	hears("STOPPING=1")
	p.ends(t)
}
