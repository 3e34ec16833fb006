package sshapp

import (
	"context"
	"testing"
	"testing/synctest"
	"time"
)

// Tiny packets are sent at a rate, whatever a client asks for; large ones at once.
func TestSmallPacketsArePaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		limits := DefaultLimits()
		o := newOutbound(limits)
		began := time.Now()
		for range limits.SmallBurst + 10*int(limits.SmallRate) {
			if err := o.pace(t.Context(), 50); err != nil {
				t.Fatal(err)
			}
			if err := o.pace(t.Context(), smallPacket); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began).Round(time.Second); took != 10*time.Second {
			t.Errorf("took %s, want 10s", took)
		}
		ended, end := context.WithCancel(t.Context())
		end()
		if o.pace(ended, 50) == nil {
			t.Error("a packet is sent on a connection that has ended")
		}
	})
}
