package sshapp

import (
	"log/slog"
	"maps"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"
)

// The journal is what is logged of connections: one line for each that was let in, when it has ended. Connections that
// are refused, and lines beyond a budget (lines.go), are only counted, and summed up every ten minutes, so that
// a flood fills no disk. Nothing in it was written by a client but what visit.go cleans, and no key is told to it.
type journal struct {
	owner    *slog.Logger // for the summary
	clients  *slog.Logger // for all that clients can cause: within a budget, and without addresses
	observer Observer
	form     AddressForm
	open     sync.WaitGroup // connections whose end was not logged yet

	mu       sync.Mutex
	refusals map[string]int // since the last summary, by reason
	dropped  map[string]int // lines, by kind
	summary  *time.Timer    // nil: there is nothing to tell
}

// AddressForm says how much of a reader's address is logged.
type AddressForm string

// The forms of an address.
const (
	NetworkAddress AddressForm = "network" // an IPv4 /24 or an IPv6 /48, which names no reader
	WholeAddress   AddressForm = "whole"
	NoAddress      AddressForm = "none"
)

const (
	summaryEvery = 10 * time.Minute
	settleTime   = time.Second // for the lines of connections that are closed at the end
	addressAttr  = "address"

	noProxyHeader = "no_proxy_header"
)

func newJournal(logger *slog.Logger, observer Observer, form AddressForm) *journal {
	j := &journal{owner: logger, observer: observer, form: form, refusals: map[string]int{}, dropped: map[string]int{}}
	j.clients = slog.New(newClientLines(logger.Handler(), func(kind string) { j.count(j.dropped, kind) }))
	return j
}

// opened notes that the gate admitted a connection.
func (j *journal) opened() {
	j.open.Add(1)
	j.observer.ConnectionOpened()
}

// refused counts a connection that got no further than the gate or the handshake.
func (j *journal) refused(reason string) {
	j.observer.ConnectionRefused(reason)
	j.count(j.refusals, reason)
}

// ended writes the line of a connection, if it was let in.
func (j *journal) ended(c *guardedConn) {
	defer j.open.Done()
	attrs := c.visit.attrs()
	if attrs == nil { // counted when the handshake failed
		return
	}
	if address := j.address(c.RemoteAddr()); address != "" {
		attrs = append([]any{slog.String(addressAttr, address)}, attrs...)
	}
	why := c.visit.ending()
	if p := c.why.Load(); p != nil {
		why = *p
	}
	j.clients.Info("connection ended", append(attrs,
		slog.Int("seconds", int(time.Since(c.began).Seconds())), slog.String("why", cleanWord(why)))...)
}

// headerless notes a connection from a network of proxies that does not say for whom it is. A proxy's own address is no
// reader's: it is logged whole, unless the owner wants none.
func (j *journal) headerless(proxy net.Addr, err error) {
	j.observer.ConnectionRefused(noProxyHeader)
	var attrs []any
	if j.form != NoAddress {
		attrs = append(attrs, slog.String(addressAttr, addressAs(WholeAddress, proxy)))
	}
	j.clients.Warn("no header of a proxy from a trusted network", append(attrs, slog.Any("error", err))...)
}

// address is as much of a reader's address as the owner wants to keep.
func (j *journal) address(addr net.Addr) string { return addressAs(j.form, addr) }

func addressAs(form AddressForm, addr net.Addr) string {
	if form == NoAddress {
		return ""
	}
	ap, err := netip.ParseAddrPort(addr.String())
	if err != nil {
		return "unknown"
	}
	ip := ap.Addr().Unmap().WithZone("")
	if form == WholeAddress {
		return ip.String()
	}
	bits := 24
	if ip.Is6() {
		bits = 48
	}
	network, err := ip.Prefix(bits)
	if err != nil {
		return "unknown"
	}
	return network.String()
}

// count counts a refusal or a line that was dropped.
func (j *journal) count(counts map[string]int, what string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	counts[what]++
	if j.summary == nil {
		j.summary = time.AfterFunc(summaryEvery, j.summarize)
	}
}

// summarize logs what was counted since it last did.
func (j *journal) summarize() {
	j.mu.Lock()
	refusals, dropped := sums(j.refusals), sums(j.dropped)
	clear(j.refusals)
	clear(j.dropped)
	if j.summary != nil {
		j.summary.Stop()
		j.summary = nil
	}
	j.mu.Unlock()
	if len(refusals)+len(dropped) > 0 {
		j.owner.Info("not logged one by one", slog.GroupAttrs("refused", refusals...), slog.GroupAttrs("dropped", dropped...))
	}
}

// sums returns counts as attributes, sorted by their names.
func sums(counts map[string]int) (attrs []slog.Attr) {
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		attrs = append(attrs, slog.Int(what, counts[what]))
	}
	return attrs
}

// settled returns when the ends of all connections are logged, or after d. There must be no new ones.
func (j *journal) settled(d time.Duration) {
	logged := make(chan struct{})
	go func() {
		j.open.Wait()
		close(logged)
	}()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-logged:
	case <-timer.C:
	}
}

// close waits for the lines of connections that were just closed, and sums up.
func (j *journal) close() {
	j.settled(settleTime)
	j.summarize()
}
