package sshapp_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
	gossh "golang.org/x/crypto/ssh"

	"postern/sshapp"
	"postern/sshapp/sshtest"
)

// openssh runs the OpenSSH client as a person would who has never been here, and knows no other configuration.
type openssh struct {
	t      *testing.T
	server *sshtest.Server
	dir    string
	env    []string
}

func withOpenSSH(t *testing.T, server *sshtest.Server) *openssh {
	t.Helper()
	needs(t, "ssh")
	return &openssh{t: t, server: server, dir: t.TempDir(), env: append(os.Environ(), "TERM=xterm-256color")}
}

func needs(t *testing.T, program string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("%s is not installed", program) // CI installs it
	}
}

// clientTime ends a client that has not ended by itself, or a test that waits for it.
const clientTime = time.Minute

// command returns ssh with options and words; the words begin with the destination.
func (o *openssh) command(words ...string) *exec.Cmd {
	ctx, cancel := context.WithTimeout(o.t.Context(), clientTime)
	o.t.Cleanup(cancel)
	args := append([]string{
		"-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=" + filepath.Join(o.dir, "known_hosts"),
		"-p", strconv.Itoa(o.server.Port),
	}, words...)
	cmd := exec.CommandContext(ctx, "ssh", args...)
	cmd.Env = o.env
	return cmd
}

// run returns what a command printed, and its exit status.
func run(t *testing.T, cmd *exec.Cmd) (stdout, stderr string, status int) {
	t.Helper()
	var out, err bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &err
	_ = cmd.Run() // the status says it
	return out.String(), err.String(), cmd.ProcessState.ExitCode()
}

func TestOpenSSHIsAskedForNothing(t *testing.T) {
	needs(t, "ssh-agent")
	o := withOpenSSH(t, sshtest.Serve(t, blog(t), sshtest.Config{}))
	key := filepath.Join(o.dir, "key")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen: %v: %s", err, out)
	}
	// ssh-agent runs the command with a fresh agent of its own, which ends with it.
	cmd := o.command("-v", "-i", key, "reader@127.0.0.1")
	cmd.Args = append([]string{"ssh-agent", "sh", "-c", `ssh-add -q "$0" && exec "$@"`, key}, cmd.Args...)
	cmd.Path, _ = exec.LookPath("ssh-agent")
	stdout, stderr, status := run(t, cmd)
	if status != 0 || !strings.Contains(stdout, "First words") {
		t.Fatalf("status %d, stdout %q, stderr %s", status, stdout, stderr)
	}
	if !strings.Contains(stderr, `using "none"`) {
		t.Errorf("not let in at once: %s", stderr)
	}
	if strings.Contains(stderr, "Offering public key") {
		t.Errorf("a key was offered: %s", stderr)
	}
}

func TestReservedLoginNamesProveAKey(t *testing.T) {
	o := withOpenSSH(t, sshtest.Serve(t, blog(t), sshtest.Config{}))
	key := filepath.Join(o.dir, "key")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen: %v: %s", err, out)
	}
	for _, user := range []string{"me", "owner"} {
		if _, stderr, status := run(t, o.command("-o", "BatchMode=yes", "-o", "IdentityAgent=none", user+"@127.0.0.1")); status != 255 || !strings.Contains(stderr, "(publickey)") {
			t.Errorf("%s without a key: status %d, %s", user, status, stderr)
		}
		if stdout, stderr, status := run(t, o.command("-i", key, user+"@127.0.0.1")); status != 0 || !strings.Contains(stdout, "First words") {
			t.Errorf("%s with a key: status %d, %s", user, status, stderr)
		}
	}
}

func TestOpenSSHWithoutATerminal(t *testing.T) {
	o := withOpenSSH(t, sshtest.Serve(t, blog(t), sshtest.Config{}))
	stdout, stderr, status := run(t, o.command("-T", "127.0.0.1"))
	if status != 0 || !strings.HasPrefix(stdout, "2026-01-03  first-words  First words\n") || strings.Contains(stdout, "\x1b") {
		t.Errorf("status %d, stdout %q", status, stdout)
	}
	if !strings.Contains(stderr, "To read in full screen: ssh -p ") {
		t.Errorf("stderr %q", stderr)
	}
	cmd := o.command("-tt", "127.0.0.1") // a terminal, but no input
	if _, stderr, status := run(t, cmd); status != 0 {
		t.Errorf("without input: status %d, %s", status, stderr)
	}
}

