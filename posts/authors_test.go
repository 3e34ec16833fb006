package posts

import (
	"fmt"
	"strings"
	"testing"
)

func TestAuthors(t *testing.T) {
	tests := []struct{ front, want string }{ // NAME|EMAIL|URL, one a line
		{"author: Ada Lo", "Ada Lo||"},
		{"author: Ada <ada@example.com>", "Ada|ada@example.com|"},
		{"author: '*Ada* &amp; `Bo` \\_x\\_'", "Ada & Bo _x_||"},
		{"author: Lo, Ada", "Lo, Ada||"}, // no link: not for us to part
		{"author: '[Ada Lo](https://a.example/ada)'", "Ada Lo||https://a.example/ada"},
		{"author: '[*Ada* Lo](<https://a.example/a da> \"home\")'", "Ada Lo||https://a.example/a da"},
		{"author: '[Ada](https://a.example \"home\") (Ropes Ltd)'", "Ada||https://a.example"},
		{"author: '[Ada](mailto:ada@example.com)'", "Ada|ada@example.com|"},
		{"author: '[Ada](https://a.example/ada_(lo)), Bo'", "Ada||https://a.example/ada_(lo)\nBo||"},
		{
			"author: >\n  [Ada Lo](https://a.example) (Ropes, Knots & Co),\n  [Bo](https://b.example),\n  Cy (Cy) Da (Sails and Masts), [Ed](https://e.example)",
			"Ada Lo||https://a.example\nBo||https://b.example\nCy (Cy) Da (Sails and Masts)||\nEd||https://e.example",
		},
		{"author: '[Ada](https://a.example), [Bo](https://b.example), and [Cy](https://c.example)'", "Ada||https://a.example\nBo||https://b.example\nCy||https://c.example"},
		{"author: '[Ada](https://a.example) and Bo & [Cy](https://c.example),'", "Ada||https://a.example\nBo||\nCy||https://c.example"},
		{"authors: ['[Ada](https://a.example)', Bo]", "Ada||https://a.example\nBo||"},
		{"authors:\n- name: '[Ada](https://a.example)'\n- {name: '[Bo](https://b.example)', url: https://bo.example, email: bo@example.com}", "Ada||https://a.example\nBo|bo@example.com|https://bo.example"},
		{"author: '[](https://a.example)'\nby: Bo", "Bo||"},
		{"author: '[Ada](https://a.example'", "Ada(https://a.example||"}, // no link
		{"author: ':) [Ada](https://a.example), Bo'", "Ada||https://a.example\nBo||"},
		{"author: \"[A\\u0007da](https://a.exam\\u009bple)\"", "Ada||https://a.example"},
	}
	for _, tt := range tests {
		p, _ := one(t, "---\n"+tt.front+"\n---\n\nText.\n")
		var got []string
		for _, a := range p.Authors {
			got = append(got, fmt.Sprintf("%s|%s|%s", a.Name, a.Email, a.URL))
		}
		if strings.Join(got, "\n") != tt.want {
			t.Errorf("%s\ngot  %q\nwant %q", tt.front, got, tt.want)
		}
	}
}
