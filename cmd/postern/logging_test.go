package main

import (
	"bytes"
	"strings"
	"testing"
)

func TestLogsNameNoReader(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		var b bytes.Buffer
		newLogger(&b, format).Error("panic serving connection", "remote", "192.0.2.7:1234", "stack", "here")
		if got := b.String(); strings.Contains(got, "192.0.2.7") || !strings.Contains(got, "here") {
			t.Errorf("%s: %s", format, got)
		}
	}
}
