package sshapp

import (
	"fmt"
	"reflect"
	"time"
)

// Limits bounds what clients can take from the server. The defaults suit a server with 512 MB of memory
// on a public port; why each is as it is stands beside it in [DefaultLimits].
type Limits struct {
	HandshakeTime      time.Duration // from the connection to the end of authentication
	Unauthenticated    int           // connections that have not authenticated yet, of all sources
	Connections        int           // connections in all
	SourceUnauth       int           // unauthenticated connections of one source (an IPv4 address or an IPv6 /64)
	SourceConns        int           // connections of one source
	SourceRate         float64       // new connections a second of one source
	SourceBurst        int           // new connections of one source at once, before SourceRate counts
	SessionRate        float64       // new sessions a second of one source
	SessionBurst       int           // new sessions of one source at once, before SessionRate counts
	ConnSessions       int           // session channels open at once on one connection
	SourceSessions     int           // sessions of one source
	Sessions           int           // sessions in all
	StartTime          time.Duration // from the opening of a session's channel to what it asks for
	CommandTime        time.Duration // a session without a terminal ends after this
	UnusedTime         time.Duration // a connection without a running session ends after this
	KeepaliveEvery     time.Duration // how often a client is asked whether it is there
	KeepaliveTime      time.Duration // a client that does not answer is gone after this
	InboundRate        int           // bytes a second that one connection may send
	InboundBurst       int           // bytes that one connection may send before InboundRate counts
	StalledWrite       time.Duration // a client that does not take what it asked for is gone after this
	KeyRate            float64       // keys a second of one session that count; more are dropped
	KeyBurst           int           // keys of one session at once, before KeyRate counts
	ResizeEvery        time.Duration // a session is told of a new window size at most this often
	NoKeyTime          time.Duration // a session without a key ends after this
	SessionTime        time.Duration // every session ends after this
	GoodbyeTime        time.Duration // sessions have this long to end when the server stops
	EnvironmentEntries int           // environment variables that a session may set
}

// DefaultLimits returns the limits that a server has unless it is told otherwise.
func DefaultLimits() Limits {
	return Limits{
		HandshakeTime:      20 * time.Second,       // slow links manage; a silent connection costs little for so long
		Unauthenticated:    256,                    // up to 256 KiB each: the library believes the length that a packet announces
		Connections:        2048,                   // about 35 KB each
		SourceUnauth:       10,                     // a person opens one; a script some
		SourceConns:        32,                     // an office behind one address
		SourceRate:         4,                      // a handshake costs 0.3 ms of CPU: one source cannot take a core
		SourceBurst:        24,                     // scripts that read several posts in a row
		SessionRate:        4,                      // scripts that run a command for each post
		SessionBurst:       24,                     // as SourceBurst
		ConnSessions:       4,                      // multiplexed terminals of one person
		SourceSessions:     16,                     // an office behind one address; 19 such sources fill the server
		Sessions:           300,                    // readers at the same moment
		StartTime:          10 * time.Second,       // what an unused channel is sent is kept in memory
		CommandTime:        time.Hour,              // the whole blog with its pictures on a slow link; who stalls ends sooner
		UnusedTime:         60 * time.Second,       // ControlPersist may keep a connection for the next command
		KeepaliveEvery:     30 * time.Second,       // also keeps the entries of NAT routers alive
		KeepaliveTime:      60 * time.Second,       // a train passes a tunnel
		InboundRate:        16 << 10,               // typing needs 10 bytes a second
		InboundBurst:       128 << 10,              // handshake, environment, a pasted page
		StalledWrite:       20 * time.Second,       // the kernel and SSH windows hold megabytes before a write stalls
		KeyRate:            50,                     // key repeat sends 30; what comes faster is no person
		KeyBurst:           256,                    // a line that Emacs sends at once
		ResizeEvery:        100 * time.Millisecond, // each size is another layout and a whole screen
		NoKeyTime:          45 * time.Minute,       // a long article on a tall screen
		SessionTime:        12 * time.Hour,         // left open over the day
		GoodbyeTime:        5 * time.Second,        // two round trips on a bad link
		EnvironmentEntries: 16,                     // OpenSSH sends LANG, LC_* and what SendEnv names
	}
}

// check returns an error that names a limit which is not above zero: nobody would be served.
func (l Limits) check() error {
	values := reflect.ValueOf(l)
	for i := range values.NumField() {
		if v := values.Field(i); v.CanInt() && v.Int() <= 0 || v.CanFloat() && v.Float() <= 0 {
			return fmt.Errorf("limit %s is %v", values.Type().Field(i).Name, v)
		}
	}
	return nil
}

// Sizes that no deployment has a reason to change.
const (
	maxColumns  = 500      // cells; wider windows are drawn at this width
	maxRows     = 200      // cells
	stdColumns  = 80       // cells; for a client that says 0
	stdRows     = 24       // cells
	maxCommand  = 4 << 10  // bytes of an exec request
	maxEnvBytes = 256      // bytes of a variable's name and value
	maxTermName = 64       // bytes of TERM
	readBuffer  = 32 << 10 // bytes the kernel holds of what a client sends: what is metered is soon noticed
	maxSources  = 65536    // sources remembered for SourceRate
	maxSequence = 256      // bytes of an escape sequence typed by a terminal
	maxReply    = 1 << 10  // bytes of a terminal's reply (OSC, DCS)

	outputBuffer  = 32 << 10 // bytes that a command writes at once
	maxSFTPPacket = 64 << 10 // bytes of a request: the largest is a write, which is refused
	maxSFTPRead   = 32 << 10 // bytes that answer one read
	maxHandles    = 16       // files and folders that one session has open: clients open one after the other
	maxListed     = 100      // files that are told at once

	feedPosts = 100     // posts of a feed: newsreaders keep what they have seen
	feedBytes = 8 << 20 // bytes of HTML in a feed, beyond which no further post is taken
)

// clampSize turns a window size as a client sent it (RFC 4254, 6.2 and 6.7) into one to draw for.
func clampSize(columns, rows uint32) size {
	if columns == 0 {
		columns = stdColumns
	}
	if rows == 0 {
		rows = stdRows
	}
	return size{columns: int(min(columns, maxColumns)), rows: int(min(rows, maxRows))}
}

// size is the size of a terminal window in cells.
type size struct{ columns, rows int }
