package sshapp

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"

	gossh "golang.org/x/crypto/ssh"
)

// The kinds of sessions, as an [Observer] is told them.
const (
	kindReader  = "reader"
	kindLinear  = "linear"
	kindCommand = "command"
	kindSFTP    = "sftp"
	kindSCP     = "scp"
)

// counted tells the observer that a session began, and by the function that it returns that it ended.
func (s *Server) counted(kind string) (done func()) {
	s.observer.SessionOpened(kind)
	return func() { s.observer.SessionClosed(kind) }
}

// handshakeRefusal says in a word why an admitted connection did not authenticate.
func handshakeRefusal(err error) string {
	if _, ok := errors.AsType[*gossh.ServerAuthError](err); ok {
		return "authentication"
	}
	if _, ok := errors.AsType[*gossh.AlgorithmNegotiationError](err); ok {
		return "algorithms"
	}
	switch {
	case errors.Is(err, net.ErrClosed):
		return "gave_way" // or the server stopped: it was us who closed it
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "too_slow"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE),
		strings.HasPrefix(err.Error(), "ssh: disconnect"): // the library does not export that error
		return "client_left"
	default:
		return "protocol" // it speaks no SSH that we understand
	}
}

// ending says in a word of ours why a session ended: what the network says of it names the reader's address.
func ending(err error) string {
	switch {
	case err == nil:
		return wantedQuits
	case broke(err):
		return "the connection broke"
	default:
		return err.Error()
	}
}

// isOver reports whether an error says no more than that the session has ended, and why.
func isOver(err error) bool {
	causes := []error{
		context.Canceled, errStopping, errNoKey, errSessionMax, errGaveWay, errHangUp, errEndOfInput, errStalled, errAhead,
	}
	return slices.ContainsFunc(causes, func(cause error) bool { return errors.Is(err, cause) })
}

// broke reports whether an error says no more than that the connection is gone.
func broke(err error) bool {
	_, network := errors.AsType[*net.OpError](err)
	return network || errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe) || errors.Is(err, net.ErrClosed)
}

// sessionRefusal says in a word why a session got no place.
func sessionRefusal(err error) string {
	switch {
	case errors.Is(err, errSourceTaken):
		return "source_full"
	case errors.Is(err, errStopping):
		return "stopping"
	default:
		return "full"
	}
}
