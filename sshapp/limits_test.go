package sshapp

import (
	"strings"
	"testing"
)

func TestLimitsHaveToBeAboveZero(t *testing.T) {
	limits := DefaultLimits()
	if err := limits.check(); err != nil {
		t.Fatal(err)
	}
	limits.StartTime = 0
	if err := limits.check(); err == nil || !strings.Contains(err.Error(), "StartTime") {
		t.Errorf("error is %v, want one that names StartTime", err)
	}
}
