package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"postern/keys"
)

// keysOn runs a command on the keys of a blog and wants it to succeed.
func keysOn(t *testing.T, args ...string) (stdout string) {
	t.Helper()
	status, stdout, stderr := execute(t.Context(), nil, append([]string{"keys"}, args...)...)
	if status != exitDone || stderr != "" {
		t.Fatalf("keys %q: status %d, %s", args, status, stderr)
	}
	return stdout
}

// opensshKey makes a key as OpenSSH does.
func opensshKey(t *testing.T, args ...string) (file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "key")
	keygen(t, append([]string{"-q", "-N", "", "-C", "", "-f", file}, args...)...)
	return file
}

func keygen(t *testing.T, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("ssh-keygen is not installed")
	}
	out, err := exec.CommandContext(t.Context(), "ssh-keygen", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("ssh-keygen %q: %v\n%s", args, err, out)
	}
	return string(out)
}

// A key that OpenSSH has made is shown and published as OpenSSH shows and publishes it.
func TestKeysAsOpenSSHSaysIt(t *testing.T) {
	for _, args := range [][]string{{"-t", "ed25519"}, {"-t", "ecdsa"}, {"-t", "rsa", "-b", "2048"}, {"-t", "rsa", "-b", "2048", "-m", "PEM"}} {
		blog, file := t.TempDir(), opensshKey(t, args...)
		keysOn(t, "import", file, blog)

		picture := strings.SplitN(keygen(t, "-l", "-v", "-f", file), "\n", 2)
		list := keysOn(t, "list", blog)
		if fingerprint := strings.Fields(picture[0])[1]; !strings.Contains(list, fingerprint+"\n  in use\n") || !strings.Contains(list, "\n"+picture[1]) {
			t.Errorf("%q: the list is\n%s\nand ssh-keygen's\n%s", args, list, picture)
		}
		records := keygen(t, "-r", "blog.example.com", "-f", file)
		if got := keysOn(t, "sshfp", blog, "--public-host", "blog.example.com"); got != records {
			t.Errorf("%q: records\n%s\nand ssh-keygen's\n%s", args, got, records)
		}
		public := strings.Join(strings.Fields(keygen(t, "-y", "-f", file))[:2], " ") + "\n"
		if got := keysOn(t, "known-hosts", blog, "--public-host", "blog.example.com"); got != "[blog.example.com]:2222 "+public {
			t.Errorf("%q: %s, want the port that is listened on and %s", args, got, public)
		}
		if got := keysOn(t, "known-hosts", blog, "--public-host", "blog.example.com", "--public-port", "22"); got != "blog.example.com "+public {
			t.Errorf("%q: %s, want %s", args, got, public)
		}
	}
}

// What the owner is told in the course of a rotation.
func TestKeysRotate(t *testing.T) {
	blog := t.TempDir()
	keysOn(t, "import", opensshKey(t, "-t", "ed25519"), blog)
	day := keys.Day(time.Now())
	in90 := day.AddDate(0, 0, 90).Format(time.DateOnly)
	if said := keysOn(t, "rotate", blog); !strings.Contains(said, "ssh_host_ed25519_"+in90+"_key\nIt is announced to readers' clients, and in use from "+in90) {
		t.Errorf("rotate says\n%s", said)
	}
	if list := keysOn(t, "list", blog); !strings.Contains(list, "\n  next: announced to readers' clients, in use from "+in90+" (in 90 days)\n") {
		t.Errorf("the list is\n%s", list)
	}
	if records := keysOn(t, "sshfp", blog, "--public-host", "h"); strings.Count(records, "h IN SSHFP 4 2 ") != 2 {
		t.Errorf("the next key is to be published, too:\n%s", records)
	}
	status, _, stderr := execute(t.Context(), nil, "keys", "rotate", blog)
	if status != exitFailed || !strings.Contains(stderr, "is next already, in use from "+in90+"\nhint: to change its day: postern keys rotate --after DAYS") {
		t.Errorf("a second time: status %d, %s", status, stderr)
	}

	if said := keysOn(t, "rotate", blog, "--after", "0"); !strings.Contains(said, "\nIt is in use now.\n") {
		t.Errorf("rotate --after 0 says\n%s", said)
	}
	list := keysOn(t, "list", blog)
	if !strings.Contains(list, "\n  retired\n  "+filepath.Join(blog, "keys", "ssh_host_ed25519_key.retired\n")) || strings.Count(list, "in use") != 1 {
		t.Errorf("the list is\n%s", list)
	}
	if said := keysOn(t, "rotate", blog, "--type", "RSA"); !strings.HasPrefix(said, "RSA ") || !strings.Contains(said, "\nIt is in use now.\n") {
		t.Errorf("a first RSA key: %s", said)
	}
}