func TestOpenSSHMultiplexed(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	o := withOpenSSH(t, server)
	socket := filepath.Join(o.dir, "s")
	first, err := pty.Start(o.command("-M", "-S", socket, "-tt", "127.0.0.1"))
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	sshtest.Eventually(t, "the control socket", func() bool { _, err := os.Stat(socket); return err == nil })
	reads(t, first, "First words")
	go func() { _, _ = io.Copy(io.Discard, first) }()
	before := len(served())
	for range 3 {
		cmd := o.command("-S", socket, "-tt", "127.0.0.1", "oldest")
		second, err := pty.Start(cmd)
		if err != nil {
			t.Fatal(err)
		}
		reads(t, second, "It all began here.")
		_ = second.Close() // the terminal's window is closed: a hang-up
		_ = cmd.Wait()
	}
	leavesNothing(t, before)
	if _, err := io.WriteString(first, "\r"); err != nil { // the first still reads
		t.Fatal(err)
	}
}

// reads reads from a terminal until it has shown a text.
func reads(t *testing.T, terminal io.Reader, text string) {
	t.Helper()
	var got strings.Builder
	buf := make([]byte, 4096)
	for !strings.Contains(got.String(), text) {
		n, err := terminal.Read(buf)
		got.Write(buf[:n])
		if err != nil {
			t.Fatalf("%v before %q; got %q", err, text, got.String())
		}
	}
}

// Other clients get in as well, whatever else is offered and announced to them.
func TestOtherClients(t *testing.T) {
	key := sshtest.NewHostKey(t)
	server := sshtest.Serve(t, blog(t), sshtest.Config{HostKeys: sshapp.HostKeys{
		InUse: []gossh.Signer{key, newRSAHostKey(t), certified(t, sshtest.NewHostKey(t), key)},
		Next:  []gossh.Signer{sshtest.NewHostKey(t)},
	}})
	port := strconv.Itoa(server.Port)
	t.Run("dropbear", func(t *testing.T) {
		needs(t, "dbclient")
		cmd := exec.CommandContext(t.Context(), "dbclient", "-T", "-y", "-p", port, "reader@127.0.0.1")
		cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
		if stdout, stderr, status := run(t, cmd); status != 0 || !strings.Contains(stdout, "First words") {
			t.Errorf("status %d, stdout %q, stderr %s", status, stdout, stderr)
		}
	})
	t.Run("putty", func(t *testing.T) {
		needs(t, "plink")
		cmd := exec.CommandContext(t.Context(), "plink", "-ssh", "-T", "-batch", "-hostkey", server.Fingerprint, "-P", port, "reader@127.0.0.1")
		cmd.Env = append(os.Environ(), "HOME="+t.TempDir())
		if stdout, stderr, status := run(t, cmd); status != 0 || !strings.Contains(stdout, "First words") {
			t.Errorf("status %d, stdout %q, stderr %s", status, stdout, stderr)
		}
	})
}

// ssh-audit finds nothing that fails, and exactly what our policy says. Versions older than an algorithm warn of its name.
func TestSSHAudit(t *testing.T) {
	needs(t, "ssh-audit")
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	audit := func(args ...string) (string, int) {
		args = append(args, "-n", "-p", strconv.Itoa(server.Port), "127.0.0.1")
		out, stderr, status := run(t, exec.CommandContext(t.Context(), "ssh-audit", args...))
		return out + stderr, status
	}
	if out, _ := audit(); strings.Contains(out, "[fail]") || !strings.Contains(out, "kex-strict-s-v00@openssh.com") {
		t.Errorf("%s", out)
	}
	if out, status := audit("-P", "../docs/ssh-audit.policy"); status != 0 || !strings.Contains(out, "Passed") {
		t.Errorf("status %d: %s", status, out)
	}
}

// A server that stops lets clients end by themselves: their exit status is 0, and they do not speak of a connection
// that was closed.
func TestOpenSSHIsSentAwayGently(t *testing.T) {
	server := sshtest.Serve(t, blog(t), sshtest.Config{})
	o := withOpenSSH(t, server)
	cmd := o.command("-tt", "127.0.0.1")
	terminal, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	defer terminal.Close()
	reads(t, terminal, "First words")
	server.Stop(t)
	rest, _ := io.ReadAll(terminal) // ends with an error on Linux, as terminals do
	if err := cmd.Wait(); err != nil || !strings.Contains(string(rest), "Come back with") || strings.Contains(string(rest), "remote host") {
		t.Errorf("%v, and the terminal shows %q", err, rest)
	}
}
