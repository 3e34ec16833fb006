package sshapp

import "time"

// Observer is told what happens in a server, for metrics. Its methods are called by many goroutines at once, and must
// not wait. Reasons and kinds are words of this package, a few dozen in all: nothing that a client sent, and nothing that
// tells one reader from another, gets here.
type Observer interface {
	ConnectionOpened()               // the gate admitted a connection
	ConnectionClosed()               // one that was opened has ended
	ConnectionRefused(reason string) // a connection got no further than the gate or the handshake
	SessionOpened(kind string)       // a session began: reader, linear, command, sftp or scp
	SessionClosed(kind string)       // one that was opened has ended
	SessionRefused(reason string)    // a session got no place
	FrameShown(after time.Duration)  // the first frame of a reader was sent, so long after it was asked for
	PageLaidOut(in time.Duration)    // a post was laid out for a width and a theme
	LayoutWaited(d time.Duration)    // a layout began, so long after it was asked for
	Panicked()                       // a panic ended a session or a connection
}

// nobody is the Observer of a server that has none.
type nobody struct{}

func (nobody) ConnectionOpened()          {}
func (nobody) ConnectionClosed()          {}
func (nobody) ConnectionRefused(string)   {}
func (nobody) SessionOpened(string)       {}
func (nobody) SessionClosed(string)       {}
func (nobody) SessionRefused(string)      {}
func (nobody) FrameShown(time.Duration)   {}
func (nobody) PageLaidOut(time.Duration)  {}
func (nobody) LayoutWaited(time.Duration) {}
func (nobody) Panicked()                  {}
