package sshapp

import (
	"cmp"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"

	"github.com/charmbracelet/x/ansi"
	gossh "golang.org/x/crypto/ssh"

	"postern/posts"
)

// visit is what is known of a connection for its line in the log: which client came, how it logged in, and what it read.
// Of a login name only words that mean something here are kept, since others are people's own.
type visit struct {
	mu       sync.Mutex
	entered  bool
	login    string
	client   string
	sessions int
	bytes    int64
	why      string   // the last session ended
	read     []string // posts, commands and files, the first maxRead of them, each once
	more     int
}

const (
	maxRead     = 20  // things read that a line names
	maxWord     = 100 // cells of each word in a line
	otherLogin  = "other"
	noSession   = "there was no session"
	wantedQuits = "done"
)

// enter notes that the client was let in.
func (v *visit) enter(conn gossh.ConnMetadata) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.entered, v.client = true, cleanWord(string(conn.ClientVersion()))
}

// loggedIn notes what the login name means here.
func (v *visit) loggedIn(login string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.login = cleanWord(login)
}

// reads notes that something was read: the slug of a post, or the name of a command or a file.
func (v *visit) reads(what string) {
	what = cleanWord(what)
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case slices.Contains(v.read, what):
	case len(v.read) < maxRead:
		v.read = append(v.read, what)
	default:
		v.more++
	}
}

// sessionEnded notes how a session ended, and how many bytes it was sent.
func (v *visit) sessionEnded(bytes int64, why string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.sessions++
	v.bytes += bytes
	v.why = why
}

// ending says why the last session ended.
func (v *visit) ending() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.sessions == 0 {
		return noSession
	}
	return v.why
}

// attrs returns what the line says of the visit, or nil if the client was never let in.
func (v *visit) attrs() []any {
	v.mu.Lock()
	defer v.mu.Unlock()
	if !v.entered {
		return nil
	}
	read := strings.Join(v.read, " ")
	if v.more > 0 {
		read += fmt.Sprintf(" (and %d more)", v.more)
	}
	return []any{
		slog.String("login", cmp.Or(v.login, otherLogin)), slog.String("client", v.client), slog.String("read", read),
		slog.Int("sessions", v.sessions), slog.Int64("bytes", v.bytes),
	}
}

// cleanWord makes a short line of what someone else wrote.
func cleanWord(s string) string { return ansi.Truncate(posts.CleanLine(s), maxWord, "…") }

// loginFor returns what a login name means here: one of ours, or the post that it opens; empty: nothing.
func (s *Server) loginFor(user string) string {
	switch user {
	case loginMe, loginOwner, loginPlain:
		return user
	}
	if post := s.library().Named(user); post != nil {
		return post.Slug
	}
	return ""
}
