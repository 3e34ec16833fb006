package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/crypto/ssh"

	"postern/keys"
	"postern/posts"
)

// afterDays is the flag of the commands that add a key: when it is in use.
type afterDays struct {
	days  int
	given bool
}

func (a *afterDays) String() string { return strconv.Itoa(a.days) }
func (a *afterDays) Type() string   { return "DAYS" }

func (a *afterDays) Set(value string) error {
	n, err := strconv.Atoi(value)
	if err != nil || n < 0 || n > maxAnnounceDays {
		return fmt.Errorf("%q is not a number of days from 0 to %d", value, maxAnnounceDays)
	}
	a.days, a.given = n, true
	return nil
}

func (a *afterDays) add(cmd *cobra.Command) {
	a.days = announceDays
	cmd.Flags().Var(a, "after", "days until the new key is in use; 0: at once, which warns readers who do not know it yet")
}

// from returns the day from which the key is in use.
func (a *afterDays) from(now time.Time) time.Time { return keys.Day(now).AddDate(0, 0, a.days) }

func (p program) keysRotateCommand() *cobra.Command {
	var (
		after afterDays
		kind  string
	)
	cmd := &cobra.Command{
		Use:   "rotate [DIR]",
		Short: "Make the next host key, and announce it until it follows the one in use",
		Long: "Makes a key that follows the one in use after a time. Until then a running server announces it, and\n" +
			"readers' clients learn it at their visits (OpenSSH's UpdateHostKeys), so that nobody is warned. Then the one in\n" +
			"use is renamed to ….retired and kept. A key of a type that the folder has none of is in use at once.\n\n" +
			"If a next key is there already, --after changes its day.",
		Example: "  postern keys rotate ~/blog\n  postern keys rotate ~/blog --after 30\n  postern keys rotate ~/blog --type rsa",
		Args:    oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := oneOf(strings.ToLower(kind), strings.Join(keys.Kinds(), "|")); err != nil {
				return &usageError{fmt.Errorf("--type: %w", err)}
			}
			_, folder, err := p.keysOf(cmd, args)
			if err != nil {
				return err
			}
			now := time.Now()
			key, err := rotate(folder, kind, after.from(now), now, after.given)
			if err != nil {
				return err
			}
			return added(cmd, folder, key, now)
		},
		ValidArgsFunction: completeFolder,
	}
	after.add(cmd)
	cmd.Flags().StringVar(&kind, "type", keys.Kinds()[0], "make a key of this `TYPE`: "+strings.Join(keys.Kinds(), ", "))
	offer(cmd, "type", keys.Kinds())
	addFlags(cmd, "keys", "keys_passphrase_file")
	return cmd
}

// rotate makes a key of a kind, or gives the one that is next already another day if move is set.
func rotate(folder keys.Folder, kind string, from, now time.Time, move bool) (keys.Key, error) {
	set, err := folder.Load(now)
	if err != nil {
		return keys.Key{}, err
	}
	for _, next := range set.With(keys.Next) {
		if !strings.EqualFold(next.Type, kind) {
			continue
		}
		if !move {
			return keys.Key{}, &hintError{
				fmt.Errorf("%s is next already, in use from %s", next.File, next.From.Format(time.DateOnly)),
				"to change its day: postern keys rotate --after DAYS",
			}
		}
		return folder.Reschedule(next, from, now)
	}
	return folder.Rotate(kind, from, now)
}

func (p program) keysImportCommand() *cobra.Command {
	var after afterDays
	cmd := &cobra.Command{
		Use:   "import FILE [DIR]",
		Short: "Take over a host key from OpenSSH or another server",
		Long: "Copies a private key, and the host certificate beside it, into the folder of the host keys. If that has no key\n" +
			"of its type, the copy is in use at once; else it follows the one in use, as with 'postern keys rotate'.",
		Example: "  postern keys import /etc/ssh/ssh_host_ed25519_key ~/blog",
		Args:    arguments(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			_, folder, err := p.keysOf(cmd, args[1:])
			if err != nil {
				return err
			}
			now := time.Now()
			if err := importable(args[0]); err != nil {
				return err
			}
			key, err := folder.Import(args[0], after.from(now), now)
			if err != nil {
				return err
			}
			return added(cmd, folder, key, now)
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return nil, cobra.ShellCompDirectiveDefault // the file of the key
			}
			return completeFolder(cmd, args[1:], word)
		},
	}
	after.add(cmd)
	addFlags(cmd, "keys", "keys_passphrase_file")
	return cmd
}

// importable says what is wrong with a file that is not even a damaged key: it is not there, or it is the public half.
// Package keys says all else.
func importable(file string) error {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &hintError{fmt.Errorf("%s: there is no such file", file), "name a private key, such as /etc/ssh/ssh_host_ed25519_key"}
	case err == nil && info.Mode().IsRegular() && isPublicKey(file):
		private, found := strings.CutSuffix(file, ".pub")
		if !found {
			private = "its file has no .pub at the end of its name"
		}
		return &hintError{fmt.Errorf("%s is a public key", file), "name the private one: " + private}
	}
	return nil
}

func isPublicKey(file string) bool {
	data, err := readLimited(file)
	if err != nil {
		return false
	}
	_, _, _, _, err = ssh.ParseAuthorizedKey(data)
	return err == nil
}

// added retires the keys that a new one follows at once, and tells the owner what happens now.
func added(cmd *cobra.Command, folder keys.Folder, key keys.Key, now time.Time) error {
	w := cmd.OutOrStdout()
	set, err := folder.Renew(now)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%s %s\n  %s\n", key.Type, key.Fingerprint(), posts.CleanLine(key.File))
	for _, k := range set.Keys {
		if k.File == key.File {
			key = k
		}
	}
	if key.Role == keys.Next {
		fmt.Fprintf(w, "It is announced to readers' clients, and in use from %s.\n", key.From.Format(time.DateOnly))
	} else {
		fmt.Fprintln(w, "It is in use now.")
	}
	if cmd.Flags().Changed("keys-passphrase-file") { // which no server hears of
		fmt.Fprintln(w, "It is encrypted with the passphrase that was given: without the same keys_passphrase_file the server does not start.")
	}
	fmt.Fprintln(w, "A running server sees it within the hour, or at once when it is told to reload (SIGHUP).\n"+
		"If you publish fingerprints or SSHFP records, publish this key's too: postern keys sshfp")
	for _, problem := range set.Problems {
		return problem
	}
	return nil
}
