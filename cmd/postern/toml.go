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
		if failed, ok := errors.AsType[*fs.PathError](err); ok {
			err = failed.Err // it names the file again
		}
		return fmt.Errorf("%s cannot be read: %w", file, err)
	}
	entries, err := parseFile(data)
	if err != nil {
		wrong := &fileError{file: file, err: err}
		if e, ok := errors.AsType[*toml.DecodeError](err); ok {
			wrong.at.line, wrong.at.column = e.Position()
		}
		return wrong
	}
	var wrong []error
	for _, e := range entries {
		if err := e.apply(c, rows); err != nil {
			wrong = append(wrong, &fileError{file, e.at, err})
		}
	}
	return errors.Join(wrong...)
}

// position is where something stands in a file, from 1.
type position struct{ line, column int }

// in names the place in a file, as compilers do.
func (p position) in(file string) string {
	switch {
	case p.line == 0:
		return file
	case p.column == 0:
		return fmt.Sprintf("%s:%d", file, p.line)
	}
	return fmt.Sprintf("%s:%d:%d", file, p.line, p.column)
}

// fileError is something wrong at a place in a file.
type fileError struct {
	file string
	at   position // zero: the whole file
	err  error
}

// Error names the place and what is wrong there.
func (e *fileError) Error() string { return e.at.in(e.file) + ": " + e.err.Error() }

// Unwrap returns what is wrong, without the place.
func (e *fileError) Unwrap() error { return e.err }

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
	at    position // where it first stands
	value any      // as go-toml decodes it
}

// parseFile returns the keys of a TOML document in the order of their lines.
func parseFile(data []byte) ([]entry, error) {
	var values map[string]any
	if err := toml.Unmarshal(data, &values); err != nil {
		return nil, err
	}
	entries := flatten(nil, entry{value: values}, keyPlaces(data))
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Or(a.at.line-b.at.line, a.at.column-b.at.column) })
	return entries, nil
}

// flatten appends the keys in a table, and in the tables within it, to entries. A key of an inline table has the
// place of that table.
func flatten(entries []entry, table entry, places map[string]position) []entry {
	values, ok := table.value.(map[string]any)
	if !ok || len(values) == 0 && table.key != "" {
		return append(entries, table)
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		key := name
		if table.key != "" {
			key = table.key + "." + name
		}
		entries = flatten(entries, entry{key, cmp.Or(places[key], table.at), values[name]}, places)
	}
	return entries
}

// keyPlaces finds where each key stands, in full with its tables, in a document that is known to be valid; decoding
// does not tell it.
func keyPlaces(data []byte) map[string]position {
	places := map[string]position{}
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
		key, at := prefix, position{}
		for parts := node.Key(); parts.Next(); {
			if at.line == 0 {
				start := parser.Shape(parts.Node().Raw).Start
				at = position{start.Line, start.Column}
			}
			key += string(parts.Node().Data)
			if places[key].line == 0 {
				places[key] = at
			}
			key += "."
		}
		if node.Kind != unstable.KeyValue {
			table = key
		}
	}
	return places
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
