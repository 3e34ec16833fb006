package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"time"

	"github.com/coreos/go-systemd/v22/activation"
	"github.com/coreos/go-systemd/v22/daemon"
)

// firstSocket is the descriptor of the first socket that systemd passes, see sd_listen_fds(3).
const firstSocket = 3

// passedSockets returns the sockets that systemd listens on for this process, if it does (LISTEN_PID and LISTEN_FDS). They
// outlive the process: whoever connects during a restart waits for the next one.
func passedSockets() ([]net.Listener, error) {
	passed, err := activation.Listeners()
	if err != nil {
		return nil, err
	}
	for i, l := range passed {
		if _, ok := l.(*net.TCPListener); !ok {
			return nil, &hintError{
				fmt.Errorf("socket %d that systemd passes does not listen on TCP", firstSocket+i),
				"write ListenStream=PORT in the socket unit, and no Accept=",
			}
		}
	}
	return passed, nil
}

// manager tells systemd what the process does, if systemd wants to know (NOTIFY_SOCKET): see sd_notify(3).
type manager struct{ logger *slog.Logger }

func (m manager) notify(ctx context.Context, state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		m.logger.WarnContext(ctx, "systemd cannot be told", "state", state, "error", err)
	}
}

// watchdog tells systemd that the process is alive, if a WatchdogSec= asks for that, until ctx is done.
func (m manager) watchdog(ctx context.Context) error {
	interval, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		return errors.Join(errors.New("WATCHDOG_USEC"), err)
	}
	if interval == 0 {
		return nil
	}
	ticker := time.NewTicker(interval / 2) // as sd_watchdog_enabled(3) advises
	go func() {
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				m.notify(ctx, daemon.SdNotifyWatchdog)
			}
		}
	}()
	return nil
}
