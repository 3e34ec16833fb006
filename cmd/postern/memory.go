package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// How many bytes garbage may take before it is collected, where there are many posts. Posts stay in memory for as long as
// they are served, and Go by itself would let garbage grow to their size: on a small server that is room that readers need.
const (
	garbageRoom = 32 << 20
	spareRoom   = 8 << 20 // while posts are read or indexed, which needs room for other things, too
)

// The bounds of that in percent of what is in use: less would cost CPU, more is never needed.
const (
	minGarbage = 20
	maxSpare   = 50  // a start begins with nothing in use
	maxGarbage = 100 // Go's own
)

// spareMemory has garbage collected early while posts are read or indexed, until settleMemory.
func spareMemory() { limitGarbage(spareRoom, maxSpare) }

// settleMemory gives the system back what reading or indexing posts took for a moment.
func settleMemory() {
	debug.FreeOSMemory()
	limitGarbage(garbageRoom, maxGarbage)
}

// limitGarbage leaves an owner's own GOGC alone.
func limitGarbage(room, most uint64) {
	if os.Getenv("GOGC") != "" {
		return
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetGCPercent(int(min(max(room*100/max(m.HeapAlloc, 1), minGarbage), most)))
}
