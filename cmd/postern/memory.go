package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// garbageRoom is how many bytes garbage may take before it is collected, where there are many posts. Posts stay in
// memory for as long as they are served, and Go by itself would let garbage grow to their size: on a small server that is
// room that readers need.
const garbageRoom = 32 << 20

// What garbage may take, in percent of what is in use: at rest at least and at most, and while posts are read or indexed.
const (
	minGarbage   = 25  // less would cost CPU
	maxGarbage   = 100 // Go's own
	spareGarbage = 12
)

// spareMemory has garbage collected early while posts are read or indexed, until settleMemory. That makes garbage by
// the megabyte, and it is cheap to look through posts: their texts point to nothing.
func spareMemory() { setGarbage(spareGarbage) }

// settleMemory gives the system back what reading or indexing posts took for a moment.
func settleMemory() {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	setGarbage(int(min(max(garbageRoom*100/max(m.HeapAlloc, 1), minGarbage), maxGarbage)))
}

// setGarbage leaves an owner's own GOGC alone.
func setGarbage(percent int) {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(percent)
	}
}
