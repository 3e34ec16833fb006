package posts

import (
	"encoding/json"
	"regexp"
	"strings"
)

// document is a file taken apart: front matter, if it has any, and body.
type document struct {
	format    format
	front     string
	frontLine int // line of the file at which front starts, from 1
	body      string
	bodyLine  int  // line of the file at which body starts, from 1
	unclosed  bool // the file begins like front matter that never ends
	leaky     bool // and what follows names fields of it: it must not be shown
}

var (
	yamlKey = regexp.MustCompile(`^["']?[\pL_][\pL\pN_ .-]*["']?[ \t]*:(?:[ \t]|$)`)
	tomlKey = regexp.MustCompile(`^(?:\[|["']?[\pL\pN_.-]+["']?[ \t]*=)`)
	// tooManyDashes open front matter all the same: Hugo takes them, so there are files with them.
	tooManyDashes = regexp.MustCompile(`^-{4,}$`)

	jsonTop = regexp.MustCompile(`^\{\s*["}]`)
)

// split takes a file apart. The text is [Clean] and has no byte order mark. Delimiters are as Hugo,
// Jekyll and Zola have them: `---` to `---` or `...` is YAML, `+++` to `+++` is TOML, and one object
// that begins the file is JSON. A `---` that no `key:` follows is a horizontal rule.
func split(text string) document {
	first, rest, _ := strings.Cut(text, "\n")
	switch first = strings.TrimRight(first, " \t"); {
	case first == "---", tooManyDashes.MatchString(first) && namesFields(rest, yamlKey):
		return splitLines(text, rest, yamlFormat, yamlKey, "---", "...")
	case first == "+++":
		return splitLines(text, rest, tomlFormat, tomlKey, "+++")
	}
	if jsonTop.MatchString(text) {
		return splitJSON(text)
	}
	return document{body: text, bodyLine: 1}
}

// splitLines looks for the closing line of front matter; text is the whole file, rest what follows its first line.
func splitLines(text, rest string, f format, key *regexp.Regexp, closing ...string) document {
	whole := document{body: text, bodyLine: 1}
	offset, line, keys, blank := 0, 1, false, true
	for l := range strings.Lines(rest) {
		line++
		s := strings.TrimRight(l, " \t\n")
		for _, c := range closing {
			if s != c {
				continue
			}
			if !keys && !blank {
				return whole // a horizontal rule, some text, and another one
			}
			return document{
				format: f, front: rest[:offset], frontLine: 2,
				body: rest[offset+len(l):], bodyLine: line + 1,
			}
		}
		offset += len(l)
		keys = keys || key.MatchString(s)
		blank = blank && (s == "" || strings.HasPrefix(strings.TrimSpace(s), "#"))
	}
	whole.unclosed, whole.leaky = keys, namesFields(rest, key)
	return whole
}

// namesFields reports whether text begins with a field of front matter that Postern knows.
func namesFields(text string, key *regexp.Regexp) bool {
	for l := range strings.Lines(text) {
		s := strings.TrimSpace(l)
		if s == "" || s[0] == '#' {
			continue
		}
		if !key.MatchString(s) {
			return false
		}
		name := strings.Trim(s[:strings.IndexAny(s+"=", ":=")], " \t\"'[]")
		if knownKeys[normaliseKey(name)] {
			return true
		}
	}
	return false
}

// splitJSON looks for the end of the object. A broken one is all front matter: its error is for the decoder to tell.
func splitJSON(text string) document {
	d := document{format: jsonFormat, front: text, frontLine: 1}
	dec := json.NewDecoder(strings.NewReader(text))
	var object json.RawMessage
	if dec.Decode(&object) == nil {
		end := int(dec.InputOffset())
		after, body, _ := strings.Cut(text[end:], "\n")
		if strings.TrimSpace(after) != "" {
			return document{body: text, bodyLine: 1} // prose that happens to begin with an object
		}
		d.front, d.body = text[:end], body
	}
	d.bodyLine = 2 + strings.Count(d.front, "\n")
	return d
}
