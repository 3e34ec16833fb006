package sshapp

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"charm.land/ssh"

	"postern/posts"
	"postern/tui"
)

// Exit statuses of sessions, as the contract names them.
const (
	exitDone   = 0
	exitFault  = 1
	exitLimit  = 5
	exitNoSuch = 127
)

// serveSession serves one session by what the client asked for, and logs how it ended.
func (s *Server) serveSession(sess ssh.Session, f *filter) {
	began := time.Now()
	defer f.conn.serving()()

	status, err := s.contained(sess, f)
	_ = sess.Exit(status) // the client may be gone
	why := "done"
	if err != nil {
		why = err.Error()
	}
	if p := f.conn.why.Load(); p != nil {
		why = *p
	}
	s.logger.Info("session ended", "network", f.conn.network(), "terminal", f.pty,
		"seconds", int(time.Since(began).Seconds()), "bytes", f.written(), "status", status, "why", why)
}

// contained serves a session and ends it, and nothing else, when it panics.
func (s *Server) contained(sess ssh.Session, f *filter) (status int, err error) {
	defer func() {
		if value := recover(); value != nil {
			s.logPanic(value, debug.Stack())
			status, err = exitFault, errPanic
		}
	}()
	return s.admitted(sess, f)
}

// admitted serves a session if the server has a place for it, and returns its exit status.
func (s *Server) admitted(sess ssh.Session, f *filter) (int, error) {
	place, err := s.places.take(f.conn.prefix, f.end)
	if err != nil {
		_, _ = fmt.Fprintf(f.messages(sess), "%s Try again in a moment.\r\n", s.refusal(err))
		return exitLimit, err
	}
	defer s.places.leave(place)
	start, linear := s.wantsLinear(sess, f)
	switch {
	case linear:
		err = s.serveLinear(f, place, start)
	case f.pty:
		err = s.serveTerminal(f, place, s.startAddress(sess.User(), sess.Command()))
	default:
		timer := time.AfterFunc(s.limits.CommandTime, func() { f.end(errSessionMax) })
		defer timer.Stop()
		go f.conn.contain(func() { _, _ = io.Copy(io.Discard, f.channel) }) // unread, it would be kept in memory
		return s.servePlain(sess)
	}
	switch {
	case errors.Is(err, errPanic):
		return exitFault, err
	case errors.Is(err, errNoKey), errors.Is(err, errSessionMax), errors.Is(err, errGaveWay):
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

// servePlain serves a session without a terminal: the list as text, one post a line, sortable and greppable.
func (s *Server) servePlain(sess ssh.Session) (int, error) {
	host, port := s.publicAddress(sess.LocalAddr())
	if words := sess.Command(); len(words) > 0 {
		_, _ = fmt.Fprintf(sess.Stderr(), "postern: %q needs a terminal here: %s\n",
			posts.CleanLine(words[0]), tui.Command(host, port, words[0]))
		return exitNoSuch, nil
	}
	for _, post := range s.library().Posts() {
		if _, err := fmt.Fprintf(sess, "%s  %s  %s\n", post.Date.Format(time.DateOnly), post.Slug, post.Title); err != nil {
			return exitDone, fmt.Errorf("write list: %w", err)
		}
	}
	_, _ = fmt.Fprintf(sess.Stderr(), "To read in full screen: %s\n", tui.Command(host, port, ""))
	return exitDone, nil
}
