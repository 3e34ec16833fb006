package sshapp

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

func testFilter() *filter {
	g := newGate(DefaultLimits(), quiet)
	f, _ := newFilter(&guardedConn{gate: g, ctx: context.Background()}, nil)
	return f
}

func request(kind string, payload any) *gossh.Request {
	return &gossh.Request{Type: kind, Payload: gossh.Marshal(payload)}
}

func TestFilterClampsWindows(t *testing.T) {
	const most = 1<<32 - 1
	for _, tt := range []struct {
		columns, rows uint32
		want          size
	}{
		{80, 24, size{80, 24}},
		{0, 0, size{80, 24}},
		{0, 50, size{80, 50}},
		{1, 1, size{1, 1}},
		{most, most, size{maxColumns, maxRows}},
		{65535, 1, size{maxColumns, 1}},
	} {
		f := testFilter()
		req := request("pty-req", ptyPayload{Term: "xterm", Columns: tt.columns, Rows: tt.rows, Modes: "\x00"})
		if !f.allow(req) {
			t.Fatalf("%dx%d: refused", tt.columns, tt.rows)
		}
		var passed ptyPayload
		if err := gossh.Unmarshal(req.Payload, &passed); err != nil {
			t.Fatal(err)
		}
		if got := (size{int(passed.Columns), int(passed.Rows)}); got != tt.want || f.size() != tt.want {
			t.Errorf("%dx%d passed as %v, kept as %v, want %v", tt.columns, tt.rows, got, f.size(), tt.want)
		}
		if !f.windowChange(gossh.Marshal(struct{ A, B, C, D uint32 }{tt.columns, tt.rows, 0, 0})) || f.size() != tt.want {
			t.Errorf("a change to %dx%d is kept as %v, want %v", tt.columns, tt.rows, f.size(), tt.want)
		}
	}
}

func TestFilterKeepsOnlyTheNewestSize(t *testing.T) {
	f := testFilter()
	for i := range uint32(1000) { // nobody takes them
		if !f.windowChange(gossh.Marshal(struct{ A, B, C, D uint32 }{i + 1, 10, 0, 0})) {
			t.Fatal("refused")
		}
	}
	if got := f.size(); got != (size{maxColumns, 10}) {
		t.Errorf("size is %v", got)
	}
	if len(f.resized) != 1 {
		t.Errorf("%d changes wait", len(f.resized))
	}
}

func TestFilterAllowsOneSubsystem(t *testing.T) {
	for name, want := range map[string]bool{"sftp": true, "SFTP": false, "sftp2": false, "netconf": false, "": false} {
		f := testFilter()
		if got := f.allow(request("subsystem", struct{ S string }{name})); got != want || f.sftp != want || f.started != want {
			t.Errorf("subsystem %q: allowed %v", name, got)
		}
	}
	f := testFilter()
	f.pty = true
	if f.allow(request("subsystem", struct{ S string }{"sftp"})) {
		t.Error("files are sent to a terminal")
	}
}

func TestFilterAllowsOnlyWhatIsServed(t *testing.T) {
	f := testFilter()
	for _, kind := range []string{
		"auth-agent-req@openssh.com", "x11-req", "signal", "break", "xon-xoff", "tun@openssh.com", "",
	} {
		if f.allow(request(kind, struct{ S string }{"sftp"})) {
			t.Errorf("%q is allowed", kind)
		}
	}
	if f.allow(request("exec", struct{ S string }{strings.Repeat("x", maxCommand)})) {
		t.Error("a command beyond the limit is allowed")
	}
	if !f.allow(request("exec", struct{ S string }{"latest"})) || !f.started {
		t.Error("a command is refused")
	}
}

