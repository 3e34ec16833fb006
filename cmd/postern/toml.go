package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"

	"postern/posts"
)

const (
	fileName    = "postern.toml"
	maxFileSize = 1 << 20 // bytes
)

// readFile sets what postern.toml in the blog's folder says; there need be none. All that is wrong with it is
// said at once, each with its line.
func readFile(c *config, rows []setting) error {
	file := filepath.Join(c.dir, fileName)
	data, err := readLimited(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", file, err)
	}
	entries, err := parseFile(data)
	if err != nil {
		if e, ok := errors.AsType[*toml.DecodeError](err); ok {
			line, _ := e.Position()
			return fmt.Errorf("%s:%d: %w", file, line, err)
		}
		return fmt.Errorf("%s: %w", file, err)
	}
	var wrong []error
	for _, e := range entries {
		if err := e.apply(c, rows); err != nil {
			wrong = append(wrong, fmt.Errorf("%s:%d: %w", file, e.line, err))
		}
	}
	return errors.Join(wrong...)
}

// readLimited reads a file. A pipe is not opened, since it would wait for its writer.
func readLimited(file string) ([]byte, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	if info.Mode()&(fs.ModeNamedPipe|fs.ModeSocket) != 0 {
		return nil, errors.New("it is a pipe, not a file")
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxFileSize+1))
	if err == nil && len(data) > maxFileSize {
		err = fmt.Errorf("it has more than %d bytes", maxFileSize)
	}
	return data, err
}

// entry is a key with a value that is not a table: "title", or "theme.dark" for dark in the table theme.
type entry struct {
	key   string
	line  int // where it first stands
	value any // as go-toml decodes it
}

// parseFile returns the keys of a TOML document in the order of their lines.
func parseFile(data []byte) ([]entry, error) {
	var values map[string]any
	if err := toml.Unmarshal(data, &values); err != nil {
		return nil, err
	}
	entries := flatten(nil, entry{value: values}, keyLines(data))
	slices.SortStableFunc(entries, func(a, b entry) int { return a.line - b.line })
	return entries, nil
}

// flatten appends the keys in a table, and in the tables within it, to entries. A key of an inline table has the
// line of that table.
func flatten(entries []entry, table entry, lines map[string]int) []entry {
	values, ok := table.value.(map[string]any)
	if !ok || len(values) == 0 && table.key != "" {
		return append(entries, table)
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		key := name
		if table.key != "" {
			key = table.key + "." + name
		}
		entries = flatten(entries, entry{key, cmp.Or(lines[key], table.line), values[name]}, lines)
	}
	return entries
}

// keyLines finds the line of each key, in full with its tables, in a document that is known to be valid; decoding
// does not tell it.
func keyLines(data []byte) map[string]int {
	lines := map[string]int{}
	var parser unstable.Parser
	parser.Reset(data)
	table := ""
	for parser.NextExpression() {
		node := parser.Expression()
		prefix := table
		switch node.Kind {
		case unstable.Table, unstable.ArrayTable:
			prefix = ""
		case unstable.KeyValue:
		default:
			continue
		}
		key, line := prefix, 0
		for parts := node.Key(); parts.Next(); {
			if line == 0 {
				line = parser.Shape(parts.Node().Raw).Start.Line
			}
			key += string(parts.Node().Data)
			if lines[key] == 0 {
				lines[key] = line
			}
			key += "."
		}
		if node.Kind != unstable.KeyValue {
			table = key
		}
	}
	return lines
}

func (e entry) apply(c *config, rows []setting) error {
	var known []string
	for _, s := range rows {
		if s.where == argument || s.where == environment {
			continue
		}
		known = append(known, s.name)
		if s.name != e.key {
			continue
		}
		values, err := e.texts(s.shape)
		if err != nil {
			return fmt.Errorf("%s: %w", e.key, err)
		}
		if s.shape == folder && !filepath.IsAbs(values[0]) {
			values[0] = filepath.Join(c.dir, values[0])
		}
		if err := s.put(c, values); err != nil {
			return fmt.Errorf("%s: %w", e.key, err)
		}
		return nil
	}
	if limit, ok := fixedLimit(e.key); ok {
		return fmt.Errorf("%s: it is fixed at %s and cannot be set", e.key, strings.TrimSpace(limit.Default()+" "+limit.Unit()))
	}
	if near := posts.Nearest(e.key, known); near != "" {
		return fmt.Errorf("unknown key %q; did you mean %q?", e.key, near)
	}
	return fmt.Errorf("unknown key %q", e.key)
}

// texts returns a value as the table's setters take it, if it is of the right type.
func (e entry) texts(want shape) ([]string, error) {
	switch v := e.value.(type) {
	case string:
		if want != number && want != yesNo {
			return []string{v}, nil
		}
	case int64:
		if want == number {
			return []string{strconv.FormatInt(v, 10)}, nil
		}
	case bool:
		if want == yesNo {
			return []string{strconv.FormatBool(v)}, nil
		}
	case []any:
		if want == list && len(v) > 0 {
			return textsOf(v)
		}
	}
	switch want {
	case number:
		return nil, errors.New("it must be a whole number, without quotes")
	case yesNo:
		return nil, errors.New("it must be true or false, without quotes")
	case list:
		return nil, errors.New(`it must be a text or a list of texts: ["…", "…"]`)
	default:
		return nil, errors.New(`it must be a text: "…"`)
	}
}

func textsOf(values []any) ([]string, error) {
	var texts []string
	for _, v := range values {
		s, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("%v in it is not a text", v)
		}
		texts = append(texts, s)
	}
	return texts, nil
}
