package posts

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// decodeJSON reads one JSON object. Offsets are turned into lines of the file.
func decodeJSON(text string, before int) (value, error) {
	j := jsonReader{text: text, before: before, dec: json.NewDecoder(strings.NewReader(text))}
	j.dec.UseNumber()
	v, err := j.value(0)
	if err == nil {
		return v, nil
	}
	if se, ok := errors.AsType[*syntaxError](err); ok {
		return value{}, se
	}
	offset, message := j.dec.InputOffset(), CleanLine(err.Error())
	if se, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = se.Offset
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		message = "the JSON object has no closing }"
	}
	line, column := j.position(offset)
	return value{}, &syntaxError{line: line, column: column, message: message}
}

type jsonReader struct {
	text   string
	before int
	dec    *json.Decoder
	budget budget

	counted int64 // lines were counted up to this offset
	lines   int   // and so many line ends were found
}

// position turns an offset into a line and a column of bytes. Offsets only grow while a document is read.
func (j *jsonReader) position(offset int64) (line, column int) {
	offset = min(max(offset, j.counted), int64(len(j.text)))
	j.lines += strings.Count(j.text[j.counted:offset], "\n")
	j.counted = offset
	return j.before + 1 + j.lines, int(offset) - strings.LastIndexByte(j.text[:offset], '\n')
}

func (j *jsonReader) value(depth int) (value, error) {
	token, err := j.dec.Token()
	if err != nil {
		return value{}, err
	}
	line, _ := j.position(j.dec.InputOffset())
	if err := j.budget.spend(depth, line); err != nil {
		return value{}, err
	}
	v := value{line: line}
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			v.kind = list
			return v, j.list(&v, depth)
		}
		v.kind = table
		return v, j.table(&v, depth)
	case string:
		v.text, v.quoted = token, true
	case json.Number:
		v.text = token.String()
	case bool:
		v.text = map[bool]string{true: "true", false: "false"}[token]
	}
	if v.text != "" {
		v.kind = scalar
	}
	return v, nil
}

func (j *jsonReader) list(v *value, depth int) error {
	for j.dec.More() {
		item, err := j.value(depth + 1)
		if err != nil {
			return err
		}
		v.items = append(v.items, item)
	}
	_, err := j.dec.Token()
	return err
}

func (j *jsonReader) table(v *value, depth int) error {
	for j.dec.More() {
		token, err := j.dec.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string) // the decoder lets nothing else stand there
		line, column := j.position(j.dec.InputOffset())
		field, err := j.value(depth + 1)
		if err != nil {
			return err
		}
		if err := v.add(name, line, max(1, column-len(name)-2), field); err != nil {
			return err
		}
	}
	_, err := j.dec.Token()
	return err
}
