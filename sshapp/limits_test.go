package sshapp

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestLimitsHaveToBeAboveZero(t *testing.T) {
	limits := DefaultLimits()
	if err := limits.check(); err != nil {
		t.Fatal(err)
	}
	limits.StartTime = 0
	if err := limits.check(); err == nil || !strings.Contains(err.Error(), "start_time") {
		t.Errorf("error is %v, want one that names start_time", err)
	}
}

// Each field of Limits has one row, which says all and allows its own default.
func TestEachLimitHasARow(t *testing.T) {
	names := map[string]bool{}
	fields := map[any]bool{}
	var limits Limits
	for _, row := range LimitTable() {
		if names[row.Name] || row.Meaning == "" || row.Reason == "" || row.value <= 0 {
			t.Errorf("row %q is there twice, or incomplete", row.Name)
		}
		names[row.Name] = true
		if row.field != nil {
			fields[row.field(&limits)] = true
		}
		if !row.Settable() {
			continue
		}
		for _, text := range []string{row.Default(), row.text(row.least), row.text(row.most)} {
			if err := row.Set(&limits, text); err != nil {
				t.Errorf("%s: %v", row.Name, err)
			}
		}
	}
	value := reflect.ValueOf(&limits).Elem()
	for i := range value.NumField() {
		if field := value.Field(i).Addr().Interface(); !fields[field] {
			t.Errorf("%s has no row", value.Type().Field(i).Name)
		}
	}
}

func TestSetLimit(t *testing.T) {
	rows := map[string]Limit{}
	for _, row := range LimitTable() {
		rows[row.Name] = row
	}
	limits := DefaultLimits()
	for _, tt := range []struct{ name, text, says string }{
		{"sessions", "1000", ""},
		{"no_key_time", "90m", ""},
		{"source_rate", "40", ""},
		{"sessions", "0", "0 is not within 1 to 65536"},
		{"sessions", "many", `"many" is no whole number`},
		{"no_key_time", "90", `"90" is no time; write it as 90s, 45m or 12h`},
		{"no_key_time", "48h", "48h is not within 1m to 24h"},
	} {
		err := rows[tt.name].Set(&limits, tt.text)
		if (err == nil) != (tt.says == "") || err != nil && err.Error() != tt.says {
			t.Errorf("%s = %s: %v, want %q", tt.name, tt.text, err, tt.says)
		}
	}
	if limits.Sessions != 1000 || limits.NoKeyTime != 90*time.Minute || limits.SourceRate != 40 {
		t.Errorf("got %d, %s, %g", limits.Sessions, limits.NoKeyTime, limits.SourceRate)
	}
}

// The README's table of limits is made of the rows, and -update rewrites it.
func TestReadmeHasTheLimits(t *testing.T) {
	var b strings.Builder
	b.WriteString("| Limit | Value | Can be set | What it bounds | Why |\n|---|---|---|---|---|\n")
	for _, row := range LimitTable() {
		value := strings.TrimSpace(row.Default() + " " + row.Unit())
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", row.Name, value, row.Bounds(), row.Meaning, row.Reason)
	}
	readmeHas(t, "limits", b.String())
}
