package sshapp

import (
	"fmt"
	"strconv"
	"time"
)

// Limits bounds what clients can take from the server. What each means, what it is unless told otherwise and why, says
// its row in the table ([LimitTable]).
type Limits struct {
	ProxyTime          time.Duration
	HandshakeTime      time.Duration
	Unauthenticated    int
	Connections        int
	SourceUnauth       int
	SourceConns        int
	SourceRate         float64
	SourceBurst        int
	SessionRate        float64
	SessionBurst       int
	ConnSessions       int
	SourceSessions     int
	Sessions           int
	StartTime          time.Duration
	CommandTime        time.Duration
	UnusedTime         time.Duration
	KeepaliveEvery     time.Duration
	ProxiedEvery       time.Duration
	KeepaliveTime      time.Duration
	InboundRate        int
	InboundBurst       int
	StalledWrite       time.Duration
	SmallRate          float64
	SmallBurst         int
	KeyRate            float64
	KeyBurst           int
	ResizeEvery        time.Duration
	NoKeyTime          time.Duration
	SessionTime        time.Duration
	ArrivalTime        time.Duration
	GoodbyeTime        time.Duration
	EnvironmentEntries int
}

// Limit is a row of the table of limits. Its numbers are in its unit; times are in seconds.
type Limit struct {
	Name    string // as in [limits] of postern.toml
	unit    unit
	value   float64 // unless the owner sets another
	least   float64 // what an owner may set
	most    float64 // the same; 0: it is fixed
	Meaning string
	Reason  string            // why the value is as it is
	field   func(*Limits) any // a *int, *float64 or *time.Duration; nil: a constant
}

type unit string

const (
	things       unit = ""
	inSeconds    unit = "s"
	inBytes      unit = "bytes"
	bytesASecond unit = "bytes/s"
	aSecond      unit = "/s"
	inCells      unit = "cells"
)

// DefaultLimits returns the limits that a server has unless it is told otherwise. They suit a server with 512 MB of
// memory on a public port.
func DefaultLimits() Limits {
	var l Limits
	for _, row := range LimitTable() {
		row.put(&l, row.value)
	}
	return l
}

// Default returns the value as it is written in postern.toml: "45m", "300".
func (r Limit) Default() string { return r.text(r.value) }

// Bounds returns the least and the most that an owner may set, as "1 to 100000"; "" if the limit is fixed.
func (r Limit) Bounds() string {
	if !r.Settable() {
		return ""
	}
	return r.text(r.least) + " to " + r.text(r.most)
}

// Settable reports whether an owner may set the limit.
func (r Limit) Settable() bool { return r.most > 0 }

// IsTime reports whether the value is a time, such as "45m", and not a whole number.
func (r Limit) IsTime() bool { return r.unit == inSeconds }

// Unit names what the value counts where that is not the thing itself: "bytes".
func (r Limit) Unit() string {
	if r.IsTime() {
		return ""
	}
	return string(r.unit)
}

// Set sets the limit to what an owner wrote.
func (r Limit) Set(l *Limits, text string) error {
	value, err := r.number(text)
	if err != nil {
		return err
	}
	if value < r.least || value > r.most {
		return fmt.Errorf("%s is not within %s", text, r.Bounds())
	}
	r.put(l, value)
	return nil
}

func (r Limit) number(text string) (float64, error) {
	if r.IsTime() {
		d, err := time.ParseDuration(text)
		if err != nil {
			return 0, fmt.Errorf("%q is no time; write it as 90s, 45m or 12h", text)
		}
		return d.Seconds(), nil
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0, fmt.Errorf("%q is no whole number", text)
	}
	return float64(n), nil
}

func (r Limit) put(l *Limits, value float64) {
	if r.field == nil {
		return
	}
	switch to := r.field(l).(type) {
	case *int:
		*to = int(value)
	case *float64:
		*to = value
	case *time.Duration:
		*to = time.Duration(value * float64(time.Second))
	}
}

func (r Limit) get(l *Limits) float64 {
	switch from := r.field(l).(type) {
	case *int:
		return float64(*from)
	case *float64:
		return *from
	case *time.Duration:
		return from.Seconds()
	}
	return 0
}

// text writes a value as an owner would.
func (r Limit) text(value float64) string {
	if !r.IsTime() {
		return strconv.FormatFloat(value, 'f', -1, 64)
	}
	switch {
	case value >= hour && int(value)%hour == 0:
		return fmt.Sprintf("%dh", int(value)/hour)
	case value >= minute && int(value)%minute == 0:
		return fmt.Sprintf("%dm", int(value)/minute)
	}
	return time.Duration(value * float64(time.Second)).String()
}

const (
	minute = 60   // seconds
	hour   = 3600 // seconds
)

// check returns an error that names a limit which is not above zero: nobody would be served.
func (l Limits) check() error {
	for _, row := range LimitTable() {
		if row.field == nil {
			continue
		}
		if value := row.get(&l); value <= 0 {
			return fmt.Errorf("limit %s is %s", row.Name, row.text(value))
		}
	}
	return nil
}

// clampSize turns a window size as a client sent it (RFC 4254, 6.2 and 6.7) into one to draw for.
func clampSize(columns, rows uint32) size {
	if columns == 0 {
		columns = stdColumns
	}
	if rows == 0 {
		rows = stdRows
	}
	return size{columns: int(min(columns, maxColumns)), rows: int(min(rows, maxRows))}
}

// size is the size of a terminal window in cells.
type size struct{ columns, rows int }
