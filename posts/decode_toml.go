package posts

import (
	"errors"
	"strings"

	toml "github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// decodeTOML reads a TOML document. The library's decoder says whether it is valid, its parser gives the
// values as written and where they stand.
func decodeTOML(text string, before int) (value, error) {
	var checked map[string]any
	if err := toml.Unmarshal([]byte(text), &checked); err != nil {
		e := &syntaxError{line: before + 1, message: CleanLine(strings.TrimPrefix(err.Error(), "toml: "))}
		if de, ok := errors.AsType[*toml.DecodeError](err); ok {
			line, column := de.Position()
			e.line, e.column = line+before, column
		}
		return value{}, e
	}
	root := value{kind: table, line: before + 1}
	t := tomlReader{before: before}
	t.parser.Reset([]byte(text))
	current := &root
	for t.parser.NextExpression() {
		node := t.parser.Expression()
		var err error
		switch node.Kind {
		case unstable.KeyValue:
			err = t.keyValue(current, node, 0)
		case unstable.Table, unstable.ArrayTable:
			current, err = t.header(&root, node)
		}
		if err != nil {
			return value{}, err
		}
	}
	return root, t.parser.Error()
}

type tomlReader struct {
	parser unstable.Parser
	before int
	budget budget
}

func (t *tomlReader) position(n *unstable.Node) (line, column int) {
	start := t.parser.Shape(n.Raw).Start
	return start.Line + t.before, start.Column
}

// header returns the table that the key/values after [a.b] or [[a.b]] belong to.
func (t *tomlReader) header(root *value, node *unstable.Node) (*value, error) {
	at := root
	keys := node.Key()
	for depth := 1; keys.Next(); depth++ {
		var err error
		if at, err = t.child(at, keys.Node(), depth); err != nil {
			return nil, err
		}
		if node.Kind == unstable.ArrayTable && keys.IsLast() {
			at.kind = list
			at.items = append(at.items, value{kind: table, line: at.line})
		}
		if at.kind == list && len(at.items) > 0 {
			at = &at.items[len(at.items)-1]
		}
	}
	return at, nil
}

// child returns the table under a key, made if there is none.
func (t *tomlReader) child(at *value, key *unstable.Node, depth int) (*value, error) {
	line, column := t.position(key)
	if err := t.budget.spend(depth, line); err != nil {
		return nil, err
	}
	name := string(key.Data)
	for i := range at.fields {
		if at.fields[i].name == name {
			return &at.fields[i].value, nil
		}
	}
	if err := at.add(name, line, column, value{kind: table}); err != nil {
		return nil, err
	}
	return &at.fields[len(at.fields)-1].value, nil
}

func (t *tomlReader) keyValue(at *value, node *unstable.Node, depth int) error {
	keys := node.Key()
	for keys.Next() {
		depth++
		key := keys.Node()
		if !keys.IsLast() {
			var err error
			if at, err = t.child(at, key, depth); err != nil {
				return err
			}
			continue
		}
		line, column := t.position(key)
		v, err := t.value(node.Value(), depth, line)
		if err != nil {
			return err
		}
		if err := at.add(string(key.Data), line, column, v); err != nil {
			return err
		}
	}
	return nil
}

func (t *tomlReader) value(n *unstable.Node, depth, line int) (value, error) {
	if err := t.budget.spend(depth, line); err != nil {
		return value{}, err
	}
	v := value{line: line}
	switch n.Kind {
	case unstable.Array:
		v.kind = list
		for it := n.Children(); it.Next(); {
			item, err := t.value(it.Node(), depth+1, line)
			if err != nil {
				return value{}, err
			}
			v.items = append(v.items, item)
		}
	case unstable.InlineTable:
		v.kind = table
		for it := n.Children(); it.Next(); {
			if err := t.keyValue(&v, it.Node(), depth+1); err != nil {
				return value{}, err
			}
		}
	default:
		v.text, v.quoted = string(n.Data), n.Kind == unstable.String
		if v.text != "" {
			v.kind = scalar
		}
	}
	return v, nil
}
