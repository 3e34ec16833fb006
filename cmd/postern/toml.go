package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
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

func readLimited(file string) ([]byte, error) {
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

// entry is a key at the top of the file.
type entry struct {
	key   string
	line  int // where it first stands
	value any // as go-toml decodes it
}

// parseFile returns the top keys of a TOML document in the order of their lines.
func parseFile(data []byte) ([]entry, error) {
	var values map[string]any
	if err := toml.Unmarshal(data, &values); err != nil {
		return nil, err
	}
	lines := keyLines(data)
	var entries []entry
	for _, key := range slices.Sorted(maps.Keys(values)) {
		entries = append(entries, entry{key, lines[key], values[key]})
	}
	slices.SortStableFunc(entries, func(a, b entry) int { return a.line - b.line })
	return entries, nil
}

// keyLines finds the line of each top key in a document that is known to be valid; decoding does not tell it.
func keyLines(data []byte) map[string]int {
	lines := map[string]int{}
	var parser unstable.Parser
	parser.Reset(data)
	inTable := false
	for parser.NextExpression() {
		node := parser.Expression()
		switch node.Kind {
		case unstable.Table, unstable.ArrayTable:
			inTable = true
		case unstable.KeyValue:
			if inTable {
				continue
			}
		default:
			continue
		}
		parts := node.Key()
		parts.Next()
		if key := string(parts.Node().Data); lines[key] == 0 {
			lines[key] = parser.Shape(parts.Node().Raw).Start.Line
		}
	}
	return lines
}

func (e entry) apply(c *config, rows []setting) error {
	var known []string
	for _, s := range rows {
		if s.where == argument {
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
		if err := s.set(c, values); err != nil {
			return fmt.Errorf("%s: %w", e.key, err)
		}
		return nil
	}
	if near := nearest(e.key, known); near != "" {
		return fmt.Errorf("unknown key %q; did you mean %q?", e.key, near)
	}
	return fmt.Errorf("unknown key %q", e.key)
}

// texts returns a value as the table's setters take it, if it is of the right type.
func (e entry) texts(want shape) ([]string, error) {
	switch v := e.value.(type) {
	case string:
		if want != number {
			return []string{v}, nil
		}
	case int64:
		if want == number {
			return []string{strconv.FormatInt(v, 10)}, nil
		}
	case []any:
		if want == list && len(v) > 0 {
			return textsOf(v)
		}
	}
	switch want {
	case number:
		return nil, errors.New("it must be a whole number, without quotes")
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
