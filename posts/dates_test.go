package posts

import (
	"strings"
	"testing"
	"time"
)

func TestParseDate(t *testing.T) {
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Skip("no time zones on this machine:", err)
	}
	tests := []struct {
		text, want string // RFC 3339, or the beginning of the error
		day        bool
	}{
		{"2024-07-01", "2024-07-01T00:00:00+02:00", true},
		{"2024-01-01", "2024-01-01T00:00:00+01:00", true},
		{" 2024/07/01 ", "2024-07-01T00:00:00+02:00", true},
		{"2024-7-1", "2024-07-01T00:00:00+02:00", true},
		{"1 Jul 2024", "2024-07-01T00:00:00+02:00", true},
		{"1 July 2024", "2024-07-01T00:00:00+02:00", true},
		{"Jul 1, 2024", "2024-07-01T00:00:00+02:00", true},
		{"july 01, 2024", "2024-07-01T00:00:00+02:00", true},
		{"Jul 08 2022", "2022-07-08T00:00:00+02:00", true},
		{"2024-07-01T10:20:30Z", "2024-07-01T10:20:30Z", false},
		{"2024-07-01T10:20:30.123456+05:30", "2024-07-01T10:20:30+05:30", false},
		{"2024-07-01T10:20:30-0700", "2024-07-01T10:20:30-07:00", false},
		{"2024-07-01T10:20:30", "2024-07-01T10:20:30+02:00", false},
		{"2024-07-01T10:20", "2024-07-01T10:20:00+02:00", false},
		{"2024-07-01 10:20:30 -0700", "2024-07-01T10:20:30-07:00", false},
		{"2024-07-01 10:20:30 -07:00", "2024-07-01T10:20:30-07:00", false},
		{"2024-07-01 10:20:30Z", "2024-07-01T10:20:30Z", false},
		{"2024-07-01 9:20:30 +0100", "2024-07-01T09:20:30+01:00", false},
		{"2024-07-01 10:20:30 CEST", "2024-07-01T10:20:30+02:00", false},
		{"2024-07-01 10:20:30 UTC", "2024-07-01T10:20:30Z", false},
		{"2024-07-01 10:20:30 PDT", "2024-07-01T10:20:30-07:00", false},
		{"2024-07-01 10:20:30", "2024-07-01T10:20:30+02:00", false},
		{"2024-07-01 10:20", "2024-07-01T10:20:00+02:00", false},
		{"Mon, 01 Jul 2024 10:20:30 +0000", "2024-07-01T10:20:30Z", false},
		{"Mon, 01 Jul 2024 10:20:30 GMT", "2024-07-01T10:20:30Z", false},
		{"2024-07-01 10:20:30 XYZ", `the time zone "XYZ" is not known`, false},
		{"2023-02-29", `there is no day or time "2023-02-29"`, false},
		{"2024-13-01", `there is no day or time "2024-13-01"`, false},
		{"2024-07-01 25:00", `there is no day or time`, false},
		{"01/02/2006", `"01/02/2006" may be read with the day or the month first`, false},
		{"1.2.2006", `"1.2.2006" may be read`, false},
		{"1969-12-31", "the year of", false},
		{"2201-01-01", "the year of", false},
		{"24-07-01", `"24-07-01" is not a date`, false},
		{"tomorrow", `"tomorrow" is not a date; write it as 2006-01-02`, false},
		{"", `"" is not a date`, false},
		{strings.Repeat("2", 70), "too long for a date", false},
	}
	for _, tt := range tests {
		got, day, err := parseDate(tt.text, vienna)
		if err != nil {
			if !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("%q: error %q, want %q", tt.text, err, tt.want)
			}
			continue
		}
		if s := got.Format(time.RFC3339); s != tt.want || day != tt.day {
			t.Errorf("%q is %s, day %t; want %s, %t", tt.text, s, day, tt.want, tt.day)
		}
	}
}

func TestCutDate(t *testing.T) {
	tests := []struct{ name, day, rest string }{
		{"2023-12-26-recap", "2023-12-26", "recap"},
		{"2023-12-26_recap", "2023-12-26", "recap"},
		{"2023-12-26 recap of it", "2023-12-26", "recap of it"},
		{"2023-12-26T10-00", "2023-12-26", "10-00"},
		{"2023-12-26", "2023-12-26", ""},
		{"2023-12-26recap", "", "2023-12-26recap"},
		{"2023-02-30-recap", "", "2023-02-30-recap"},
		{"12023-12-26-recap", "", "12023-12-26-recap"},
		{"recap-2023-12-26", "", "recap-2023-12-26"},
	}
	for _, tt := range tests {
		day, rest, ok := cutDate(tt.name, time.UTC)
		if ok != (tt.day != "") || ok && day.Format(time.DateOnly) != tt.day || rest != tt.rest {
			t.Errorf("cutDate(%q) = %v, %q, %t", tt.name, day, rest, ok)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, seed := range []string{
		"2024-07-01", "2024-07-01T10:20:30.5+05:30", "2024-07-01 10:20:30 CEST", "Jul 1, 2024", "Mon, 01 Jul 2024 10:20:30 GMT",
		"01/02/2006", "2024-02-30", "2024-07-01 24:00:00 -0700",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, day, err := parseDate(text, time.UTC)
		switch {
		case err != nil:
			if !got.IsZero() || day {
				t.Errorf("%q: %v beside %v", text, got, err)
			}
		case got.Year() < firstYear || got.Year() > lastYear:
			t.Errorf("%q is in the year %d", text, got.Year())
		case day && (got.Hour() != 0 || got.Minute() != 0):
			t.Errorf("%q is a day at %v", text, got)
		}
	})
}

func TestDateOfTheFolder(t *testing.T) {
	l := blog{"posts/2024-05-06-trip/trip.md": "# Trip\n", "posts/2024-05-07-walk/index.md": "# Walk\n"}.load(t)
	wantNoProblem(t, l)
	wantSlugs(t, l, "walk trip")
}

func TestRevised(t *testing.T) {
	for updated, want := range map[string]bool{"2024-01-01 23:00": false, "2024-01-02": true, "2023-01-01": false} {
		p, _ := one(t, "---\ndate: 2024-01-01\nupdated: "+updated+"\n---\n\nText.\n")
		if p.Revised() != want {
			t.Errorf("a change of %s counts: %t", updated, p.Revised())
		}
	}
}
