package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"postern/keys"
	"postern/keys/publish"
	"postern/posts"
)

// announceDays is how long a new key is announced, unless the owner says otherwise. Readers of a blog come seldom, and
// a key that waits costs nothing.
const announceDays = 90

const maxAnnounceDays = 3650

func (p program) keysCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Show, publish and change the host keys",
		Long: "Readers know a server by its host key, and are warned when it changes. These commands show\n" +
			"the keys, print what makes them known, and change them without a warning.",
	}
	cmd.AddCommand(p.keysListCommand(), p.knownHostsCommand(), p.sshfpCommand(), p.keysRotateCommand(), p.keysImportCommand())
	return cmd
}

// keysOf reads the settings and the keys of a command that was given the folder of a blog, or not.
func (p program) keysOf(cmd *cobra.Command, args []string) (config, keys.Folder, error) {
	c, err := loadConfig(args, cmd.Flags(), p.environ)
	return c, keys.Folder{Path: c.keys, Passphrase: c.passphrase}, err
}

func (p program) keysListCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list [DIR]",
		Short: "Show the host keys with their fingerprints and pictures, and what each one does",
		Args:  oneFolder,
		RunE: func(cmd *cobra.Command, args []string) error {
			_, folder, err := p.keysOf(cmd, args)
			if err != nil {
				return err
			}
			now := time.Now()
			set, err := folder.Load(now)
			if err != nil {
				return err
			}
			retired, unreadable := folder.Retired()
			for _, key := range slices.Concat(set.Keys, retired) {
				describeKey(cmd.OutOrStdout(), key, now)
			}
			for _, problem := range slices.Concat(set.Problems, unreadable) {
				fmt.Fprintf(cmd.OutOrStdout(), "problem: %s\nhint: %s\n", posts.CleanLine(problem.Error()), posts.CleanLine(hintOf(problem)))
			}
			return nil
		},
		ValidArgsFunction: completeFolder,
	}
	addFlags(cmd, "keys", "keys_passphrase_file")
	return cmd
}

// describeKey prints what an owner wants to know of a key.
func describeKey(w io.Writer, key keys.Key, now time.Time) {
	fmt.Fprintf(w, "%s %s\n  %s\n  %s\n  made %s (%s)\n",
		key.Type, key.Fingerprint(), state(key, now), posts.CleanLine(key.File),
		key.Made.Format(time.DateOnly), ago(now.Sub(key.Made)))
	if key.Certificate != nil {
		fmt.Fprintf(w, "  certificate %s\n", certificate(key))
	}
	if key.Role != keys.Retired {
		fmt.Fprintf(w, "%s\n", publish.Art(key.Signer.PublicKey()))
	}
	fmt.Fprintln(w)
}

func state(key keys.Key, now time.Time) string {
	if key.Role != keys.Next {
		return key.Role.String()
	}
	from := key.From.Format(time.DateOnly)
	if !key.From.After(now) {
		return fmt.Sprintf("next: its day was %s, a running server takes it into use within the hour", from)
	}
	return fmt.Sprintf("next: announced to readers' clients, in use from %s (in %s)", from, days(key.From.Sub(now)))
}

func ago(d time.Duration) string {
	if d < 24*time.Hour {
		return "today"
	}
	return days(d) + " ago"
}

func days(d time.Duration) string {
	return count(int((d+24*time.Hour-1)/(24*time.Hour)), "day", "days")
}

func (p program) knownHostsCommand() *cobra.Command {
	return p.publishCommand("known-hosts [DIR]", "Print lines for ~/.ssh/known_hosts, as ssh-keyscan would find them",
		func(c config, key keys.Key) []string {
			return []string{publish.KnownHosts(c.publicHost, publicPort(c), key.Signer.PublicKey())}
		}, "public_port", "listen")
}

func (p program) sshfpCommand() *cobra.Command {
	return p.publishCommand("sshfp [DIR]", "Print SSHFP records for the DNS, as 'ssh-keygen -r' does",
		func(c config, key keys.Key) []string { return publish.SSHFP(c.publicHost, key.Signer.PublicKey()) })
}

// publishCommand is a command that prints lines for each key that is in use or next: what is published in time
// is known when the key is needed.
func (p program) publishCommand(use, short string, lines func(config, keys.Key) []string, settings ...string) *cobra.Command {
	cmd := &cobra.Command{
		Use: use, Short: short, Args: oneFolder,
		Long: short + ".\nKeys that are next are among them, so that they are known before they are in use.",
		RunE: func(cmd *cobra.Command, args []string) error {
			c, folder, err := p.keysOf(cmd, args)
			if err != nil {
				return err
			}
			if c.publicHost == "" {
				return &usageError{errors.New("it is not known by which name readers come; say it with --public-host NAME")}
			}
			set, err := folder.Load(time.Now())
			if err != nil {
				return err
			}
			for _, key := range set.Keys {
				fmt.Fprintln(cmd.OutOrStdout(), strings.Join(lines(c, key), "\n"))
			}
			return nil
		},
		ValidArgsFunction: completeFolder,
	}
	addFlags(cmd, append(settings, "keys", "keys_passphrase_file", "public_host")...)
	return cmd
}

// publicPort is the port that readers are told, else the first that is listened on.
func publicPort(c config) int {
	_, port, err := net.SplitHostPort(c.listen[0])
	if err != nil {
		return cmp.Or(c.publicPort, sshPort)
	}
	n, _ := strconv.Atoi(port) // the settings have checked it
	return cmp.Or(c.publicPort, n, sshPort)
}
