package sshapp

import (
	"cmp"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"charm.land/ssh"
)

// Exit statuses of sessions, as the README names them.
const (
	exitDone        = 0
	exitNothing     = 1
	exitFault       = 1
	exitUsage       = 2
	exitNoPost      = 4
	exitLimit       = 5
	exitNoSuch      = 127
	exitInterrupted = 130 // as shells say of ctrl+c
)

const inSession = "a session"

// serveSession serves one session by what the client asked for.
func (s *Server) serveSession(sess ssh.Session, f *filter) {
	defer f.conn.serving()()

	status, err := s.contained(sess, f)
	if cause := f.cause(); cause != nil {
		status, err = cmp.Or(status, exitLimit), cause
	}
	_ = sess.Exit(status) // the client may be gone
	if f.place != nil {
		s.places.leave(f.place) // not before: a server that stops closes the connection when all have left
	}
	f.conn.visit.sessionEnded(f.written(), ending(err))
}

// contained serves a session and ends it, and nothing else, when it panics.
func (s *Server) contained(sess ssh.Session, f *filter) (status int, err error) {
	defer func() {
		if value := recover(); value != nil {
			s.logPanic(inSession, value, debug.Stack())
			status, err = exitFault, errPanic
		}
	}()
	return s.admitted(sess, f)
}

// admitted serves a session if the server has a place for it, and returns its exit status.
func (s *Server) admitted(sess ssh.Session, f *filter) (int, error) {
	place, err := s.places.take(f.conn.prefix, f.end)
	f.conn.arrived.Store(true)
	if err != nil {
		s.observer.SessionRefused(sessionRefusal(err))
		_, _ = fmt.Fprintf(f.messages(sess), "%s Try again in a moment.\r\n", s.refusal(err))
		return exitLimit, err
	}
	f.place = place
	f.conn.visit.loggedIn(s.loginFor(sess.User()))
	defer identityOf(sess.Context()).awaitProof(time.Now())
	if f.sftp {
		return s.serveSFTP(f, place)
	}
	words, wrong := splitWords(sess.RawCommand())
	for len(words) > 0 && words[0] == "--" { // what follows is for us, not for the client
		words = words[1:]
	}
	start, linear := s.wantsLinear(sess.User(), words, f)
	switch {
	case isSCP(words) && !f.pty:
		return s.serveSCP(f, place, words[1:])
	case wrong != nil, isCommand(words):
		return s.serveCommand(f, place, words, wrong)
	case linear:
		err = s.serveLinear(f, place, start)
	case f.pty:
		err = s.serveTerminal(f, place, s.startAddress(sess.User(), words))
	default:
		if start := s.startAddress(sess.User(), words); len(words) == 0 && start != "" {
			words = []string{start}
		}
		return s.serveCommand(f, place, words, nil)
	}
	switch {
	case errors.Is(err, errPanic):
		return exitFault, err
	case errors.Is(err, errNoKey), errors.Is(err, errSessionMax), errors.Is(err, errGaveWay), errors.Is(err, errStalled):
		return exitLimit, err
	default:
		return exitDone, err
	}
}

// refusal says why a session got no place.
func (s *Server) refusal(err error) string {
	switch {
	case errors.Is(err, errSourceTaken):
		return fmt.Sprintf("%d sessions run from your address already.", s.limits.SourceSessions)
	case errors.Is(err, errStopping):
		return "The server restarts."
	default:
		return fmt.Sprintf("All %d places are taken.", s.limits.Sessions)
	}
}

// startAddress returns the address that a terminal session opens: the command, else the login name if it is the
// whole name of a post. A login name that is not is a person's own and opens the list, so beginnings of
// names do not count here.
func (s *Server) startAddress(user string, words []string) string {
	if len(words) > 0 {
		return words[0]
	}
	if user == loginPlain || s.library().Named(user) == nil {
		return ""
	}
	return user
}

// isCommand reports whether a command line begins with the name of a command. With a terminal everything else is
// the address of a post, which the reader opens.
func isCommand(words []string) bool {
	if len(words) == 0 {
		return false
	}
	_, ok := commandNamed(words[0])
	return ok
}
