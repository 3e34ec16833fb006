package sshapp

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"
)

// layouts says who lays a post out next. A source has one layout at most that waits or is under way (see share.layOut), so
// that those of many sessions take turns with those of others; among the sources the shortest layout is next, and one
// that has waited counts as shorter. Long ones leave a place to short ones: the beginning of a post is there
// at once, whatever else is laid out.
type layouts struct {
	most   int                 // long ones at a time; one more in all
	waited func(time.Duration) // is told how long each waited
	mu     sync.Mutex
	long   int // under way
	all    int // under way
	queue  []*layout
}

// layout is one that waits.
type layout struct {
	long  bool
	after time.Time     // orders the queue: when it came, and its length
	next  chan struct{} // closed when it is its turn
}

const (
	shortLayout = 96 << 10              // bytes of source of which a layout takes less than 0.1 s
	patience    = 60 * time.Microsecond // that a byte more of source waits longer: a minute for 1 MB

	// lastOfAll is the size of layouts that nobody waits for: they give way to all others for an hour.
	lastOfAll = int(time.Hour / patience)
)

func newLayouts(waited func(time.Duration)) *layouts {
	return &layouts{most: max(1, runtime.GOMAXPROCS(0)-1), waited: waited}
}

// do calls f, which lays out size bytes, when it is its turn, or returns why ctx was done before.
func (l *layouts) do(ctx context.Context, size int, f func()) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	began := time.Now()
	turn := &layout{
		long: size > shortLayout, next: make(chan struct{}),
		after: began.Add(time.Duration(min(size, math.MaxInt/int(patience))) * patience),
	}
	l.mu.Lock()
	l.queue = append(l.queue, turn)
	l.nextLocked()
	l.mu.Unlock()
	select {
	case <-turn.next:
	case <-ctx.Done():
		if l.leave(turn) {
			return context.Cause(ctx)
		}
	}
	l.waited(time.Since(began))
	defer l.done(turn)
	f()
	return nil
}

// nextLocked lets those begin for whom there is a place.
func (l *layouts) nextLocked() {
	for l.all <= l.most {
		first := -1
		for i, turn := range l.queue {
			if (!turn.long || l.long < l.most) && (first < 0 || turn.after.Before(l.queue[first].after)) {
				first = i
			}
		}
		if first < 0 {
			return
		}
		turn := l.queue[first]
		l.queue = slices.Delete(l.queue, first, first+1)
		l.count(turn, 1)
		close(turn.next)
	}
}

// leave takes a layout out of the queue; false: it has its turn already.
func (l *layouts) leave(turn *layout) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.Index(l.queue, turn)
	if i >= 0 {
		l.queue = slices.Delete(l.queue, i, i+1)
	}
	return i >= 0
}

func (l *layouts) done(turn *layout) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.count(turn, -1)
	l.nextLocked()
}

func (l *layouts) count(turn *layout, n int) {
	l.all += n
	if turn.long {
		l.long += n
	}
}
