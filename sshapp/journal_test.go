package sshapp

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

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
	}
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
			if got := log.String(); strings.Count(got, want) != warningsBurst || strings.Count(got, "\n") != warningsBurst {
				t.Errorf("%s: %s", form, got)
			}
			log.Reset()
			j.close()
			if got := log.String(); !strings.HasSuffix(got, "count.no_proxy_header=990\n") {
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
		const want = "count.not_logged=500 count.source_rate=100000 count.too_slow=1\n"
		if !strings.HasSuffix(log.String(), want) {
			t.Errorf("the last lines are %s, want %s", log.String()[max(log.Len()-300, 0):], want)
		}
		log.Reset()
		<-time.After(3 * summaryEvery) // nothing happens, nothing is said
		j.refused("algorithms")
		j.close()
		if got := log.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "count.algorithms=1") {
			t.Errorf("at the end: %s", got)
		}
	})
}
