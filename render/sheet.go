package render

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"charm.land/glamour/v2/ansi"
	"charm.land/glamour/v2/styles"

	"postern/posts"
)

// Sheet is a style sheet of Glamour that takes the place of a theme's own.
type Sheet struct{ look *look }

// BuiltinSheet returns a style sheet that Glamour brings, such as "dracula".
func BuiltinSheet(name string) (Sheet, error) {
	s, ok := styles.DefaultStyles[name]
	if !ok {
		names := slices.Sorted(maps.Keys(styles.DefaultStyles))
		return Sheet{}, fmt.Errorf("no style sheet %q; there are %s", name, strings.Join(names, ", "))
	}
	return Sheet{newLook(adapt(*s))}, nil
}

// ReadSheet reads an owner's own style sheet: JSON, as Glamour documents it. An error names the line or the field.
func ReadSheet(data []byte) (Sheet, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return Sheet{}, errors.New("it is empty")
	}
	var s ansi.StyleConfig
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return Sheet{}, withLine(err, data)
	}
	if err := checkSheet(reflect.ValueOf(&s).Elem(), ""); err != nil {
		return Sheet{}, err
	}
	s.Document.Margin = nil
	return Sheet{newLook(s)}, nil
}

// withLine adds the line to an error of package json that knows it.
func withLine(err error, data []byte) error {
	var offset int64
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = e.Offset
	} else if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = e.Offset
	} else {
		return err
	}
	return fmt.Errorf("line %d: %w", 1+bytes.Count(data[:min(offset, int64(len(data)))], []byte("\n")), err)
}

// checkSheet looks for colours that are none, and makes the texts of a sheet harmless.
func checkSheet(v reflect.Value, name string) error {
	for i := range v.NumField() {
		field, f := v.Field(i), v.Type().Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.Anonymous {
			tag = strings.TrimPrefix(name+"."+tag, ".")
		} else {
			tag = name
		}
		if field.Kind() == reflect.Pointer {
			if field.IsNil() {
				continue
			}
			field = field.Elem()
		}
		switch {
		case field.Kind() == reflect.Struct:
			if err := checkSheet(field, tag); err != nil {
				return err
			}
		case field.Kind() == reflect.String && strings.HasSuffix(tag, "color"):
			if !isColour(field.String()) {
				return fmt.Errorf("%s: %q is neither a number from 0 to 255 nor \"#rrggbb\"", tag, field.String())
			}
		case field.Kind() == reflect.String:
			field.SetString(posts.Clean(field.String()))
		}
	}
	return nil
}

func isColour(s string) bool {
	if hex, ok := strings.CutPrefix(s, "#"); ok {
		_, err := strconv.ParseUint(hex, 16, 32)
		return err == nil && (len(hex) == 6 || len(hex) == 3)
	}
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0 && n <= 255
}
