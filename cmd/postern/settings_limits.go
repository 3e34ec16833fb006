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

// fixedLimit returns the limit that a key of postern.toml names, if it is one that cannot be set.
func fixedLimit(key string) (sshapp.Limit, bool) {
	for _, limit := range sshapp.LimitTable() {
		if "limits."+limit.Name == key && !limit.Settable() {
			return limit, true
		}
	}
	return sshapp.Limit{}, false
}

// uselessLimit is a limit that is above another which is always met first.
type uselessLimit struct{ name, above string }

// uselessLimits returns those of the settings. They are no mistake (who wants three sessions need not say how many of
// them one source may have), but the owner should know that one source may then take them all.
func uselessLimits(l sshapp.Limits) []uselessLimit {
	var found []uselessLimit
	for _, pair := range []struct {
		part, whole float64
		names       uselessLimit
	}{
		{float64(l.SourceUnauth), float64(l.Unauthenticated), uselessLimit{"source_unauthenticated", "unauthenticated"}},
		{float64(l.SourceConns), float64(l.Connections), uselessLimit{"source_connections", "connections"}},
		{float64(l.SourceSessions), float64(l.Sessions), uselessLimit{"source_sessions", "sessions"}},
		{l.NoKeyTime.Seconds(), l.SessionTime.Seconds(), uselessLimit{"no_key_time", "session_time"}},
	} {
		if pair.part > pair.whole {
			found = append(found, pair.names)
		}
	}
	return found
}
