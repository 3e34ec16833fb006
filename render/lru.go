package render

import (
	"container/list"
	"sync"
)

// lru is a cache bounded by the size of its values. A value is made once, while others who want it wait, and
// what was not asked for the longest goes first. It is safe for concurrent use.
type lru[K comparable, V any] struct {
	max int64

	mu      sync.Mutex
	used    int64
	entries map[K]*list.Element
	recent  *list.List // of *entry[K, V], the most recently used in front

	hits, misses, evictions int64
}

type entry[K comparable, V any] struct {
	key   K
	made  chan struct{} // closed once value is there
	value V
	size  int64 // zero until value is there
}

func newLRU[K comparable, V any](maxSize int64) *lru[K, V] {
	return &lru[K, V]{max: maxSize, entries: make(map[K]*list.Element), recent: list.New()}
}

// get returns the value of a key; build makes it, with its size, and must not panic.
func (c *lru[K, V]) get(key K, build func() (V, int64)) V {
	c.mu.Lock()
	if el, ok := c.entries[key]; ok {
		c.hits++
		c.recent.MoveToFront(el)
		c.mu.Unlock()
		e := el.Value.(*entry[K, V])
		<-e.made
		return e.value
	}
	c.misses++
	e := &entry[K, V]{key: key, made: make(chan struct{})}
	el := c.recent.PushFront(e)
	c.entries[key] = el
	c.mu.Unlock()

	value, size := build()

	c.mu.Lock()
	defer c.mu.Unlock()
	e.value, e.size = value, size
	close(e.made)
	c.used += size
	c.recent.MoveToFront(el)
	c.evict()
	return value
}

// peek returns the value of a key if it is there, and counts as use.
func (c *lru[K, V]) peek(key K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var none V
	el, ok := c.entries[key]
	if !ok {
		return none, false
	}
	e := el.Value.(*entry[K, V])
	select {
	case <-e.made:
		c.hits++
		c.recent.MoveToFront(el)
		return e.value, true
	default:
		return none, false
	}
}

// evict drops values until the rest fits, but never the one in front nor one that is being made.
func (c *lru[K, V]) evict() {
	for el := c.recent.Back(); el != nil && el != c.recent.Front() && c.used > c.max; {
		older, e := el.Prev(), el.Value.(*entry[K, V])
		if isClosed(e.made) {
			c.recent.Remove(el)
			delete(c.entries, e.key)
			c.used -= e.size
			c.evictions++
		}
		el = older
	}
}

// stats counts what was asked for until now. A peek that finds nothing is no miss: nothing is made for it.
func (c *lru[K, V]) stats(name string) CacheStats {
	c.mu.Lock()
	defer c.mu.Unlock()
	return CacheStats{Name: name, Hits: c.hits, Misses: c.misses, Evictions: c.evictions, Bytes: c.used}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
