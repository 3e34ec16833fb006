package sshapp

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

var here = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 22}

func TestAddressesInTheLog(t *testing.T) {
	for address, want := range map[string][3]string{
		"192.0.2.77:1":            {"192.0.2.0/24", "192.0.2.77", ""},
		"[2001:db8:1:2:3::4]:1":   {"2001:db8:1::/48", "2001:db8:1:2:3::4", ""},
		"[fe80::1%eth0]:1":        {"fe80::/48", "fe80::1", ""},
		"[::ffff:198.51.100.9]:1": {"198.51.100.0/24", "198.51.100.9", ""},
	} {
		for i, form := range []AddressForm{NetworkAddress, WholeAddress, NoAddress} {
			if got := newJournal(quiet, nobody{}, form).address(from(address).RemoteAddr()); got != want[i] {
				t.Errorf("%s of %s is %q, want %q", form, address, got, want[i])
			}
		}
		reader := from(address).RemoteAddr()
		err := fmt.Errorf("sending: %w", &net.OpError{Op: "write", Net: "tcp", Source: here, Addr: reader, Err: syscall.ECONNRESET})
		if got := ending(err); got != "the connection broke" {
			t.Errorf("a session ended because %s", got)
		}
		var log bytes.Buffer
		j := newJournal(slog.New(slog.NewTextHandler(&log, nil)), nobody{}, WholeAddress)
		// As the SSH library and package http write them.
		j.clients.Warn("ssh: failed to accept session channel", "err", err)
		j.clients.With("err", err).WithGroup("g").Error("ssh: panic", "remote", reader, "panic", err.Error())
		libraryLogs(t, j, "http: panic serving "+reader.String()+": fault")
		if got := log.String(); strings.Contains(got, netip.MustParseAddrPort(reader.String()).Addr().String()) ||
			strings.Count(got, "(address)") != 7 || strings.Count(got, "\n") != 3 {
			t.Errorf("the log is %s", got)
		}
	}
}

// libraryLogs writes a line whose message is made of what happened.
func libraryLogs(t *testing.T, j *journal, message string) {
	t.Helper()
	if err := j.clients.Handler().Handle(t.Context(), slog.NewRecord(time.Now(), slog.LevelError, message, 0)); err != nil {
		t.Error(err)
	}
}

// Lines of one kind take no room from another, and there is a bound on kinds.
func TestLinesHaveABudgetOfTheirKind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		j := newJournal(slog.New(slog.NewTextHandler(&log, nil)), nobody{}, NetworkAddress)
		for range 2 * linesBurst {
			j.clients.Warn("file cannot be fetched", "file", "posts/moon.png")
		}
		<-time.After(3 * time.Second)
		for range 10 {
			j.clients.Warn("file cannot be fetched", "file", "posts/moon.png")
		}
		if got := strings.Count(log.String(), "\n"); got != linesBurst+3*linesRate {
			t.Errorf("%d lines", got)
		}
		log.Reset()
		for i := range 100 * linesBurst {
			libraryLogs(t, j, fmt.Sprint("http: fault ", i))
		}
		if got := strings.Count(log.String(), "\n"); got != maxKinds-1+linesBurst {
			t.Errorf("%d lines of many kinds", got)
		}
		log.Reset()
		j.close()
		const want = `"dropped.file cannot be fetched"=507 dropped.other=49437` + "\n"
		if got := log.String(); strings.Count(got, "\n") != 1 || !strings.HasSuffix(got, want) {
			t.Errorf("the sum is %s, want %s", got, want)
		}
	})
}

// The warnings of a proxy without headers name it, and a flood of them is a few lines and a sum.
func TestWarningsOfProxiesAreBounded(t *testing.T) {
	for form, want := range map[AddressForm]string{
		NetworkAddress: "address=192.0.2.77 error=EOF\n",
		WholeAddress:   "address=192.0.2.77 error=EOF\n",
		NoAddress:      "network\" error=EOF\n",
	} {
		synctest.Test(t, func(t *testing.T) {
			var log bytes.Buffer
			j := newJournal(slog.New(slog.NewTextHandler(&log, nil)), nobody{}, form)
			for range 1000 {
				j.headerless(from("192.0.2.77:1").RemoteAddr(), io.EOF)
			}
			if got := log.String(); strings.Count(got, want) != linesBurst || strings.Count(got, "\n") != linesBurst {
				t.Errorf("%s: %s", form, got)
			}
			log.Reset()
			j.close()
			if got := log.String(); !strings.HasSuffix(got, `"dropped.no header of a proxy from a trusted network"=500`+"\n") {
				t.Errorf("%s: the sum is %s", form, got)
			}
		})
	}
}

// A flood of refusals is one line; and so is a flood of connections that are let in, once it is one.
func TestFloodsAreSummedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		j := newJournal(slog.New(slog.NewTextHandler(&log, nil)), nobody{}, NetworkAddress)
		for range 100_000 {
			j.refused("source_rate")
		}
		j.refused("too_slow")
		g := newGate(DefaultLimits(), quiet)
		g.journal = j
		for i := range 2 * linesBurst {
			c := g.admit(from(fmt.Sprintf("192.0.%d.%d:1", i/250, i%250)), time.Now())
			c.visit.entered = true
			_ = c.Close()
		}
		<-time.After(summaryEvery)
		synctest.Wait()
		got := strings.Count(log.String(), "\n")
		if got != linesBurst+1 {
			t.Errorf("%d lines", got)
		}
		const want = `refused.source_rate=100000 refused.too_slow=1 "dropped.connection ended"=500` + "\n"
		if !strings.HasSuffix(log.String(), want) {
			t.Errorf("the last lines are %s, want %s", log.String()[max(log.Len()-300, 0):], want)
		}
		log.Reset()
		<-time.After(3 * summaryEvery) // nothing happens, nothing is said
		j.refused("algorithms")
		j.close()
		if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "refused.algorithms=1") {
			t.Errorf("at the end: %s", got)
		}
	})
}
