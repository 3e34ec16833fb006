package sshapp

import (
	"context"
	"sync"

	"golang.org/x/time/rate"
)

// outbound watches what a connection sends. It holds off two things that a client can make of its right to be sent much:
//
//   - a key exchange (RFC 4253, 7) that it begins and never ends: meanwhile the library keeps what is written, 2 MiB for each
//     connection, and tells nobody. Whoever writes waits until the network has had it;
//   - tiny packets, which the channel's opening asks for (RFC 4254, 5.1): each costs as much as a large one.
type outbound struct {
	small *rate.Limiter // of packets below smallPacket

	mu    sync.Mutex
	grown *sync.Cond // of bytes
	bytes int64      // that the network has taken
}

// smallPacket is below what a packet is small, in bytes.
const smallPacket = 1 << 10

func newOutbound(limits Limits) *outbound {
	o := &outbound{small: rate.NewLimiter(rate.Limit(limits.SmallRate), limits.SmallBurst)}
	o.grown = sync.NewCond(&o.mu)
	return o
}

// pace waits until a packet of n bytes may be sent.
func (o *outbound) pace(ctx context.Context, n int) error {
	if n >= smallPacket {
		return nil
	}
	return o.small.Wait(ctx)
}

// took notes that the network has taken n bytes more.
func (o *outbound) took(n int) {
	o.mu.Lock()
	o.bytes += int64(n)
	o.mu.Unlock()
	o.grown.Broadcast()
}

// taken returns how many bytes the network has taken in all.
func (o *outbound) taken() int64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.bytes
}

// await waits until the network has taken so many bytes in all; false: ctx was done before.
func (o *outbound) await(ctx context.Context, bytes int64) bool {
	if o.taken() >= bytes {
		return true
	}
	defer context.AfterFunc(ctx, func() {
		o.mu.Lock() // whoever looks at ctx below waits by now
		defer o.mu.Unlock()
		o.grown.Broadcast()
	})()
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.bytes < bytes && ctx.Err() == nil {
		o.grown.Wait()
	}
	return o.bytes >= bytes
}