func TestKeysRefusals(t *testing.T) {
	blog, made := t.TempDir(), t.TempDir()
	key := opensshKey(t, "-t", "ed25519")
	keysOn(t, "import", key, made)
	for _, tt := range []struct {
		status int
		says   string
		args   []string
	}{
		{exitFailed, "no host key is there\nhint: if the blog has had one, put it back", []string{"list", blog}},
		{exitFailed, "no host key is there\nhint: ", []string{"rotate", blog}},
		{exitFailed, "none: there is no such file\nhint: name a private key, such as /etc/ssh/", []string{"import", filepath.Join(blog, "none"), blog}},
		{exitFailed, key + ".pub is a public key\nhint: name the private one: " + key + "\n", []string{"import", key + ".pub", blog}},
		{exitUsage, `--type: "dsa" is none of ed25519, ecdsa, rsa`, []string{"rotate", made, "--type", "dsa"}},
		{exitUsage, `--type: "dsa" is none of ed25519, ecdsa, rsa`, []string{"rotate", blog, "--type", "dsa"}},
		{exitUsage, "say it with --public-host NAME", []string{"sshfp", made}},
		{exitUsage, "say it with --public-host NAME", []string{"known-hosts", made}},
		{exitUsage, "--after: \"-1\" is not a number of days from 0 to 3650", []string{"rotate", made, "--after", "-1"}},
		{exitUsage, "--after: \"9999\" is not", []string{"import", "file", made, "--after", "9999"}},
		{exitUsage, "postern: --after: \"x\" is not a number of days from 0 to 3650\n", []string{"rotate", made, "--after", "x"}},
		{exitUsage, "unknown command \"nosuch\" for \"postern keys\"\n", []string{"nosuch"}},
		{exitUsage, `unknown command "lst" for "postern keys"; did you mean "list"?`, []string{"lst"}},
		{exitUsage, "an argument is missing: postern keys import FILE [DIR]", []string{"import"}},
	} {
		status, stdout, stderr := execute(t.Context(), nil, append([]string{"keys"}, tt.args...)...)
		if status != tt.status || stdout != "" || !strings.Contains(stderr, tt.says) {
			t.Errorf("keys %q: status %d, stdout %q, stderr %q; want %d, %q", tt.args, status, stdout, stderr, tt.status, tt.says)
		}
	}
	if _, err := os.Stat(filepath.Join(blog, "keys")); err == nil {
		t.Error("a refusal left a folder")
	}
}

func TestPassphraseOfTheKeys(t *testing.T) {
	blog := t.TempDir()
	file := opensshKey(t, "-t", "ed25519")
	keysOn(t, "import", file, blog)
	key := filepath.Join(blog, "keys", "ssh_host_ed25519_key")
	keygen(t, "-q", "-p", "-a", "1", "-P", "", "-N", "a secret", "-f", key)
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("a secret\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		environ []string
		args    []string
		status  int
		says    string
	}{
		{nil, nil, exitFailed, "or give the passphrase in a file of its own: --keys-passphrase-file"},
		{[]string{"POSTERN_KEYS_PASSPHRASE=a secret"}, nil, exitDone, ""},
		{[]string{"POSTERN_KEYS_PASSPHRASE_FILE=" + secret}, nil, exitDone, ""},
		{nil, []string{"--keys-passphrase-file", secret}, exitDone, ""},
		{[]string{"POSTERN_KEYS_PASSPHRASE=another"}, []string{"--keys-passphrase-file", secret}, exitFailed, "encrypted with another passphrase"},
		{nil, []string{"--keys-passphrase-file", os.DevNull}, exitUsage, "its first line is empty"},
		{nil, []string{"--keys-passphrase", "a secret"}, exitUsage, "unknown flag"},
	} {
		status, _, stderr := execute(t.Context(), tt.environ, append([]string{"keys", "list", blog}, tt.args...)...)
		if status != tt.status || !strings.Contains(stderr, tt.says) {
			t.Errorf("%q, %q: status %d, %s; want %d, %q", tt.environ, tt.args, status, stderr, tt.status, tt.says)
		}
	}
	const needed = "without the same keys_passphrase_file the server does not start.\n"
	if out := keysOn(t, "rotate", blog, "--keys-passphrase-file", secret); !strings.Contains(out, needed) {
		t.Errorf("it does not say that the server needs the passphrase:\n%s", out)
	}
	if out := keysOn(t, "import", file, t.TempDir()); strings.Contains(out, needed) {
		t.Errorf("it says so of a key without one:\n%s", out)
	}
}
