package sshapp

import (
	"errors"
	"net/netip"
	"testing"
	"time"
)

func testPlaces() *places {
	limits := DefaultLimits()
	limits.Sessions, limits.SourceSessions = 4, 3
	return newPlaces(limits)
}

func sourceNamed(address string) netip.Prefix {
	return netip.PrefixFrom(netip.MustParseAddr(address), 32)
}

func TestPlacesOfOneSourceAreBounded(t *testing.T) {
	p := testPlaces()
	var held []*place
	for range 3 {
		c, err := p.take(sourceNamed("192.0.2.1"), nil)
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, c)
	}
	if _, err := p.take(sourceNamed("192.0.2.1"), nil); !errors.Is(err, errSourceTaken) {
		t.Errorf("error is %v, want %v", err, errSourceTaken)
	}
	p.leave(held[0])
	if _, err := p.take(sourceNamed("192.0.2.1"), nil); err != nil {
		t.Errorf("a place that was left is not given again: %v", err)
	}
}

func TestNewcomersGetThePlaceOfTheStillest(t *testing.T) {
	p := testPlaces()
	ended := map[string]error{}
	take := func(name, address string) *place {
		c, err := p.take(sourceNamed(address), func(cause error) { ended[name] = cause })
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return c
	}
	one := take("one", "192.0.2.1")
	still := take("still", "192.0.2.2")
	two := take("two", "192.0.2.2")
	take("three", "192.0.2.3")
	for _, c := range []*place{one, two} {
		c.active.Store(time.Now().Add(time.Second).UnixNano())
	}
	take("newcomer", "192.0.2.4")
	if len(ended) != 1 || !errors.Is(ended["still"], errGaveWay) {
		t.Errorf("ended: %v, want only the stillest of the source that holds most", ended)
	}
	p.leave(still) // as its session does when it has said goodbye
	if len(p.taken) != 4 {
		t.Errorf("%d places are taken, want 4", len(p.taken))
	}
	if _, err := p.take(sourceNamed("192.0.2.1"), nil); !errors.Is(err, errAllTaken) {
		t.Errorf("a source that holds as much as any other took a place from it: %v", err)
	}
}

func TestPlacesCloseWhenAllHaveLeft(t *testing.T) {
	p := testPlaces()
	c, err := p.take(sourceNamed("192.0.2.1"), nil)
	if err != nil {
		t.Fatal(err)
	}
	left := p.close()
	if _, err := p.take(sourceNamed("192.0.2.1"), nil); !errors.Is(err, errStopping) {
		t.Errorf("error is %v, want %v", err, errStopping)
	}
	select {
	case <-left:
		t.Error("closed while a session runs")
	default:
	}
	p.leave(c)
	<-left
}
