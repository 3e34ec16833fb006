package process

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// Usage is what a process takes of the machine.
type Usage struct {
	Resident int64         // bytes in memory
	Peak     int64         // the most that Resident has been, since [ForgetPeak]
	CPU      time.Duration // user and system, since its start
}

// clockTick is the unit of CPU times in /proc; it is 100 a second on every Linux that Go runs on.
const clockTick = time.Second / 100

// UsageOf reads what a process takes now from Linux's /proc (proc_pid_status(5), proc_pid_stat(5)).
func UsageOf(pid int) (Usage, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return Usage{}, fmt.Errorf("memory and CPU are read from Linux's /proc: %w", err)
	}
	var u Usage
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 {
			switch n, _ := strconv.ParseInt(fields[1], 10, 64); fields[0] {
			case "VmRSS:":
				u.Resident = n << 10
			case "VmHWM:":
				u.Peak = n << 10
			}
		}
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return Usage{}, err
	}
	// The second field is the program's name in parentheses, which may hold anything.
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:])) // the first here is the third
	for _, ticks := range fields[11:13] {
		n, _ := strconv.ParseInt(ticks, 10, 64)
		u.CPU += time.Duration(n) * clockTick
	}
	return u, nil
}

// ForgetPeak starts the measuring of a process's peak memory again (proc_pid_clear_refs(5)); else it is of its whole life.
func ForgetPeak(pid int) { _ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", pid), []byte("5"), 0) }
