package posts

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func shelf(t testing.TB) *Library {
	t.Helper()
	b := blog{
		"posts/2024-05-06-writing-a-post.md": "---\ntitle: Writing a post\naliases: [/2019/old/]\n---\n\nText.\n",
		"posts/drafty.md":                    "---\ntitle: Drafty\ndate: 2024-01-01\ndraft: true\n---\n\nText.\n",
		"posts/secret.md":                    "---\ntitle: Secret\ndate: 2024-01-01\nunlisted: true\naliases: [hush]\n---\n\nText.\n",
		"posts/soon.md":                      dated("Soon", "2026-03-01"),
		"posts/gone.md":                      "---\ntitle: Gone\ndate: 2024-01-01\nexpiryDate: 2025-01-01\n---\n\nText.\n",
		"posts/members.md":                   "---\ntitle: For friends\ndate: 2024-01-01\naccess: friends\n---\n\nText.\n",
		"posts/pinned.md":                    "---\ntitle: Pinned\ndate: 2020-01-01\npinned: true\n---\n\nText.\n",
		"posts/grüße.md":                     dated("Grüße", "2023-01-01"),
	}
	for _, name := range []string{"sharing-a-link", "sharing-a-picture", "hosting"} {
		b["posts/"+name+".md"] = dated(name, "2024-02-02")
	}
	return b.load(t)
}

func TestLookup(t *testing.T) {
	l := shelf(t)
	tests := []struct{ name, want string }{
		{"hosting", "hosting"},
		{" /HOSTING/ ", "hosting"},
		{"hosting.html", "hosting"},
		{"Hosting.md", "hosting"},
		{"host", "hosting"},
		{"sharing-a-l", "sharing-a-link"},
		{"latest", "writing-a-post"}, // the newest, not the pinned one
		{"Latest", "writing-a-post"},
		{"2024-05-06-writing-a-post", "writing-a-post"},
		{"2024-05-06-writing-a-post.md", "writing-a-post"},
		{"2019/old", "writing-a-post"},
		{"https://example.com/2019/old/", "writing-a-post"},
		{"Writing a Post", "writing-a-post"},
		{"secret", "secret"},
		{"hush", "secret"},
		{"grüße", "grüße"},
		{"gru\u0308ße", "grüße"},
		{"grusse", "grüße"},
	}
	for _, tt := range tests {
		p, err := l.Lookup(tt.name)
		if err != nil || p.Slug != tt.want {
			t.Errorf("%q: %v (%v), want %s", tt.name, p, err, tt.want)
		}
	}
}

func TestLookupFindsNothing(t *testing.T) {
	l := shelf(t)
	tests := []struct{ name, want string }{
		{"sharing", `"sharing" is the beginning of several posts: sharing-a-link, sharing-a-picture`},
		{"hsoting", `no post "hsoting"; did you mean hosting?`},
		{"a-link-sharing", `no post "a-link-sharing"; did you mean sharing-a-link, sharing-a-picture?`},
		{"picture", `no post "picture"; did you mean sharing-a-picture?`},
		{"drafty", `no post "drafty"`},
		{"soon", `no post "soon"`},
		{"gone", `no post "gone"`},
		{"members", `no post "members"`},
		{"secr", `no post "secr"`}, // unlisted: only by its full name
		{"husj", `no post "husj"`},
		{"xyzzy", `no post "xyzzy"`},
		{"", `no post ""`},
		{"/", `no post "/"`},
		{"\x1b]0;x\a", `no post "]0;x"`},
		{strings.Repeat("é", 5000), `no post "` + strings.Repeat("é", shownName) + `"`},
	}
	for _, tt := range tests {
		p, err := l.Lookup(tt.name)
		nf, ok := errors.AsType[*NotFoundError](err)
		if p != nil || !ok {
			t.Errorf("%q: %v %v", tt.name, p, err)
			continue
		}
		if err.Error() != tt.want {
			t.Errorf("%q: %s, want %s", tt.name, err, tt.want)
		}
		if len(nf.Near) > maxNear || nf.Ambiguous != strings.Contains(tt.want, "several") {
			t.Errorf("%q: %+v", tt.name, nf)
		}
	}
}

