package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// clockTick is the unit of CPU times in /proc (proc_pid_stat(5)); it is 100 a second on every Linux that Go runs on.
const clockTick = time.Second / 100

// usage is what a process has of the machine.
type usage struct {
	resident int64         // bytes
	cpu      time.Duration // user and system, since its start
	threads  int
}

// usageOf reads /proc/PID/stat (proc_pid_stat(5)).
func usageOf(pid int) (usage, error) {
	file := fmt.Sprintf("/proc/%d/stat", pid)
	data, err := os.ReadFile(file)
	if err != nil {
		return usage{}, fmt.Errorf("memory and CPU are read from Linux's /proc: %w", err)
	}
	// The second field is the program's name in parentheses, which may hold anything.
	_, rest, _ := strings.Cut(string(data), ") ")
	fields := strings.Fields(rest) // of which the first is field 3
	field := func(n int) int64 {
		if n-3 >= len(fields) {
			return 0
		}
		value, _ := strconv.ParseInt(fields[n-3], 10, 64)
		return value
	}
	return usage{
		resident: field(24) * int64(os.Getpagesize()),
		cpu:      time.Duration(field(14)+field(15)) * clockTick,
		threads:  int(field(20)),
	}, nil
}

func (s *server) usage() (usage, error) { return usageOf(s.cmd.Process.Pid) }
