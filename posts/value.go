package posts

import (
	"fmt"
	"strconv"
	"strings"
)

// The three front matter formats and the generators' configurations are read into one kind of tree. It
// keeps scalars as they were written, so that dates, `2024` as a tag and `yes` are for the fields to
// interpret, and it keeps where each value stands in its file.

type kind uint8

const (
	nothing kind = iota // null, an empty string, or no such key
	scalar
	list
	table
)

type value struct {
	kind   kind
	name   string // of the key that it stands under, as written
	text   string // of a scalar
	quoted bool   // of a scalar: the file says that it is a string
	items  []value
	fields []entry
	line   int // in the file, from 1
	column int // from 1; 0 if not known
}

// entry is one key of a table.
type entry struct {
	key string // normalised: what fields are looked up by
	value
}

const (
	maxFrontMatter = 64 << 10 // bytes: a hundred times what posts have
	maxDepth       = 32       // tables and lists inside each other
	maxValues      = 5_000    // values of one document after aliases are followed: more is an alias bomb
)

// normaliseKey makes publish_date, publish-date and publishDate the same key.
func normaliseKey(s string) string {
	return keyMarks.Replace(strings.ToLower(strings.TrimSpace(s)))
}

var keyMarks = strings.NewReplacer("-", "", "_", "")

// get returns the value at a path of normalised keys, "taxonomies.tags"; a value of kind nothing if there is none.
func (v *value) get(path string) value {
	key, rest, deeper := strings.Cut(path, ".")
	for i := range v.fields {
		if v.fields[i].key == key {
			if deeper {
				return v.fields[i].value.get(rest)
			}
			return v.fields[i].value
		}
	}
	return value{}
}

// text returns what a scalar says, fit for one line of a screen.
func (v value) str() string {
	if v.kind != scalar {
		return ""
	}
	return CleanLine(v.text)
}

// strings returns a list's scalars; a lone scalar is split at commas if it has one, else at spaces.
func (v value) strings() []string {
	var all []string
	switch v.kind {
	case scalar:
		if strings.Contains(v.text, ",") {
			all = strings.Split(v.text, ",")
		} else {
			all = strings.Fields(v.text)
		}
	case list:
		for _, item := range v.items {
			if item.kind == scalar {
				all = append(all, item.text)
			}
		}
	}
	kept := all[:0]
	for _, s := range all {
		if s = CleanLine(s); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// truth reads what people write for yes and no.
func (v value) truth() (yes, ok bool) {
	if v.kind != scalar {
		return false, false
	}
	switch strings.ToLower(strings.TrimSpace(v.text)) {
	case "true", "yes", "on", "1":
		return true, true
	case "false", "no", "off", "0":
		return false, true
	}
	return false, false
}

// number reads a whole number.
func (v value) number() (n int, ok bool) {
	if v.kind != scalar {
		return 0, false
	}
	n, err := strconv.Atoi(strings.TrimSpace(v.text))
	return n, err == nil
}

// any returns the value as plain Go: string, bool, int, float64, []any, map[string]any or nil.
func (v value) any() any {
	switch v.kind {
	case scalar:
		return v.scalarAny()
	case list:
		all := make([]any, 0, len(v.items))
		for _, item := range v.items {
			all = append(all, item.any())
		}
		return all
	case table:
		all := make(map[string]any, len(v.fields))
		for _, f := range v.fields {
			all[f.key] = f.any()
		}
		return all
	}
	return nil
}

func (v value) scalarAny() any {
	if v.quoted {
		return Clean(v.text)
	}
	switch v.text {
	case "true":
		return true
	case "false":
		return false
	}
	if n, err := strconv.Atoi(v.text); err == nil {
		return n
	}
	if f, err := strconv.ParseFloat(v.text, 64); err == nil {
		return f
	}
	return Clean(v.text)
}

// syntaxError says where a document cannot be read, and why, in words for the person who wrote it.
type syntaxError struct {
	line, column int // in the file; 0 if not known
	message      string
}

func (e *syntaxError) Error() string {
	return fmt.Sprintf("line %d: %s", e.line, e.message)
}

// budget stops documents that are small on disk and huge in memory, or nested without end.
type budget struct{ values int }

func (b *budget) spend(depth, line int) error {
	b.values++
	switch {
	case b.values > maxValues:
		return &syntaxError{line: line, message: fmt.Sprintf("more than %d values", maxValues)}
	case depth > maxDepth:
		return &syntaxError{line: line, message: fmt.Sprintf("nested more than %d levels deep", maxDepth)}
	}
	return nil
}

// add puts a key into a table; a second one of the same name is an error that names both lines.
func (v *value) add(name string, nameLine, nameColumn int, field value) error {
	for _, f := range v.fields {
		if f.name == name {
			return &syntaxError{
				line: nameLine, column: nameColumn,
				message: fmt.Sprintf("%q is set twice, here and in line %d", CleanLine(name), f.line),
			}
		}
	}
	field.name, field.line, field.column = name, nameLine, nameColumn
	v.fields = append(v.fields, entry{key: normaliseKey(name), value: field})
	return nil
}
