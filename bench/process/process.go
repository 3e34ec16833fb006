// Package process runs the servers that the programs under bench measure, each as a process of its own, so that its memory
// and CPU are its own, and reads what a process takes of the machine.
package process

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// Process is a server that runs.
type Process struct {
	Addr   string        // that it accepts on, host:port
	Ready  time.Duration // from its start until it said that it accepts
	Exited chan struct{} // is closed when it has ended

	cmd *exec.Cmd
	log *os.File
}

// stopTime is how long a server may take to end before it is killed.
const stopTime = 15 * time.Second

// Start starts a server that prints "ready ADDR", as Postern does, and waits for that as long as patience. What it
// writes to its standard error goes to the file log. An error holds what is there by then.
func Start(cmd *exec.Cmd, log string, patience time.Duration) (*Process, error) {
	file, err := os.Create(log)
	if err != nil {
		return nil, err
	}
	cmd.Stderr = file
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	p := &Process{Exited: make(chan struct{}), cmd: cmd, log: file}
	ready := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			if addr, ok := strings.CutPrefix(lines.Text(), "ready "); ok {
				select {
				case ready <- addr:
				default: // it listens on more than one address
				}
			}
		}
		_ = cmd.Wait() // how it ended is said where it is noticed
		close(p.Exited)
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case p.Addr = <-ready:
		p.Ready = time.Since(began)
		return p, nil
	case <-p.Exited:
	case <-timer.C:
	}
	said, _ := os.ReadFile(log)
	p.Stop()
	return nil, fmt.Errorf("%s did not become ready in %s: %s", cmd.Path, patience, bytes.TrimSpace(said))
}

// Stop asks the server to end (SIGTERM), kills it if it does not, and returns when it is gone.
func (p *Process) Stop() {
	p.Signal(syscall.SIGTERM)
	timer := time.AfterFunc(stopTime, func() { _ = p.cmd.Process.Kill() })
	defer timer.Stop()
	<-p.Exited
	_ = p.log.Close()
}

// Signal sends the server a signal; it may have ended.
func (p *Process) Signal(s os.Signal) { _ = p.cmd.Process.Signal(s) }

// PID returns the number of the process.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Usage reads what the server takes now, see [UsageOf].
func (p *Process) Usage() (Usage, error) { return UsageOf(p.PID()) }

// Said returns what the server has written to its standard error.
func (p *Process) Said() (string, error) {
	text, err := os.ReadFile(p.log.Name())
	return string(text), err
}
