package posts

import "testing"

func TestFollowAcrossFolders(t *testing.T) {
	dir := blog{
		"posts/ropes.md":               "---\ntitle: Ropes\ndate: 2024-01-01\naliases: [/2019/cordage/]\n---\n\nText.\n",
		"posts/2024-02-02-knots.md":    dated("Knots", "2024-02-02"),
		"posts/sea/charts/index.md":    dated("Charts", "2024-03-03"),
		"posts/sea/Tide Tables.md":     dated("Tide tables", "2024-03-04"),
		"posts/hidden.md":              "---\ntitle: Hidden\ndate: 2024-01-01\ndraft: true\n---\n\nText.\n",
		"posts/quiet.md":               "---\ntitle: Quiet\ndate: 2024-01-01\nunlisted: true\n---\n\nText.\n",
		"posts/sea/charts/picture.png": "",
	}.write(t)
	l := load(t, dir, Options{Site: Site{BaseURL: "https://blog.example.com/notes"}})
	ropes, charts := l.Named("ropes"), l.Named("charts")
	for _, c := range []struct {
		from           *Post
		link           string
		want, fragment string
	}{
		{ropes, "knots", "knots", ""},
		{ropes, "/knots/#bowline", "knots", "bowline"},
		{ropes, "2024-02-02-knots.md", "knots", ""},
		{ropes, "./2024-02-02-knots.md#a%20b", "knots", "a b"},
		{ropes, "sea/charts/index.md", "charts", ""},
		{ropes, "sea/charts/", "charts", ""},
		{ropes, "sea/charts", "charts", ""},
		{ropes, "sea/Tide%20Tables.md", "tide-tables", ""},
		{charts, "../../ropes.md", "ropes", ""},
		{charts, "../Tide Tables.md", "tide-tables", ""},
		{charts, "../tide-tables/", "tide-tables", ""},
		{charts, "/posts/ropes.md", "ropes", ""},
		{charts, "posts/ropes.md", "ropes", ""},
		{charts, "@/ropes.md", "ropes", ""},
		{charts, "/2019/cordage/", "ropes", ""},
		{charts, "/2024/02/02/knots.html?utm=1#x", "knots", "x"},
		{charts, "https://blog.example.com/notes/ropes/", "ropes", ""},
		{charts, "http://BLOG.example.com/notes/2019/cordage", "ropes", ""},
		{charts, "//blog.example.com/notes/knots#y", "knots", "y"},
		{charts, "#scale", "charts", "scale"},
		{ropes, "quiet.md", "quiet", ""},
		{nil, "ropes.md", "ropes", ""},

		{ropes, "hidden.md", "", ""},
		{ropes, "https://elsewhere.example.com/knots/", "", ""},
		{ropes, "https://blog.example.com.evil.example/notes/ropes/", "", ""},
		{ropes, "mailto:knots@example.com", "", ""},
		{ropes, "ssh://knots", "", ""},
		{ropes, "/tags/ropes/", "", ""},
		{ropes, "nothing.md", "", ""},
		{charts, "picture.png", "", ""},
		{ropes, "../", "", ""},
		{ropes, "#", "", ""},
		{nil, "#x", "", ""},
		{ropes, "", "", ""},
		{ropes, "%zz", "", ""},
	} {
		got, fragment, ok := l.Follow(c.from, c.link)
		slug := ""
		if ok {
			slug = got.Slug
		}
		if slug != c.want || ok && fragment != c.fragment || ok != (c.want != "") {
			t.Errorf("%q: %q, %q, %v; want %q, %q", c.link, slug, fragment, ok, c.want, c.fragment)
		}
	}
}

func FuzzFollow(f *testing.F) {
	l := shelf(f)
	for _, link := range []string{"hosting.md#x", "https://a.example/b", "../..", "@/", "%", "#", "a:b"} {
		f.Add(link)
	}
	f.Fuzz(func(t *testing.T, link string) {
		for _, from := range append(l.Posts(), nil) {
			if p, _, ok := l.Follow(from, link); ok && p == nil {
				t.Fatalf("%q leads to no post", link)
			}
		}
	})
}

func TestFollow(t *testing.T) {
	l := shelf(t)
	from, err := l.Lookup("hosting")
	if err != nil {
		t.Fatal(err)
	}
	l.site.BaseURL = "https://blog.example"
	for _, c := range []struct{ link, slug, heading string }{
		{"2024-05-06-writing-a-post.md", "writing-a-post", ""},
		{"./2024-05-06-writing-a-post.md#tables", "writing-a-post", "tables"},
		{"/posts/2024-05-06-writing-a-post.md", "writing-a-post", ""},
		{"@/2024-05-06-writing-a-post.md", "writing-a-post", ""},
		{"2024-05-06-writing-a-post", "writing-a-post", ""},
		{"/2024/05/06/writing-a-post/", "writing-a-post", ""},
		{"/2024/05/06/writing-a-post.html?x=y#z", "writing-a-post", "z"},
		{"https://blog.example/2019/old/", "writing-a-post", ""},
		{"/2019/old", "writing-a-post", ""},
		{"Sharing a link", "sharing-a-link", ""},
		{"gr%C3%BC%C3%9Fe", "grüße", ""},
		{"#part", "hosting", "part"},
		{"secret.md", "secret", ""},
		{"drafty.md", "", ""},
		{"soon.md", "", ""},
		{"https://elsewhere.example/hosting", "", ""},
		{"https://blog.example.evil/hosting", "", ""},
		{"//elsewhere.example/hosting", "", ""},
		{"mailto:hosting", "", ""},
		{"nowhere.md", "", ""},
		{"../../../etc/passwd", "", ""},
		{"", "", ""},
	} {
		p, heading, ok := l.Follow(from, c.link)
		if ok != (c.slug != "") || ok && (p.Slug != c.slug || heading != c.heading) {
			t.Errorf("%q leads to %+v %q (%v), want %q %q", c.link, p, heading, ok, c.slug, c.heading)
		}
	}
}