// TestShortNames: of a name of two letters every other one is near, and says nothing.
func TestShortNames(t *testing.T) {
	b := blog{}
	for _, name := range []string{"s1", "s2", "tea", "why-go-wins", "日本語の記事", "東京都の話"} {
		b["posts/"+name+".md"] = dated(name, "2024-02-02")
	}
	l := b.load(t)
	for name, want := range map[string]string{
		"日本":         "日本語の記事", // its beginning
		"記事":         `no post "記事"; did you mean 日本語の記事?`,
		"京都":         `no post "京都"; did you mean 東京都の話?`,
		"大阪":         `no post "大阪"`,
		"s3":         `no post "s3"`,
		"1":          `no post "1"`,
		"e":          `no post "e"`,
		"tee":        `no post "tee"`,
		"go":         `no post "go"; did you mean why-go-wins?`,
		"why-to":     `no post "why-to"`,
		"東京部の話":      `no post "東京部の話"; did you mean 東京都の話?`,
		"東京都":        "東京都の話",
		"why-gowins": `no post "why-gowins"; did you mean why-go-wins?`,
	} {
		p, err := l.Lookup(name)
		if err == nil && p.Slug != want || err != nil && err.Error() != want {
			t.Errorf("%q: %v (%v), want %s", name, p, err, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"tilte", "title", 1}, {"kitten", "sitting", 3}, {"é", "e", 1}, {"abc", "abc", 0}} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("distance(%q, %q) = %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}

// TestTimePasses looks at the same files at several moments.
func TestTimePasses(t *testing.T) {
	l := blog{
		"posts/postern.toml": "",
		"posts/now.md":       dated("Now", "2026-01-01"),
		"posts/tomorrow.md":  dated("Tomorrow", "2026-01-02"),
		"posts/late.md":      "---\ntitle: Late\ndate: 2020-01-01\npublishDate: 2026-01-03 10:00\n---\n\nText.\n",
		"posts/offer.md":     "---\ntitle: Offer\ndate: 2021-01-01\nexpiryDate: 2026-01-04\n---\n\nText.\n",
		"posts/draft.md":     "---\ntitle: Draft\ndate: 2026-01-05\ndraft: true\n---\n\nText.\n",
	}.load(t)
	steps := []struct {
		at, want, next string
	}{
		{"2025-12-31T23:59:59Z", "offer", "2026-01-01T00:00:00Z"},
		{"2026-01-01T00:00:00Z", "now offer", "2026-01-02T00:00:00Z"},
		{"2026-01-01T12:00:00Z", "now offer", "2026-01-02T00:00:00Z"},
		{"2026-01-02T00:00:00Z", "tomorrow now offer", "2026-01-03T10:00:00Z"},
		{"2026-01-03T10:00:00Z", "tomorrow now offer late", "2026-01-04T00:00:00Z"},
		{"2026-01-04T00:00:00Z", "tomorrow now late", "0001-01-01T00:00:00Z"},
	}
	for _, s := range steps {
		at, err := time.Parse(time.RFC3339, s.at)
		check(t, err)
		seen := l.At(at)
		wantSlugs(t, seen, s.want)
		if next := seen.NextChange().Format(time.RFC3339); next != s.next {
			t.Errorf("at %s the next change is at %s, want %s", s.at, next, s.next)
		}
	}
	if got, want := l.Hidden(), (Hidden{Drafts: 1, Scheduled: 2}); got != want {
		t.Errorf("hidden %+v, want %+v", got, want)
	}
	if got, want := shelf(t).Hidden(), (Hidden{Drafts: 1, Scheduled: 1, Expired: 1, Unlisted: 1, Members: 1}); got != want {
		t.Errorf("hidden %+v, want %+v", got, want)
	}
}

func TestPreviewShowsWhatIsHidden(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	l := load(t, blog{
		"posts/now.md":     dated("Now", "2025-01-01"),
		"posts/soon.md":    dated("Soon", "2026-03-01"),
		"posts/gone.md":    "---\ntitle: Gone\ndate: 2024-01-01\nexpiryDate: 2025-01-01\n---\n\nText.\n",
		"posts/draft.md":   "---\ntitle: Draft\ndate: 2024-02-01\ndraft: true\n---\n\nText.\n",
		"posts/friends.md": "---\ntitle: Friends\ndate: 2024-03-01\naccess: friends\n---\n\nText.\n",
		"posts/secret.md":  "---\ntitle: Secret\ndate: 2024-04-01\nunlisted: true\n---\n\nText.\n",
	}.write(t), Options{Preview: true, Now: func() time.Time { return now }})
	wantSlugs(t, l, "soon now friends draft gone")
	if next := l.NextChange(); !next.IsZero() {
		t.Errorf("what is shown changes at %s", next)
	}
	for slug, want := range map[string]string{
		"now": "", "soon": "scheduled", "gone": "expired", "draft": "draft", "friends": "for members", "secret": "",
	} {
		p := l.Named(slug)
		if p == nil {
			t.Errorf("%s cannot be opened", slug)
		} else if got := l.HiddenAs(p); got != want {
			t.Errorf("%s is hidden as %q, want %q", slug, got, want)
		}
	}
}

func TestTheWholeDayCounts(t *testing.T) {
	zone := time.FixedZone("east", 10*60*60)
	dir := blog{"posts/a.md": dated("A", "2026-01-02")}.write(t)
	for at, want := range map[string]string{"2026-01-01T13:59:00Z": "", "2026-01-01T14:00:00Z": "a"} {
		now, err := time.Parse(time.RFC3339, at)
		check(t, err)
		wantSlugs(t, load(t, dir, Options{Site: Site{Zone: zone}, Now: func() time.Time { return now }}), want)
	}
}

func TestOrder(t *testing.T) {
	post := func(title, date, more string) string {
		return "---\ntitle: " + title + "\ndate: " + date + "\n" + more + "\n---\n\nText.\n"
	}
	dir := blog{
		"posts/old-pinned.md": post("P", "2001-01-01", "pinned: true"),
		"posts/b.md":          post("Same", "2024-01-01", "weight: 2"), "posts/a.md": post("Same", "2024-01-01", "weight: 1"),
		"posts/c.md": post("Another", "2024-01-01", ""), "posts/d.md": post("New", "2024-01-01 10:00", "weight: 2"),
		"posts/e.md": post("Old", "2023-01-01", "weight: -1"),
	}.write(t)
	wantSlugs(t, load(t, dir, Options{}), "old-pinned d c a b e")
	wantSlugs(t, load(t, dir, Options{Site: Site{Sort: "weight"}}), "old-pinned e a d b c")
}

func TestTagsAndSeries(t *testing.T) {
	post := func(date, more string) string { return "---\ndate: " + date + "\n" + more + "\n---\n\nText.\n" }
	l := blog{
		"posts/a.md": post("2024-01-01", "tags: [Go, ssh]\nseries: Shed\npart: 2"),
		"posts/b.md": post("2024-01-02", "tags: [go, zoo]\nseries: shed\npart: 1"),
		"posts/c.md": post("2024-01-03", "tags: [GO]\nseries: Shed"),
		"posts/d.md": post("2024-01-04", "tags: [go, hidden]\nseries: Shed\ndraft: true"),
		"posts/e.md": post("2024-01-05", "series: Other"),
	}.load(t)
	var tags []string
	for _, tag := range l.Tags() {
		tags = append(tags, tag.Label+strings.Repeat("+", tag.Posts))
	}
	if got, want := strings.Join(tags, " "), "GO+++ ssh+ zoo+"; got != want {
		t.Errorf("tags %q, want %q", got, want)
	}
	if got, want := l.Series(), []SeriesCount{{"Other", 1}, {"Shed", 3}}; !slices.Equal(got, want) {
		t.Errorf("series %v, want %v", got, want)
	}
	for got, want := range map[string]string{
		slugs(l.Tagged("gO")): "c b a", slugs(l.InSeries("SHED")): "b a c", slugs(l.Tagged("none")): "", slugs(l.Tagged("hidden")): "",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestPart(t *testing.T) {
	post := func(date, more string) string { return "---\ndate: " + date + "\n" + more + "\n---\n\nText.\n" }
	files := blog{
		"posts/first.md":  post("2024-01-02", "series: Winter\npart: 1"),
		"posts/second.md": post("2024-01-01", "series: winter\npart: 2"),
		"posts/later.md":  post("2024-01-09", "series: Winter"),
		"posts/draft.md":  post("2024-01-04", "series: Winter\npart: 3\ndraft: true"),
		"posts/soon.md":   post("2026-01-02", "series: Winter\npart: 4"),
		"posts/alone.md":  post("2024-01-05", "series: Other"),
		"posts/plain.md":  post("2024-01-05", ""),
	}
	l := files.load(t)
	tests := []struct {
		slug  string
		n, of int
	}{
		{"first", 1, 3},
		{"second", 2, 3},
		{"later", 3, 3}, // without a number: behind those with one, by date
		{"draft", 0, 0},
		{"soon", 0, 0},
		{"alone", 1, 1},
		{"plain", 0, 0},
	}
	for _, tt := range tests {
		for _, p := range l.All() {
			if p.Slug != tt.slug {
				continue
			}
			if n, of := l.Part(p); n != tt.n || of != tt.of {
				t.Errorf("%s is part %d of %d, want %d of %d", tt.slug, n, of, tt.n, tt.of)
			}
		}
	}
	if n, of := l.At(testNow.AddDate(0, 0, 2)).Part(l.Named("later")); n != 4 || of != 4 {
		t.Errorf("two days later it is part %d of %d", n, of)
	}
	if n, of := files.load(t).Part(l.Named("second")); n != 2 || of != 3 {
		t.Errorf("a post of the library before is part %d of %d", n, of)
	}
	if n, of := l.Part(nil); n != 0 || of != 0 {
		t.Errorf("no post is part %d of %d", n, of)
	}
}

func TestNearest(t *testing.T) {
	known := []string{"title", "timezone", "public_port", "public_host"}
	for word, want := range map[string]string{
		"tilte":       "title",
		"titel":       "title",
		"time_zone":   "timezone",
		"public_prot": "public_port",
		"colour":      "",
		"":            "",
		"x":           "",
	} {
		if got := Nearest(word, known); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
