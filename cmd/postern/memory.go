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

// The bounds of what settleMemory sets, in percent of what is in use: less would cost CPU, more is never needed.
const (
	minGarbage = 25
	maxGarbage = 100 // Go's own
)

// settleMemory gives the system back what reading or indexing posts took for a moment. An owner's own GOGC is left alone.
func settleMemory() {
	debug.FreeOSMemory()
	if os.Getenv("GOGC") != "" {
		return
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetGCPercent(int(min(max(garbageRoom*100/max(m.HeapAlloc, 1), minGarbage), maxGarbage)))
}
