package posts

import (
	"regexp"
	"strings"
)

var (
	nameAndEmail = regexp.MustCompile(`^(.*?)\s*<([^<>\s]+@[^<>\s]+)>$`)
	linkedName   = regexp.MustCompile(`\[([^\[\]]+)\]\(([^()]*(?:\([^()]*\)[^()]*)*)\)`)
	nextAuthor   = regexp.MustCompile(`^(?:\s*[,;]\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+)`)
)

func setAuthors(r *reading, _ string, v value) bool {
	r.post.Authors = authorsOf(v)
	if len(r.post.Authors) == 0 {
		r.warn(v, "%s has no name", v.name)
	}
	return len(r.post.Authors) > 0
}

// authorsOf reads a name, "name <email>", names that are Markdown links, a map with a name, or a list of these.
func authorsOf(v value) []Author {
	var all []Author
	switch v.kind {
	case scalar:
		for _, name := range authorNames(CleanLine(v.text)) {
			if a := authorNamed(name); a.Name != "" {
				all = append(all, a)
			}
		}
	case table:
		a := authorNamed(v.get("name").str())
		if email := v.get("email").str(); email != "" {
			a.Email = email
		}
		if url := v.get("url").str(); url != "" {
			a.URL = url
		}
		if a.Name != "" {
			all = append(all, a)
		}
	case list:
		for _, item := range v.items {
			all = append(all, authorsOf(item)...)
		}
	}
	return all
}

// authorNames parts a text with links at commas, semicolons and "and", outside brackets. Without a link it is
// one name: "Lo, Ada" and "Ada and Bo" may be that too.
func authorNames(text string) []string {
	if len(text) > maxPlain || !linkedName.MatchString(text) {
		return []string{text}
	}
	var names []string
	from, depth := 0, 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '[', '(':
			depth++
		case ']', ')':
			depth = max(0, depth-1)
		case ',', ';', ' ':
			if between := nextAuthor.FindString(text[i:]); between != "" && depth == 0 {
				names = append(names, text[from:i])
				from = i + len(between)
				i = from - 1
			}
		}
	}
	return append(names, text[from:])
}

// authorNamed reads one name. Of a link it is the text; what stands beside the link, as an employer does, is left out.
func authorNamed(text string) Author {
	if m := linkedName.FindStringSubmatch(text); m != nil {
		a := Author{Name: plainText(m[1]), URL: linkTarget(m[2])}
		if email, ok := strings.CutPrefix(a.URL, "mailto:"); ok {
			a.Email, a.URL = email, ""
		}
		return a
	}
	if m := nameAndEmail.FindStringSubmatch(text); m != nil && m[1] != "" {
		return Author{Name: plainText(m[1]), Email: m[2]}
	}
	return Author{Name: plainText(text)}
}

// linkTarget takes the title off what stands in the parentheses of a link (CommonMark, section 6.3).
func linkTarget(s string) string {
	s = strings.TrimSpace(s)
	if inside, ok := strings.CutPrefix(s, "<"); ok {
		s, _, _ = strings.Cut(inside, ">")
		return s
	}
	s, _, _ = strings.Cut(s, " ")
	return s
}
