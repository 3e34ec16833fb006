// Command load measures how much a reader costs: the time to the first frame and from a key to its answer, bytes a key,
// memory and CPU of sessions at rest, and how start and reload grow with the posts.
//
// Each figure is taken from Postern and, in turn within the same run, from two servers that are part of this program:
// "bare" is golang.org/x/crypto/ssh writing one fixed frame, below which no SSH server of this stack can be;
// "usual" is Wish with Bubble Tea as their manuals show it, with its post rendered once. What a machine is worth changes from
// minute to minute, ratios within a run do not: it is they that docs/performance.md reports.
//
// Everything runs on loopback and is bounded in time and count.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
	case err != nil:
		fmt.Fprintf(os.Stderr, "load: %v\n", err)
		os.Exit(1)
	}
}

// plan is what a run was asked for.
type plan struct {
	postern string // the program to measure
	rounds  int    // how often each server is measured; the median is told
	only    string // part of the names of the measures to take
	scale   float64
	log     io.Writer
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.SetOutput(stderr)
	p := plan{log: stderr}
	serve := flags.String("serve", "", "be one of the servers that are compared with: "+strings.Join(standIns(), ", "))
	file := flags.String("json", "", "write the figures to this `FILE`, too")
	flags.StringVar(&p.postern, "postern", "dist/postern", "the `PROGRAM` to measure")
	flags.IntVar(&p.rounds, "rounds", 3, "measure each server so often, and tell the median")
	flags.StringVar(&p.only, "only", "", "take only the measures whose name contains `TEXT`")
	flags.Float64Var(&p.scale, "scale", 1, "multiply clients, posts and seconds by this, for a quick look")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("no arguments are expected, but there is %q", flags.Arg(0))
	}
	if *serve != "" {
		return serveStandIn(ctx, *serve, stdout)
	}
	if p.rounds < 1 || p.scale <= 0 {
		return fmt.Errorf("-rounds %d and -scale %v must be above zero", p.rounds, p.scale)
	}
	began := time.Now()
	figures, err := p.measure(ctx)
	if err != nil {
		return err
	}
	if *file != "" {
		if err := writeJSON(*file, figures); err != nil {
			return err
		}
	}
	writeTable(stdout, figures)
	fmt.Fprintf(stderr, "measured in %s\n", time.Since(began).Round(time.Second))
	return nil
}

// of scales a count.
func (p plan) of(n int) int { return max(1, int(float64(n)*p.scale)) }

// lasting scales a time.
func (p plan) lasting(d time.Duration) time.Duration {
	return max(time.Second, time.Duration(float64(d)*p.scale))
}
