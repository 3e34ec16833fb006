package posts

import (
	"regexp"
	"strings"
)

// hugoShortcode is {{< name args >}} or {{% name args %}}, alone or with its end {{< /name >}}.
func hugoShortcode(w *rewriter, at position) piece {
	rest := at.rest()
	closer := ">}}"
	if rest[2] == '%' {
		closer = "%}}"
	}
	end := tagEnd(rest, len("{{<"), closer)
	if end < 0 {
		return piece{}
	}
	inside := strings.TrimSpace(rest[3 : end-len(closer)])
	inside, selfClosed := strings.CutSuffix(inside, "/")
	if strings.HasPrefix(inside, "/") {
		return piece{length: end}
	}
	c := parseCall(strings.Fields(inside + " x")[0], inside)
	if c.name == "x" && inside == "" {
		return piece{}
	}
	length := end
	if !selfClosed {
		if from, to := w.closingTag(at, end, pairOf{`\{\{[<%]\s*`, "/" + c.name, `\s*[>%]\}\}`, c.name}); to > 0 {
			c.pair, length = true, to
			c.inner = w.content(c, rest[end:from], at)
		}
	}
	c.alone = isAlone(at, length)
	return piece{length, w.shortcode(c, at)}
}

// content rewrites what stands in a pair, unless it is code.
func (w *rewriter) content(c call, inner string, at position) string {
	switch strings.ToLower(c.name) {
	case "highlight", "code", "raw":
		return inner
	default:
		return w.inner(inner, at)
	}
}

// escapedShortcode is {{</* name */>}}: the author wants it seen, not run.
func escapedShortcode(_ *rewriter, at position) piece {
	rest := at.rest()
	open := strings.Index(rest, "/*")
	end := strings.Index(rest, "*/")
	closing := strings.Index(rest[max(end, 0):], "}}")
	if end < open+2 || closing < 0 || closing > 4 {
		return piece{}
	}
	length := end + closing + 2
	shown := rest[:open] + rest[open+2:end] + rest[end+2:length]
	return piece{length, strings.NewReplacer("<", `\<`, "*", `\*`, "_", `\_`).Replace(shown)}
}

// zolaCall is the inside of Zola's {{ name(args) }} and {% name(args) %}.
var zolaCall = regexp.MustCompile(`^([A-Za-z_][\w.]*(?:::[\w.]+)*)\(([\s\S]*)\)$`)

// output is {{ … }}: a shortcode of Zola or a value of Liquid. What is neither is text.
func output(w *rewriter, at position) piece {
	rest := at.rest()
	end := tagEnd(rest, len("{{"), "}}")
	if end < 0 {
		return piece{}
	}
	inside := strings.TrimSpace(strings.Trim(rest[2:end-2], "-"))
	if m := zolaCall.FindStringSubmatch(inside); m != nil {
		c := parseCall(m[1], m[1]+" "+m[2])
		c.alone = isAlone(at, end)
		return piece{end, w.shortcode(c, at)}
	}
	if value, ok := w.value(inside, at); ok {
		return piece{end, value}
	}
	return piece{}
}

// liquidRoots are what values of Liquid are taken from in a post.
var liquidRoots = regexp.MustCompile(`^(site|page|post|layout|include|content|forloop|paginator|theme|jekyll)\b`)

// value returns what a value of Liquid is, as far as it can be known.
func (w *rewriter) value(expression string, at position) (string, bool) {
	head, filters, _ := strings.Cut(expression, "|")
	head = strings.TrimSpace(head)
	switch {
	case len(head) >= 2 && (head[0] == '"' || head[0] == '\'') && head[len(head)-1] == head[0]:
		text := head[1 : len(head)-1]
		if strings.Contains(filters, "absolute_url") || strings.Contains(filters, "site.url") {
			text = w.dialect.BaseURL + text
		}
		return text, true
	case head == "site.url" || head == "site.baseurl" && w.dialect.BaseURL == "":
		return w.dialect.BaseURL, true
	case head == "site.baseurl":
		return "", true
	case liquidRoots.MatchString(head):
		w.notice(at, "the value %q is not known and is not shown", head)
		return "", true
	default:
		return "", false
	}
}

// liquidTag is {% name args %}, alone or with its end {% endname %}; with parentheses it is Zola's, whose end
// is {% end %}.
func liquidTag(w *rewriter, at position) piece {
	rest := at.rest()
	end := tagEnd(rest, len("{%"), "%}")
	if end < 0 {
		return piece{}
	}
	inside := strings.TrimSpace(strings.Trim(rest[2:end-2], "-"))
	if inside == "" {
		return piece{}
	}
	name, args := strings.Fields(inside)[0], inside
	ends := "end" + name
	if m := zolaCall.FindStringSubmatch(inside); m != nil {
		name, args, ends = m[1], m[1]+" "+m[2], "end"
	}
	if name == "end" || strings.HasPrefix(name, "end") && !strings.Contains(inside, " ") {
		return piece{length: end}
	}
	c, length := parseCall(name, args), end
	if from, to := w.closingTag(at, end, pairOf{`\{%-?\s*`, ends, `\s*-?%\}`, name}); to > 0 {
		c.pair, length = true, to
		c.inner = w.content(c, rest[end:from], at)
	}
	c.alone = isAlone(at, length)
	return piece{length, w.liquid(c, at)}
}

