package posts

import (
	"strings"
	"testing"
)

var dialectCases = []struct{ name, in, want string }{
	{"plain text", "Nothing {to} do [here](x) 50%.\n", "Nothing {to} do [here](x) 50%.\n"},
	{"figure", `{{< figure src="a.png" alt="A \"b\"" caption="See [x](y)" >}}`, `<figure><img src="a.png" alt="A &#34;b&#34;"><figcaption>See <a href="y">x</a></figcaption></figure>` + "\n"},
	{"figure with a link", `{{< figure src="a.png" link="https://b" >}}`, `<figure><a href="https://b"><img src="a.png"></a></figure>` + "\n"},
	{"figure among text", `{{< figure src="a.png" >}} *text* {{< youtube b >}}`, `<span></span><figure><img src="a.png"></figure> *text* [YouTube video](<https://www.youtube.com/watch?v=b>)`},
	{"figure over lines", "{{< figure\n  src=\"a.png\"\n>}}\n", "<figure><img src=\"a.png\"></figure>\n\n"},
	{"highlight", "{{< highlight go \"linenos=table\" >}}\n{{ x }}\n{{< /highlight >}}", "\n```go\n{{ x }}\n```\n"},
	{"ref", `[a]({{< ref "b.md" >}})`, `[a](b.md)`},
	{"youtube", `{{< youtube w7Ft2ymGmfc >}}`, `[YouTube video](<https://www.youtube.com/watch?v=w7Ft2ymGmfc>)`},
	{"unknown pair", `a {{% box %}}in *it*{{% /box %}} b`, `a in *it* b`},
	{"nested pairs", `{{< box >}}1{{< box >}}2{{< /box >}}3{{< /box >}}`, `123`},
	{"unknown single", `a {{< foo bar >}} b`, `a  b`},
	{"shown literally", `{{</* ref "x" */>}}`, `{{\< ref "x" >}}`},
	{"in a code span", "`{{< foo >}}` and ``{% x %} ` {{ y }}``", "`{{< foo >}}` and ``{% x %} ` {{ y }}``"},
	{"in a fence", "```\n{% raw %}\n```\n~~~\n[[x]]\n~~~\n", "```\n{% raw %}\n```\n~~~\n[[x]]\n~~~\n"},
	{"in an indented block", "a\n\n    {{< foo >}}\n\nb {% raw %}{{ c }}{% endraw %}", "a\n\n    {{< foo >}}\n\nb {{ c }}"},
	{"in <pre>", "<pre>\n{{ page.title }}\n</pre>", "<pre>\n{{ page.title }}\n</pre>"},
	{"alert", "{{% alert color=\"warning\" title=\"Mind\" %}}\ntext\n{{% /alert %}}\n", "> [!warning] Mind\n> text\n\n\n"},
	{"titles of alerts", "{{< notice tip \"A b\" >}}\nx\n{{< /notice >}}\n{{< warning \"C d\" >}}\ny\n{{< /warning >}}\n", "> [!tip] A b\n> x\n\n\n> [!warning] C d\n> y\n\n\n"},
	{"inline notes", "a^[b *c* [d](e)] f.^[g h]\n", "a[^inline-1] f.[^inline-2]\n\n\n[^inline-1]: b *c* [d](e)\n\n\n[^inline-2]: g h\n"},
	{"no inline notes", "a ^[b c] ^[a-z]+$ a^[a-z] `a^[b c]` a^[b c\n", "a ^[b c] ^[a-z]+$ a^[a-z] `a^[b c]` a^[b c\n"},
	{"Liquid highlight", "{% highlight rb linenos %}\nputs `x`\n{% endhighlight %}", "\n```rb\nputs `x`\n```\n"},
	{"post_url and link", "[a]({% post_url 2020-01-02-b %}) [c]({% link _posts/d.md %})", "[a](2020-01-02-b) [c](_posts/d.md)"},
	{"include", "{% include header.html %}x", "x"},
	{"include of a figure", `{% include figure.html url="/a.png" caption="c" %}`, `<figure><img src="/a.png"><figcaption>c</figcaption></figure>` + "\n"},
	{"comment", "a{% comment %}b{% endcomment %}c", "ac"},
	{"site address", "{{ site.url }}{{ site.baseurl }}/a {{ '/b' | relative_url }}", "https://blog.example/a /b"},
	{"values", "{{ page.title }}{{ other }}", "{{ other }}"},
	{"kramdown attributes", "# A\n{: .class #id}\n![b](c){: width=\"3\"}", "# A\n\n![b](c)"},
	{"Pandoc attributes", "![b](c){width=50% .wide} [d](e){#f} {not this}", "![b](c) [d](e) {not this}"},
	{"bracketed spans", "[a *b*]{.c #d lang=\"e\"}, [f]{.underline}, H[2]{.sub}, [`g]`]{.h} [i [j](k)]{.l}\n", "a *b*, <u>f</u>, H2, `g]` i [j](k)\n"},
	{"no bracketed spans", "[a]{b} [c][d]{.e} ![f]{.g} [^h]{.i} [j]{:.k} \\sqrt[3]{x=2}, a[0]{.5em} [b\n\nc]{.d} `[e]{.f}`", "[a]{b} [c][d] ![f] [^h] [j] \\sqrt[3]{x=2}, a[0]{.5em} [b\n\nc] `[e]{.f}`"},
	{"table of contents", "* TOC\n{:toc}\n\ntext", "\ntext"},
	{"Zola shortcode", `{{ youtube(id="a-b") }} {% quote(author="c") %}d{% end %}`, `[YouTube video](<https://www.youtube.com/watch?v=a-b>) d`},
	{"wikilinks", "[[Note]] [[Note|words]] [[Other Note#Part|x]] [[nowhere]]", "[Note](</note/>) [words](</note/>) [x](</other/#part>) [[nowhere]]"},
	{"no wikilinks", "[[1]](x) [[2]] a[b[[c]]] [[d](e)]", "[[1]](x) [[2]] a[b[[c]]] [[d](e)]"},
	{"brackets of languages", "a [[nodiscard]] int, [[ -f x ]], [[Note]]", "a [[nodiscard]] int, [[ -f x ]], [Note](<Note>)"},
	{"embeds", "![[a b.png|300]] ![[c.jpg|alt]]", "![](<a b.png>) ![alt](<c.jpg>)"},
	{"highlighted", "==a b== x==y== == z == `==c==`", "<mark>a b</mark> x==y== == z == `==c==`"},
	{"comments of Obsidian", "a %%b%% c 100%% and 50%%\n%%\nd\n%%\ne", "a  c 100%% and 50%%\n\ne"},
	{"admonition", "!!! tip \"Own\"\n    a\n\n    b\nc", "> [!tip] Own\n> a\n> \n> b\n\nc"},
	{"fenced admonition", ":::warning[Own]\na\n:::\nb", "> [!warning] Own\n> a\n\nb"},
	{"divisions", "::: {.columns #a}\n:::: {.column width=\"50%\"}\na\n::::\n::: tip\nb\n:::\n:::\nc\n", "\n\na\n\n> [!tip] \n> b\n\n\nc\n"},
	{"callout of Quarto", "::: {.callout-warning title=\"Own\" collapse=true}\na\n:::\n", "> [!warning] Own\n> a\n\n"},
	{"details of VuePress", "::: details A < b\nc\n:::\n", "<details><summary>A &lt; b</summary>\n\nc\n\n\n</details>\n\n"},
	{"places of contents", "[TOC]\n\n[[_TOC_]]\n\n[[toc]]\na [TOC] b\n", "\n\na [TOC] b\n"},
	{"callouts of Jekyll's themes", "> a\n> b\n{: .prompt-tip }\n\nc\nd\n{: .notice--danger}\n\ne\n\n> f\n{: .g}\n", "> [!tip] \n> a\n> b\n\n\n> [!danger] \n> c\n> d\n\n\ne\n\n> f\n\n"},
	{"attributes alone", "`a`{.b} is", "`a` is"},
	{"abbreviation", "The W3C.\n\n*[W3C]: World Wide Web\n", "The W3C.\n\n"},
	{"no abbreviation", "*[a](b)*\n", "*[a](b)*\n"},
	{"Markdown in HTML", "<div class=\"a\" markdown=\"1\">\n*b*\n</div>\n", "<div class=\"a\" markdown=\"1\">\n\n*b*\n</div>\n"},
	{"admonition in code", "```\n!!! tip\n    a\n```\n", "```\n!!! tip\n    a\n```\n"},
}

