package sshapp

import "postern/render"

// Sheet is a style sheet of Glamour for posts, in place of a theme's own.
type Sheet = render.Sheet

// BuiltinSheet returns a style sheet that Glamour brings, such as "dracula".
func BuiltinSheet(name string) (Sheet, error) { return render.BuiltinSheet(name) }

// ReadSheet reads an owner's own style sheet: JSON, as Glamour documents it. An error names the line or the field.
func ReadSheet(data []byte) (Sheet, error) { return render.ReadSheet(data) }
