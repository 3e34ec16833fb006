package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

func TestKindsOfGoroutines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // which says when a goroutine waits, and calls that durable
		const n = 3
		end := make(chan struct{})
		defer close(end)
		for range n {
			go waitsInTest(end)
		}
		synctest.Wait()
		dump := make([]byte, 1<<20)
		dump = dump[:runtime.Stack(dump, true)]
		all := strings.Join(kindsOf("a line of the log\nSIGQUIT: quit\n\n"+string(dump)), "\n")
		want := fmt.Sprintf("%d chan receive (durable) in postern/bench/attack.waitsInTest, started by postern/bench/attack.TestKindsOfGoroutines.func1", n)
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	})
	if kinds := kindsOf("nothing of the kind\n\ngoroutine\n\n"); kinds != nil {
		t.Errorf("found %q in a text without stacks", kinds)
	}
}

// waitsInTest has the name that the test looks for.
func waitsInTest(end <-chan struct{}) { <-end }

// A single low number, as a server's metrics give now and then, is not what it takes at rest.
func TestSteadyNumberIsTheStart(t *testing.T) {
	said := []int{31, 24, 16, 16, 15, 16, 16, 16, 16, 16, 16, 16, 15}
	var asked atomic.Int64
	metrics := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, "go_goroutines %d\n", said[(int(asked.Add(1))-1)%len(said)])
	}))
	defer metrics.Close()
	s := &server{metrics: strings.TrimPrefix(metrics.URL, "http://")}
	if got := s.steady(t.Context()).Goroutines; got != 16 {
		t.Errorf("the server is said to have %d goroutines at rest, of %v; want 16", got, said)
	}
}
