package posts

import "testing"

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