func TestFilterChecksTheEnvironment(t *testing.T) {
	type variable struct{ Name, Value string }
	f := testFilter()
	for _, v := range []variable{
		{"TTY_FORCE", "1"}, {"TMUX", "1"}, {"TERM", "x/../../dev/zero"}, {"LD_PRELOAD", "x"}, {"LANG", strings.Repeat("x", maxEnvBytes)},
	} {
		if f.allow(request("env", v)) {
			t.Errorf("%s=%.10s is allowed", v.Name, v.Value)
		}
	}
	for i := range DefaultLimits().EnvironmentEntries {
		if !f.allow(request("env", variable{"NO_COLOR", "1"})) {
			t.Fatalf("variable %d is refused", i)
		}
	}
	if f.allow(request("env", variable{"LANG", "C"})) {
		t.Error("more variables than the limit are allowed")
	}
	if !f.noColor() {
		t.Error("NO_COLOR does not count")
	}
}

func TestTerminalNamesAreWords(t *testing.T) {
	for _, name := range []string{"x/../../../../dev/zero", "../xterm", "", "xterm\n", "xterm\x1b[2J", strings.Repeat("x", 65)} {
		f := testFilter()
		f.allow(request("pty-req", ptyPayload{Term: name, Columns: 80, Rows: 24, Modes: "\x00"}))
		if f.term != "" {
			t.Errorf("%q is kept as %q", name, f.term)
		}
	}
	f := testFilter()
	f.allow(request("pty-req", ptyPayload{Term: "screen.xterm-256color", Columns: 80, Rows: 24, Modes: "\x00"}))
	if f.term != "screen.xterm-256color" {
		t.Errorf("an honest name is kept as %q", f.term)
	}
}

// stuckChannel takes nothing until its connection is closed or, if the client is polite, the channel is.
type stuckChannel struct {
	gossh.Channel
	conn   *guardedConn
	polite bool
	closed chan struct{}
}

func (c stuckChannel) Write([]byte) (int, error) {
	closed := c.closed
	if !c.polite {
		closed = nil
	}
	select {
	case <-c.conn.ctx.Done():
	case <-closed:
	}
	return 0, io.EOF
}

func (c stuckChannel) Close() error { close(c.closed); return nil }

func (c stuckChannel) Stderr() io.ReadWriter { return stuckStderr{c} }

type stuckStderr struct{ stuckChannel }

func (stuckStderr) Read([]byte) (int, error) { return 0, io.EOF }

func TestStalledWritesEndTheSession(t *testing.T) {
	limits := DefaultLimits()
	for name, out := range map[string]func(*stallGuard) io.Writer{
		"stdout": func(s *stallGuard) io.Writer { return s },
		"stderr": func(s *stallGuard) io.Writer { return s.Stderr() },
	} {
		for _, client := range []struct {
			name   string
			polite bool
			others int32 // sessions that run on the connection
			least  time.Duration
			most   time.Duration // 0: the write does not end, nor does the connection
		}{
			{"agrees", true, 0, limits.StalledWrite, limits.StalledWrite},
			{"does not", false, 0, limits.UnusedTime, limits.StalledWrite + limits.UnusedTime + limits.ProxiedEvery},
			{"does not, and has another session", false, 1, 0, 0},
		} {
			t.Run(name+" "+client.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					conn := newGate(limits, quiet).admit(from("192.0.2.1:1"), time.Now())
					conn.running.Add(1 + client.others)
					go conn.watch()
					ctx, stop := context.WithCancelCause(conn.ctx)
					guard := &stallGuard{conn: conn, ctx: ctx, stop: stop}
					guard.Channel = stuckChannel{conn: conn, polite: client.polite, closed: make(chan struct{})}
					began, ended := time.Now(), make(chan time.Duration, 1)
					go func() {
						if _, err := io.WriteString(out(guard), "text"); err == nil {
							t.Error("it was written")
						}
						ended <- time.Since(began)
					}()
					<-time.After(10 * time.Minute)
					if cause := context.Cause(ctx); !errors.Is(cause, errStalled) {
						t.Errorf("the session ended because of %v", cause)
					}
					select {
					case after := <-ended:
						if client.most == 0 || after < client.least || after > client.most {
							t.Errorf("the write ended after %s", after)
						}
					default:
						if client.most != 0 || conn.ctx.Err() != nil {
							t.Error("the write did not end, or the connection did")
						}
					}
					_ = conn.Close()
				})
			})
		}
	}
}

