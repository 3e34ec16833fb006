package posts

import (
	"errors"
	"fmt"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// decodeYAML reads one YAML document. Scalars keep their text: YAML 1.1 and 1.2 disagree on what `yes`
// and `012` are, and front matter is written for both.
func decodeYAML(text string, before int) (value, error) {
	var doc yaml.Node
	if err := yaml.Load([]byte(text), &doc); err != nil {
		if onlyComments(text) {
			return value{}, nil
		}
		return value{}, explainYAML(err, text, before)
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 {
		return value{}, nil
	}
	y := yamlReader{before: before}
	return y.value(doc.Content[0], 0)
}

func onlyComments(text string) bool {
	for line := range strings.Lines(text) {
		if s := strings.TrimSpace(line); s != "" && s[0] != '#' {
			return false
		}
	}
	return true
}

type yamlReader struct {
	before int // lines of the file before the document
	budget budget
}

func (y *yamlReader) value(n *yaml.Node, depth int) (value, error) {
	v := value{line: n.Line + y.before, column: n.Column}
	if err := y.budget.spend(depth, v.line); err != nil {
		return value{}, err
	}
	switch n.Kind {
	case yaml.AliasNode:
		return y.value(n.Alias, depth+1)
	case yaml.ScalarNode:
		v.quoted = n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
		if n.Value != "" && n.Tag != "!!null" {
			v.kind, v.text = scalar, n.Value
		}
	case yaml.SequenceNode:
		v.kind = list
		for _, c := range n.Content {
			item, err := y.value(c, depth+1)
			if err != nil {
				return value{}, err
			}
			v.items = append(v.items, item)
		}
	case yaml.MappingNode:
		v.kind = table
		return v, y.table(&v, n, depth)
	}
	return v, nil
}

func (y *yamlReader) table(v *value, n *yaml.Node, depth int) error {
	var merged []value
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		field, err := y.value(n.Content[i+1], depth+1)
		if err != nil {
			return err
		}
		switch {
		case key.Tag == "!!merge":
			merged = append(merged, field)
		case key.Kind != yaml.ScalarNode:
			return &syntaxError{line: key.Line + y.before, column: key.Column, message: "a key must be one word"}
		default:
			if err := v.add(key.Value, key.Line+y.before, key.Column, field); err != nil {
				return err
			}
		}
	}
	for _, m := range merged {
		v.merge(m)
	}
	return nil
}

// merge adds the keys of a YAML merge (`<<: *defaults`) that the table does not set itself.
func (v *value) merge(m value) {
	for _, item := range m.items {
		v.merge(item)
	}
	for _, f := range m.fields {
		_ = v.add(f.name, f.line, f.column, f.value) // set already: the table's own value wins
	}
}

// yamlAdvice says in a writer's words what the library says in a parser's. atContext marks faults that
// are better shown where the construct begins than where the parser gave up.
var yamlAdvice = []struct {
	says, advice string
	atContext    bool
}{
	{"mapping values are not allowed", `a second ": " on this line; put the value in quotes`, false},
	{"did not find expected ',' or ']'", "the list that begins here has no closing ]", true},
	{"did not find expected ',' or '}'", "the map that begins here has no closing }", true},
	{"found unexpected end of stream", "the quote that opens here is never closed", true},
	{"did not find expected key", `expected "key: value" here; check quotes and indentation`, false},
	{"could not find expected ':'", `expected "key: value" here`, false},
	{"did not find expected '-' indicator", "this line is not part of the list above; check its indentation", false},
	{"found a tab character", "a tab is used for indentation; use spaces", false},
}

func explainYAML(err error, text string, before int) error {
	e := &syntaxError{line: before + 1, message: CleanLine(err.Error())}
	le, ok := errors.AsType[*yaml.LoadError](err)
	if !ok {
		return e
	}
	mark := le.Mark
	e.message = CleanLine(strings.TrimPrefix(le.Message, "yaml: "))
	if le.Message == "found character that cannot start any token" {
		e.message = badStart(text, mark.Line, mark.Column)
	}
	for _, a := range yamlAdvice {
		if strings.Contains(le.Message, a.says) {
			e.message = a.advice
			if a.atContext && le.ContextMark.Line > 0 {
				mark = le.ContextMark
			}
			break
		}
	}
	if mark.Line > 0 {
		e.line, e.column = mark.Line+before, mark.Column
	}
	return e
}

// badStart explains the character that YAML does not let a value or a line begin with.
func badStart(text string, line, column int) string {
	n := 0
	for l := range strings.Lines(text) {
		if n++; n != line {
			continue
		}
		if runes := []rune(l); column >= 1 && column <= len(runes) && runes[column-1] != '\t' {
			return fmt.Sprintf("a value that begins with %q must be in quotes", runes[column-1])
		}
	}
	return "a tab is used for indentation; use spaces"
}