func TestDialect(t *testing.T) {
	known := map[string]string{"Note": "/note/", "Other Note": "/other/"}
	for _, c := range dialectCases {
		t.Run(c.name, func(t *testing.T) {
			d := Dialect{BaseURL: "https://blog.example"}
			if strings.Contains(c.name, "wikilinks") {
				d.Resolve = func(name string) (string, bool) { url, ok := known[name]; return url, ok }
			}
			if got, _ := d.Markdown(c.in); got != c.want {
				t.Errorf("%q\nbecomes %q\nwant    %q", c.in, got, c.want)
			}
		})
	}
}

func TestDialectTellsWhatIsNotShown(t *testing.T) {
	src := "a\n\n{{< map >}}\n\n{{< box >}}\n{% include x.html %}\n{{< /box >}}\n{{ page.title }}\n"
	_, notices := Dialect{}.Markdown(src)
	var got []string
	for _, n := range notices {
		got = append(got, Problem{File: "a.md", Line: n.Line, Message: n.Message}.String())
	}
	want := []string{
		`a.md:3: warning: the shortcode "map" is not known and is not shown`,
		`a.md:6: warning: what "x.html" includes is not shown`,
		`a.md:8: warning: the value "page.title" is not known and is not shown`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("notices:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func FuzzDialect(f *testing.F) {
	for _, c := range dialectCases {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, src string) {
		src = Clean(src)
		fenced := "```\n" + strings.ReplaceAll(src, "```", "") + "\n```\n"
		Dialect{}.Markdown(src)
		if got, _ := (Dialect{}).Markdown(fenced); got != fenced {
			t.Errorf("code was changed: %q became %q", fenced, got)
		}
	})
}