// FuzzFilter sends any request with any payload: nothing panics, and what passes is within the limits.
func FuzzFilter(f *testing.F) {
	f.Add("pty-req", gossh.Marshal(ptyPayload{Term: "xterm", Columns: 1 << 31, Rows: 0, Modes: "\x00"}))
	f.Add("window-change", gossh.Marshal(struct{ A, B, C, D uint32 }{1, 2, 3, 4}))
	f.Add("env", gossh.Marshal(struct{ A, B string }{"LANG", "C"}))
	f.Add("exec", gossh.Marshal(struct{ A string }{"latest"}))
	f.Add("shell", []byte{})
	f.Fuzz(func(t *testing.T, kind string, payload []byte) {
		filter := testFilter()
		if kind == "window-change" {
			filter.windowChange(payload)
		} else {
			filter.allow(&gossh.Request{Type: kind, Payload: payload})
		}
		got := filter.size()
		if got.columns < 0 || got.columns > maxColumns || got.rows < 0 || got.rows > maxRows {
			t.Errorf("size %v", got)
		}
		if len(filter.environ()) > len(allowedEnvironment)+1 {
			t.Errorf("environment %q", filter.environ())
		}
	})
}

// FuzzRequests sends any sequence of requests, each a kind, a length and a payload: what passes is what may, and a session
// starts once.
func FuzzRequests(f *testing.F) {
	kinds := []string{"pty-req", "env", "window-change", "shell", "exec", "subsystem", "signal", "auth-agent-req@openssh.com", "x11-req"}
	sequence := func(requests ...[]byte) (all []byte) {
		for _, r := range requests {
			all = append(append(all, r[0], byte(len(r)-1)), r[1:]...)
		}
		return all
	}
	payload := func(kind byte, of any) []byte { return append([]byte{kind}, gossh.Marshal(of)...) }
	text := struct{ Text string }{"sftp"}
	f.Add(sequence(payload(0, ptyPayload{Term: "xterm", Columns: 1 << 31, Modes: "\x00"}), payload(2, struct{ A, B, C, D uint32 }{1, 2, 3, 4}), []byte{3}))
	f.Add(sequence(payload(1, struct{ A, B string }{"LANG", "C"}), payload(4, text), payload(4, text), []byte{3}))
	f.Add(sequence(payload(5, text), []byte{3}, []byte{6}, []byte{7}))
	f.Fuzz(func(t *testing.T, in []byte) {
		filter := testFilter()
		requests, allowed := make(chan *gossh.Request, len(in)), make(chan *gossh.Request, len(in))
		for len(in) > 1 {
			n := min(int(in[1]), len(in)-2)
			requests <- &gossh.Request{Type: kinds[int(in[0])%len(kinds)], Payload: in[2 : 2+n]}
			in = in[2+n:]
		}
		close(requests)
		filter.run(requests, allowed, time.NewTimer(time.Hour))
		close(allowed)
		starts := 0
		for req := range allowed {
			if starts > 0 {
				t.Errorf("%s passes after the start", req.Type)
			}
			switch req.Type {
			case "shell", "exec", "subsystem":
				starts++
			case "pty-req":
				var p ptyPayload
				if err := gossh.Unmarshal(req.Payload, &p); err != nil || p.Columns > maxColumns || p.Rows > maxRows || p.Term != "" && !termName.MatchString(p.Term) {
					t.Errorf("passes as %+v, %v", p, err)
				}
			case "env":
			default:
				t.Errorf("%s passes", req.Type)
			}
		}
		if got := filter.size(); got.columns > maxColumns || got.rows > maxRows || len(filter.environment) > len(allowedEnvironment) {
			t.Errorf("size %v, environment %v", got, filter.environment)
		}
	})
}
