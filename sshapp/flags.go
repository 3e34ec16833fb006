package sshapp

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"postern/posts"
	"postern/render"
)

// options are what the flags of a command say.
type options struct {
	tag, series, since string
	limit              int
	json               bool
	width              int
	format             string
	color              bool
}

// flagRow is a row of a command's flags.
type flagRow struct {
	name  string
	value string // what follows it, as usage shows it; alternatives with bars between them; empty: nothing
	help  string
	field func(*options) any // *string, *int or *bool
	least int                // of a number that is given
	most  int
}

func tagFlag() flagRow {
	return flagRow{name: "tag", value: "T", help: "only posts with this tag", field: func(o *options) any { return &o.tag }}
}

func seriesFlag() flagRow {
	return flagRow{name: "series", value: "S", help: "only posts of this series, in its order", field: func(o *options) any { return &o.series }}
}

func sinceFlag() flagRow {
	return flagRow{
		name: "since", value: "DATE", help: "only posts of this day (2026-11-23), month (2026-11) or year (2026), and after",
		field: func(o *options) any { return &o.since },
	}
}

func limitFlag() flagRow {
	return flagRow{
		name: "limit", value: "N", help: "at most so many", least: 1, most: maxLimit,
		field: func(o *options) any { return &o.limit },
	}
}

func jsonFlag() flagRow {
	return flagRow{name: "json", help: "a JSON array", field: func(o *options) any { return &o.json }}
}

func widthFlag() flagRow {
	return flagRow{
		name: "width", value: "N", help: "cells a line may fill (default: the window's, else 80)",
		least: render.MinWidth, most: render.MaxWidth, field: func(o *options) any { return &o.width },
	}
}

func formatFlag() flagRow {
	return flagRow{
		name: "format", value: "text|md|json", help: "text (default), the source without front matter, or an object of both",
		field: func(o *options) any { return &o.format },
	}
}

func feedFormatFlag() flagRow {
	return flagRow{
		name: "format", value: "atom|json", help: "Atom 1.0 (default) or JSON Feed 1.1",
		field: func(o *options) any { return &o.format },
	}
}

func colorFlag() flagRow {
	return flagRow{name: "color", help: "colours and hyperlinks also without a terminal", field: func(o *options) any { return &o.color }}
}

// maxLimit bounds --limit: more posts than a blog can have.
const maxLimit = 1_000_000

// add makes a set of flags know the flag.
func (f flagRow) add(set *pflag.FlagSet, o *options) {
	switch field := f.field(o).(type) {
	case *string:
		set.StringVar(field, f.name, "", f.help)
	case *int:
		set.IntVar(field, f.name, 0, f.help)
	case *bool:
		set.BoolVar(field, f.name, false, f.help)
	}
}

// check says what is wrong with the value that a flag was given.
func (f flagRow) check(set *pflag.FlagSet, o *options) error {
	if !set.Changed(f.name) {
		return nil
	}
	switch field := f.field(o).(type) {
	case *string:
		choices := strings.Split(f.value, "|")
		if len(choices) > 1 && !slices.Contains(choices, *field) {
			return fmt.Errorf("--%s is one of %s, not %q", f.name, strings.Join(choices, ", "), *field)
		}
		if *field == "" {
			return fmt.Errorf("--%s is empty", f.name)
		}
	case *int:
		if *field < f.least || *field > f.most {
			return fmt.Errorf("--%s is a number from %d to %d, not %d", f.name, f.least, f.most, *field)
		}
	}
	return nil
}

// usage is the flag as a command's usage shows it.
func (f flagRow) usage() string { return "[" + f.String() + "]" }

// String is the flag as it is typed.
func (f flagRow) String() string {
	if f.value == "" {
		return "--" + f.name
	}
	return "--" + f.name + " " + f.value
}

// wrongFlag says what is wrong with the flags of a command line, in our words.
func (c *call) wrongFlag(set *pflag.FlagSet, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		name := unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			return c.usage("no such flag: -" + unknown.GetSpecifiedShortnames())
		}
		var names []string
		set.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := posts.Nearest(name, names); near != "" {
			return c.usage(fmt.Sprintf("no such flag: --%s; did you mean --%s?", name, near))
		}
		return c.usage("no such flag: --" + name)
	}
	if missing, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return c.usage("a value is missing after --" + missing.GetSpecifiedName())
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return c.usage(fmt.Sprintf("--%s cannot be %q", invalid.GetFlag().Name, invalid.GetValue()))
	}
	return c.usage(err.Error())
}