// liquid writes what stands for a tag of Liquid.
func (w *rewriter) liquid(c call, at position) string {
	switch c.name {
	case "raw":
		return c.inner
	case "include", "include_relative":
		if len(c.args) > 0 {
			inner := c
			inner.name, inner.args = c.args[0], c.args[1:]
			if _, known := shortcodes[strings.ToLower(inner.name)]; known {
				return w.shortcode(inner, at)
			}
		}
		w.notice(at, "what %q includes is not shown", strings.Join(c.args, " "))
		return ""
	case "assign", "capture", "else", "elsif", "when", "cycle", "break", "continue", "increment", "decrement":
		return ""
	case "if", "unless", "for", "case", "tablerow":
		w.notice(at, "the tag %q is not run", c.name)
		return c.inner
	default:
		return w.shortcode(c, at)
	}
}

// maxTag is how long a tag may be, in bytes.
const maxTag = 2000

// tagEnd returns the end of the tag that begins s, looked for from a byte on, quoted strings skipped; or -1.
func tagEnd(s string, from int, closer string) int {
	s = s[:min(len(s), maxTag)]
	quote := byte(0)
	for i := from; i < len(s); i++ {
		switch c := s[i]; {
		case quote != 0:
			if c == quote && s[i-1] != '\\' {
				quote = 0
			}
		case strings.HasPrefix(s[i:], closer):
			return i + len(closer)
		case c == '"' || c == '`' || c == '\'' && (s[i-1] == '=' || s[i-1] == ' '):
			quote = c
		case c == '\n' && strings.HasPrefix(s[i:], "\n\n"):
			return -1
		}
	}
	return -1
}

// pairOf says how the tags of a pair are written: patterns for what stands before and after the words in
// them, the word of the end, the word of the beginning.
type pairOf struct {
	open, end, closed, name string
}

// closingTag returns where the tag that closes a pair begins and ends, counted from at, or zeros. It is looked
// for from a byte on; pairs of the same name within are skipped.
func (w *rewriter) closingTag(at position, from int, p pairOf) (begin, end int) {
	last, known := w.closers[p.end]
	if !known {
		last = strings.LastIndex(at.src, p.end)
		if w.closers == nil {
			w.closers = make(map[string]int)
		}
		w.closers[p.end] = last
	}
	if last < at.at+from {
		return 0, 0
	}
	tag, err := regexp.Compile(p.open + `(?:(` + regexp.QuoteMeta(p.end) + p.closed + `)|` + regexp.QuoteMeta(p.name) + `\b)`)
	if err != nil {
		return 0, 0
	}
	rest := at.rest()
	for depth := 0; depth <= maxDialectDepth; {
		m := tag.FindStringSubmatchIndex(rest[from:])
		switch {
		case m == nil:
			return 0, 0
		case m[2] < 0:
			depth++
		case depth > 0:
			depth--
		default:
			return from + m[0], from + m[1]
		}
		from += m[1]
	}
	return 0, 0
}

// argument is one word of what a tag is given: name="value", name: value, "value" or value.
var argument = regexp.MustCompile("(?:([\\w-]+)\\s*[=:]\\s*)?(?:\"((?:[^\"\\\\]|\\\\.)*)\"|`([^`]*)`|'((?:[^'\\\\]|\\\\.)*)'|([^\\s,]+))")

// parseCall reads the words of a tag; the first is its name.
func parseCall(name, words string) call {
	c := call{name: name, named: make(map[string]string)}
	words = strings.TrimPrefix(strings.TrimSpace(words), name)
	for _, m := range argument.FindAllStringSubmatch(words, -1) {
		value := strings.ReplaceAll(m[2]+m[3]+m[4]+m[5], `\"`, `"`)
		if m[1] != "" {
			c.named[strings.ToLower(m[1])] = value
		} else {
			c.args = append(c.args, value)
		}
	}
	return c
}

// isAlone reports whether nothing but blanks stands beside a piece on its lines.
func isAlone(at position, length int) bool {
	before := strings.TrimRight(at.src[:at.at], " \t")
	after := strings.TrimLeft(at.src[at.at+length:], " \t")
	return (before == "" || before[len(before)-1] == '\n') && (after == "" || after[0] == '\n')
}
