package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"
)

// answerTime is how long a client waits for anything before the run is given up.
const answerTime = 30 * time.Second

// reader is a client with a terminal that has the post open.
type reader struct {
	client  *ssh.Client
	session *ssh.Session
	stdin   io.WriteCloser
	arrived chan time.Time // when output came, if the last such note was taken
	bytes   atomic.Int64   // of output
	first   time.Duration  // from the connection's begin to the whole first frame
}

// dial connects the nth client. Each has a source address of its own, as readers have.
func dial(ctx context.Context, addr string, n int) (*ssh.Client, error) {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: source(n)}}
	conn, err := dialer.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	_ = conn.SetDeadline(time.Now().Add(answerTime)) // of the handshake; cleared below
	c, channels, requests, err := ssh.NewClientConn(conn, addr, &ssh.ClientConfig{
		User:            articleSlug,
		HostKeyCallback: ssh.InsecureIgnoreHostKey(), // #nosec G106 -- on loopback, of a server that this program started
	})
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	_ = conn.SetDeadline(time.Time{})
	return ssh.NewClient(c, channels, requests), nil
}

// command runs a command as the nth client and returns what it prints.
func command(ctx context.Context, addr string, n int, line string) (string, error) {
	client, err := dial(ctx, addr, n)
	if err != nil {
		return "", err
	}
	defer client.Close()
	session, err := client.NewSession()
	if err != nil {
		return "", err
	}
	out, err := session.Output(line)
	if err != nil {
		return "", fmt.Errorf("%s: %w", line, err)
	}
	return string(out), nil
}

// open connects the nth client with a terminal and waits for the first frame.
func open(ctx context.Context, addr string, n int) (*reader, error) {
	began := time.Now()
	client, err := dial(ctx, addr, n)
	if err != nil {
		return nil, err
	}
	r := &reader{client: client, arrived: make(chan time.Time, 1)}
	if err := r.start(ctx, began); err != nil {
		return nil, errors.Join(err, r.close())
	}
	return r, nil
}

// source returns the nth address of 127.0.0.0/8, the first being 127.1.0.1.
func source(n int) net.IP { return net.IPv4(127, byte(1+n/60000), byte(n/250%240), byte(1+n%250)) }

func (r *reader) start(ctx context.Context, began time.Time) (err error) {
	if r.session, err = r.client.NewSession(); err != nil {
		return err
	}
	if r.stdin, err = r.session.StdinPipe(); err != nil {
		return err
	}
	stdout, err := r.session.StdoutPipe()
	if err != nil {
		return err
	}
	if err := r.session.RequestPty("xterm-256color", rows, columns, ssh.TerminalModes{}); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	framed := make(chan time.Time, 1)
	go r.take(stdout, framed)
	if err := r.session.Shell(); err != nil {
		return err
	}
	select {
	case at, ok := <-framed:
		if !ok {
			return errors.New("the session ended before its first frame")
		}
		r.first = at.Sub(began)
		return nil
	case <-ctx.Done():
		return fmt.Errorf("no first frame: %w", ctx.Err())
	}
}

// A server may ask a terminal for its device attributes (DA1, ECMA-48, 8.3.24), which every one answers; Postern does so to
// know what has arrived.
const (
	asked    = "\x1b[c"
	answered = "\x1b[?62;22c"
)

// take reads the output: framed is told when the last words of the first frame are there, arrived of all that follows.
func (r *reader) take(stdout io.Reader, framed chan<- time.Time) {
	defer close(r.arrived)
	var frame []byte
	buf := make([]byte, 32<<10)
	for {
		n, err := stdout.Read(buf)
		if err != nil {
			if framed != nil {
				close(framed)
			}
			return
		}
		now := time.Now()
		r.bytes.Add(int64(n))
		for range bytes.Count(buf[:n], []byte(asked)) {
			_, _ = io.WriteString(r.stdin, answered) // a session that has ended is noticed where it is read
		}
		if framed != nil {
			frame = append(frame, buf[:n]...)
			if bytes.Contains(frame, []byte(footer)) && bytes.Contains(frame, []byte(firstWords)) {
				framed <- now
				framed, frame = nil, nil
			}
			continue
		}
		select {
		case r.arrived <- now:
		default: // the first note counts
		}
	}
}

// press sends a key and returns how long its answer took.
func (r *reader) press(key string) (time.Duration, error) {
	select {
	case <-r.arrived: // what came without being asked for
	default:
	}
	began := time.Now()
	if _, err := io.WriteString(r.stdin, key); err != nil {
		return 0, err
	}
	timer := time.NewTimer(answerTime)
	defer timer.Stop()
	select {
	case at, ok := <-r.arrived:
		if !ok {
			return 0, errors.New("the session ended")
		}
		return at.Sub(began), nil
	case <-timer.C:
		return 0, fmt.Errorf("no answer to %q in %s", key, answerTime)
	}
}

// settle presses keys until what the server still had to say is said.
func (r *reader) settle() error {
	for range 5 {
		if _, err := r.press("j"); err != nil {
			return err
		}
	}
	return nil
}

// scroll presses a key now and then until a moment, at first after a while.
func (r *reader) scroll(ctx context.Context, until time.Time, after time.Duration) ([]time.Duration, error) {
	if err := pause(ctx, after); err != nil {
		return nil, err
	}
	if err := r.settle(); err != nil {
		return nil, err
	}
	return r.hold(ctx, scrollingEvery, func(int) bool { return time.Now().Before(until) })
}

// hold presses a key at an interval for as long as more says so of how often it was pressed, and returns how long the
// answers took.
func (r *reader) hold(ctx context.Context, every time.Duration, more func(pressed int) bool) ([]time.Duration, error) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	var answers []time.Duration
	for more(len(answers)) {
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		answer, err := r.press("j")
		if err != nil {
			return nil, err
		}
		answers = append(answers, answer)
	}
	return answers, nil
}

// ended reports whether the server has ended the session.
func (r *reader) ended() bool {
	for {
		select {
		case _, ok := <-r.arrived:
			if !ok {
				return true
			}
		default:
			return false
		}
	}
}

func (r *reader) close() error { return r.client.Close() }
