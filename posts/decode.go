package posts

import (
	"fmt"
	"strings"
)

// format is how front matter or a configuration is written.
type format uint8

const (
	noFormat format = iota
	yamlFormat
	tomlFormat
	jsonFormat
)

// decode reads a document whose first line is line firstLine of its file. The result is a table; an
// empty document is an empty table. A panic of a decoder is an error of the file: it must not end the server.
func decode(f format, text string, firstLine int) (v value, err error) {
	defer func() {
		if r := recover(); r != nil {
			v, err = value{}, &syntaxError{line: firstLine, message: fmt.Sprintf("cannot be understood: %v", r)}
		}
	}()
	if strings.TrimSpace(text) == "" {
		return value{kind: table, line: firstLine}, nil
	}
	if len(text) > maxFrontMatter {
		return value{}, &syntaxError{
			line:    firstLine,
			message: fmt.Sprintf("%d KiB long, the limit is %d KiB", len(text)>>10, maxFrontMatter>>10),
		}
	}
	switch f {
	case yamlFormat:
		v, err = decodeYAML(text, firstLine-1)
	case tomlFormat:
		v, err = decodeTOML(text, firstLine-1)
	case jsonFormat:
		v, err = decodeJSON(text, firstLine-1)
	}
	if err != nil {
		return value{}, err
	}
	switch v.kind {
	case nothing:
		v.kind = table
	case table:
	default:
		return value{}, &syntaxError{line: firstLine, message: "not a list of keys and values"}
	}
	return v, nil
}
