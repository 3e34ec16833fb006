package render

import (
	"fmt"

	"charm.land/glamour/v2"
)

// glamourize lays Markdown out with Glamour's own renderer. A renderer may not be used twice at a time, so
// each call makes its own.
func glamourize(source string, s Setup) (string, error) {
	r, err := glamour.NewTermRenderer(
		glamour.WithStyles(sheet(s.Theme)),
		glamour.WithWordWrap(s.Width),
		glamour.WithEmoji(),
		glamour.WithInlineTableLinks(true),
	)
	if err != nil {
		return "", fmt.Errorf("make renderer: %w", err)
	}
	out, err := r.Render(source)
	if err != nil {
		return "", fmt.Errorf("render: %w", err)
	}
	return out, nil
}
