package posts

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"
)

// dateLayouts are tried in order. Where a fraction of a second may stand, Go's parser takes it unasked.
var dateLayouts = []struct {
	layout string
	day    bool // has no time of day
	zone   bool // has a zone
}{
	{layout: "2006-01-02", day: true},
	{layout: time.RFC3339, zone: true},
	{layout: "2006-01-02T15:04:05-0700", zone: true},
	{layout: "2006-01-02T15:04:05"},
	{layout: "2006-01-02T15:04"},
	{layout: "2006-01-02 15:04:05 -0700", zone: true},
	{layout: "2006-01-02 15:04:05 -07:00", zone: true},
	{layout: "2006-01-02 15:04:05Z07:00", zone: true},
	{layout: "2006-01-02 15:04:05 MST", zone: true},
	{layout: "2006-01-02 15:04 -0700", zone: true},
	{layout: "2006-01-02 15:04 -07:00", zone: true},
	{layout: "2006-01-02 15:04:05"},
	{layout: "2006-01-02 15:04"},
	{layout: "2006/01/02", day: true},
	{layout: "2006-1-2", day: true},
	{layout: "2 Jan 2006", day: true},
	{layout: "2 January 2006", day: true},
	{layout: "Jan 2, 2006", day: true},
	{layout: "January 2, 2006", day: true},
	{layout: "Jan 2 2006", day: true}, // Astro's blog starter
	{layout: "January 2 2006", day: true},
	{layout: time.RFC1123Z, zone: true},
	{layout: time.RFC1123, zone: true},
}

// zoneNames are the names whose offset is agreed on: RFC 5322, section 4.3. Go takes any three letters for UTC.
var zoneNames = map[string]int{ // hours east of Greenwich
	"UTC": 0, "GMT": 0, "UT": 0, "Z": 0,
	"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
}

const (
	firstYear = 1970
	lastYear  = 2200
	maxDate   = 64 // bytes of a date: the longest layout has 31
)

var ambiguousDate = regexp.MustCompile(`^\d{1,2}[/.]\d{1,2}[/.]\d{4}\b`)

// parseDate reads a date as bloggers write it. Without a zone of its own it is in the given one; day
// says that it names no time of day.
func parseDate(text string, zone *time.Location) (t time.Time, day bool, err error) {
	text = strings.TrimSpace(text)
	if len(text) > maxDate {
		return time.Time{}, false, errors.New("too long for a date")
	}
	impossible := false
	for _, l := range dateLayouts {
		t, err := time.ParseInLocation(l.layout, text, zone)
		if pe, ok := errors.AsType[*time.ParseError](err); ok {
			impossible = impossible || strings.HasSuffix(pe.Message, "out of range")
			continue
		}
		if l.zone {
			if t, err = knownZone(t, zone); err != nil {
				return time.Time{}, false, err
			}
		}
		if y := t.Year(); y < firstYear || y > lastYear {
			return time.Time{}, false, fmt.Errorf("the year of %q is not between %d and %d", text, firstYear, lastYear)
		}
		return t, l.day, nil
	}
	switch {
	case impossible:
		return time.Time{}, false, fmt.Errorf("there is no day or time %q", text)
	case ambiguousDate.MatchString(text):
		return time.Time{}, false, fmt.Errorf("%q may be read with the day or the month first; write it as 2006-01-02", text)
	default:
		return time.Time{}, false, fmt.Errorf("%q is not a date; write it as 2006-01-02 or 2006-01-02 15:04", text)
	}
}

// knownZone makes up for a zone that is given by a name: Go's parser invents a zone of offset 0 for
// names that the location does not have.
func knownZone(t time.Time, zone *time.Location) (time.Time, error) {
	name, offset := t.Zone()
	if t.Location() == time.UTC || t.Location() == zone || offset != 0 || name == "" {
		return t, nil
	}
	hours, ok := zoneNames[name]
	if !ok {
		return time.Time{}, fmt.Errorf("the time zone %q is not known; write an offset such as +01:00", name)
	}
	at := time.FixedZone(name, hours*60*60)
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), at), nil
}

var (
	datePrefix = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})(?:[-_ T](.+))?$`)
	datePath   = regexp.MustCompile(`(?:^|/)(\d{4})/(\d{2})/(\d{2})(?:/|$)`)
)

// cutDate takes the date prefix of a file's or a folder's name off. A name that begins like a date that
// does not exist is left whole.
func cutDate(name string, zone *time.Location) (day time.Time, rest string, ok bool) {
	m := datePrefix.FindStringSubmatch(name)
	if m == nil {
		return time.Time{}, name, false
	}
	day, _, err := parseDate(m[1], zone)
	if err != nil {
		return time.Time{}, name, false
	}
	return day, m[2], true
}

// dateInPath finds a YYYY/MM/DD in an address: Zola sites such as the Rust blog date their posts only there.
func dateInPath(path string, zone *time.Location) (day time.Time, ok bool) {
	m := datePath.FindStringSubmatch(path)
	if m == nil {
		return time.Time{}, false
	}
	day, _, err := parseDate(m[1]+"-"+m[2]+"-"+m[3], zone)
	return day, err == nil
}
