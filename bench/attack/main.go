// Command attack plays hostile clients against a Postern server while innocent readers come and go, and measures what
// the readers notice and what is left behind.
//
//	attack -postern dist/postern                 all attacks, each against a server of its own
//	attack -postern dist/postern osc paste       these
//	attack -addr 127.0.0.1:2222 -pid 4711 osc    against a server that runs already
//	attack -postern dist/postern -short          all, in less than a minute: what is left behind, not how fast it is
//	attack -postern dist/postern -soak 20m       honest readers only, and whether what the server takes grows
//
// It attacks this machine only: any address that is not of 127.0.0.0/8 is refused. Each attack runs in a process of
// its own with a lower priority, since those of strangers do not take the server's processor either. Exit status 1:
// the server ended, left something behind or took too much memory; the attack and the figure are named.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/signal"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "attack:", err)
		os.Exit(exitFailed)
	}
}

// exitFailed is the exit status when the server does what it may not do.
const exitFailed = 1

// options are the flags.
type options struct {
	postern, addr, metrics, shows, json, markdown string

	pid     int
	lasts   time.Duration
	soak    time.Duration
	bounds  bounds
	short   bool
	list    bool
	play    bool
	attacks []attack
}

// What the short form does, and the full one.
const (
	shortTime   = time.Second
	shortAtOnce = 6 // attacks, each against a server of its own: no time is judged
	fullTime    = 6 * time.Second
	niceness    = 10 // of the processes that attack
)

var errNotLoopback = errors.New("not an address of this machine: only 127.0.0.0/8 is attacked")

func parse(args []string, out io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("attack", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.StringVar(&o.postern, "postern", "dist/postern", "the `program` to start")
	flags.StringVar(&o.addr, "addr", "", "`host:port` of a server that runs already, instead of starting one")
	flags.IntVar(&o.pid, "pid", 0, "its process, whose memory and descriptors are measured")
	flags.StringVar(&o.metrics, "metrics", "", "`host:port` of its metrics, for the number of its goroutines")
	flags.StringVar(&o.shows, "shows", newestTitle, "`text` on the first frame of the list")
	flags.StringVar(&o.json, "json", "", "`file` to write the results to")
	flags.StringVar(&o.markdown, "markdown", "", "`file` to write the results to as a table of docs/security.md")
	flags.DurationVar(&o.lasts, "for", fullTime, "how long each attack lasts")
	flags.DurationVar(&o.bounds.settle, "settle", 30*time.Second, "goroutines and descriptors have to be back within this")
	flags.IntVar(&o.bounds.ceiling, "ceiling", 128, "`MiB` that memory may grow by")
	flags.DurationVar(&o.soak, "soak", 0, "let honest readers come and go for so long instead")
	flags.BoolVar(&o.short, "short", false, "a second for each attack, several at once: what is left behind, not how fast it is")
	flags.BoolVar(&o.list, "list", false, "list the attacks")
	flags.BoolVar(&o.play, "play", false, "only play the attack that is named against -addr")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	o.attacks = attacks
	if flags.NArg() > 0 {
		o.attacks = nil
	}
	for _, name := range flags.Args() {
		i := slices.IndexFunc(attacks, func(a attack) bool { return a.name == name })
		if i < 0 {
			return o, fmt.Errorf("no attack is named %q; -list names them", name)
		}
		o.attacks = append(o.attacks, attacks[i])
	}
	for _, addr := range []string{o.addr, o.metrics} {
		if err := onLoopback(addr); addr != "" && err != nil {
			return o, err
		}
	}
	return o, nil
}

func onLoopback(addr string) error {
	ap, err := netip.ParseAddrPort(addr)
	if err != nil || !ap.Addr().Is4() || !ap.Addr().IsLoopback() {
		return fmt.Errorf("%s: %w", addr, errNotLoopback)
	}
	return nil
}

func run(ctx context.Context, args []string, out io.Writer) error {
	o, err := parse(args, out)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	switch {
	case err != nil:
		return err
	case o.list:
		for _, a := range attacks {
			fmt.Fprintf(out, "%-17s %-3s %s\n", a.name, a.finding, a.what)
		}
		return nil
	case o.play:
		return o.playOne(ctx, out)
	case o.soak > 0:
		return o.soakServer(ctx, out)
	default:
		return o.playAll(ctx, out)
	}
}

// playAll plays the attacks, one after the other unless times do not matter, and prints what each did.
func (o options) playAll(ctx context.Context, out io.Writer) error {
	atOnce := 1
	if o.short {
		o.lasts, atOnce = shortTime, shortAtOnce
	}
	var (
		results = make([]result, len(o.attacks))
		errs    = make([]error, len(o.attacks))
		next    atomic.Int64
		mu      sync.Mutex // of out
		players sync.WaitGroup
	)
	printHeader(out)
	for range atOnce {
		players.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(o.attacks) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				results[i], errs[i] = o.playAgainst(ctx, o.attacks[i])
				mu.Lock()
				results[i].print(out)
				mu.Unlock()
			}
		})
	}
	players.Wait()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if o.json != "" {
		errs = append(errs, writeJSON(o.json, results))
	}
	if o.markdown != "" {
		errs = append(errs, writeMarkdown(o.markdown, results))
	}
	for _, r := range results {
		for _, wrong := range r.Wrong {
			errs = append(errs, fmt.Errorf("%s: %s", r.Attack, wrong))
		}
	}
	return errors.Join(errs...)
}
