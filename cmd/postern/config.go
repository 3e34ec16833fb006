package main

import (
	"errors"
	"fmt"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"postern/posts"
	"postern/sshapp"
)

// config is everything that can be set, after flags, environment and postern.toml were read.
type config struct {
	dir        string
	listen     []string
	publicHost string // empty: the one readers came by
	publicPort int    // 0: the one readers came by
	content    string // empty: found by package posts
	keys       string
	passphrase []byte         // of the host keys; empty: they have none
	state      string         // folder of what can be made again
	proxyFrom  []netip.Prefix // networks of proxies that send a PROXY header
	reusePort  bool
	logFormat  string
	logAddress sshapp.AddressForm
	metrics    string     // address to listen on; empty: there are none
	site       posts.Site // only what postern.toml says
	dark       *sshapp.Sheet
	light      *sshapp.Sheet
	limits     sshapp.Limits
	values     map[string][]string // of each setting by its name, as they were given
}

// loadConfig reads all places. args is the command's argument, if there was one.
func loadConfig(args []string, flags *pflag.FlagSet, environ []string) (config, error) {
	c := config{limits: sshapp.DefaultLimits(), values: map[string][]string{}}
	rows := settings()
	env := variables(environ)
	for _, s := range rows {
		if !strings.HasPrefix(s.def, "(") {
			if err := s.put(&c, []string{s.def}); err != nil {
				return c, fmt.Errorf("default of %s: %w", s.name, err)
			}
		}
	}
	if dir := env[envPrefix+"DIR"]; dir != "" {
		c.dir = dir
	}
	if len(args) > 0 {
		c.dir = args[0]
	}
	if err := checkFolder(c.dir); err != nil {
		return c, err
	}
	c.keys, c.state = filepath.Join(c.dir, "keys"), filepath.Join(c.dir, stateFolder)

	wrong := readFile(&c, rows) // with what is right in the file and elsewhere a check goes on
	for _, s := range rows {
		if s.where != anywhere && s.where != environment {
			continue
		}
		if value := env[s.env()]; value != "" {
			if err := s.put(&c, s.split([]string{value})); err != nil {
				return c, errors.Join(wrong, &usageError{fmt.Errorf("%s: %w", s.env(), err)})
			}
		}
		if values := given(flags, s.flag()); len(values) > 0 {
			if err := s.put(&c, s.split(values)); err != nil {
				return c, errors.Join(wrong, &usageError{fmt.Errorf("--%s: %w", s.flag(), err)})
			}
		}
	}
	return c, wrong
}

// put sets values and notes them.
func (s setting) put(c *config, values []string) error {
	if err := s.set(c, values); err != nil {
		return err
	}
	c.values[s.name] = values
	return nil
}

// split turns what a flag or a variable was given into values: of a list all, else the last.
func (s setting) split(given []string) []string {
	if s.shape != list {
		return given[len(given)-1:]
	}
	var values []string
	for _, text := range given {
		for value := range strings.SplitSeq(text, ",") {
			values = append(values, strings.TrimSpace(value))
		}
	}
	return values
}

func given(flags *pflag.FlagSet, name string) []string {
	if flags == nil {
		return nil
	}
	f := flags.Lookup(name)
	if f == nil || !f.Changed {
		return nil
	}
	if v, ok := f.Value.(*flagValue); ok {
		return v.values
	}
	return nil
}

// variables returns the environment's POSTERN_ variables.
func variables(environ []string) map[string]string {
	found := map[string]string{}
	for _, entry := range environ {
		if name, value, ok := strings.Cut(entry, "="); ok && strings.HasPrefix(name, envPrefix) {
			found[name] = value
		}
	}
	return found
}

// unknownVariables returns the POSTERN_ variables that mean nothing, sorted, each with what was probably meant
// or nothing.
func unknownVariables(environ []string) [][2]string {
	var known []string
	for _, s := range settings() {
		if s.where != fileOnly {
			known = append(known, s.env())
		}
	}
	var unknown [][2]string
	for name := range variables(environ) {
		if !slices.Contains(known, name) {
			unknown = append(unknown, [2]string{name, posts.Nearest(name, known)})
		}
	}
	slices.SortFunc(unknown, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return unknown
}
