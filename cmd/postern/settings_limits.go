package main

import "postern/sshapp"

// limitSettings are the limits that owners may set, in the table [limits] of postern.toml.
func limitSettings() []setting {
	var rows []setting
	for _, limit := range sshapp.LimitTable() {
		if !limit.Settable() {
			continue
		}
		shape := number
		if limit.IsTime() {
			shape = text
		}
		rows = append(rows, setting{
			"limits." + limit.Name, fileOnly, shape, "", limit.Default(), limit.Meaning,
			func(c *config, v []string) error { return limit.Set(&c.limits, v[0]) },
		})
	}
	return rows
}
