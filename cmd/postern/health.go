package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"time"

	"github.com/spf13/cobra"

	"postern/sshapp"
)

const (
	healthTimeout = 5 * time.Second
	banner        = "SSH-2.0-" // RFC 4253, section 4.2; a server of ours sends nothing before it
)

func (p program) healthCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "health [ADDR]",
		Short: "Exit 0 if a server answers at ADDR",
		Long: "Connects to ADDR and waits up to 5 seconds for an SSH server to answer: for a container's health check.\n" +
			"Without ADDR it is the first address that 'postern serve' would listen on with the same environment and the\n" +
			"same postern.toml. If it connects from an address in proxy_from it says, as a proxy has to, who it is.",
		Args: arguments(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := loadConfig(nil, cmd.Flags(), p.environ)
			if err != nil {
				return err
			}
			if len(args) == 0 {
				args = []string{reachable(c.listen[0])}
			}
			if _, err := addresses(args); err != nil {
				return &usageError{err}
			}
			return health(cmd.Context(), args[0], c.proxyFrom)
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	addFlags(cmd, "proxy_from")
	return cmd
}

// reachable turns an address to listen on into one to connect to.
func reachable(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	switch host { // by number: an image has no list of hosts
	case "", "0.0.0.0":
		host = "127.0.0.1"
	case "::":
		host = "::1"
	}
	return net.JoinHostPort(host, port)
}

// health returns nil if an SSH server at addr, which trusts proxies, answers in time.
func health(ctx context.Context, addr string, proxies []netip.Prefix) error {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, sshapp.CheckHeader(proxies, conn.LocalAddr())); err != nil {
		return err
	}
	if err := greeting(ctx, conn); err != nil {
		return fmt.Errorf("%s is no healthy server: %w", addr, err)
	}
	return nil
}

// greeting wants a server's first bytes to be those of SSH before ctx is done.
func greeting(ctx context.Context, conn net.Conn) error {
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	answer := make([]byte, len(banner))
	if _, err := io.ReadFull(conn, answer); err != nil {
		return fmt.Errorf("it does not answer: %w", cmp.Or(ctx.Err(), err))
	}
	if string(answer) != banner {
		return fmt.Errorf("it answers %q, not %q", answer, banner)
	}
	return nil
}
