package tui

import (
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Text is measured in cells, with ansi.StringWidth, and cut between grapheme clusters.

// ellipsis stands for text that was cut off.
const ellipsis = "…"

// cursor stands where words are typed.
const cursor = "▏"

// dot parts what stands beside each other on a line.
const dot = " · "

// fit cuts one line of text to a width, with an ellipsis if something was lost.
func fit(text string, width int) string {
	if width <= 0 {
		return ""
	}
	if len(text) <= width || ansi.StringWidth(text) <= width { // a cell takes a byte or more
		return text
	}
	return ansi.Truncate(text, width, ellipsis)
}

// wrap breaks text into at most limit lines of a width; the last one ends in an ellipsis if more would follow.
// Empty text has no lines.
func wrap(text string, width, limit int) []string {
	if text == "" || width <= 0 || limit <= 0 {
		return nil
	}
	lines := []string{text}
	if len(text) > width || strings.Contains(text, "\n") { // a cell takes a byte or more
		lines = strings.Split(ansi.Wrap(text, width, ""), "\n")
	}
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	if len(lines) <= limit {
		return lines
	}
	last := lines[limit-1]
	if ansi.StringWidth(last) >= width {
		last = ansi.Truncate(last, width-1, "")
	}
	return append(lines[:limit-1], last+ellipsis)
}

// filled sets the parts that are not empty beside each other, on as many lines of a width as they need. A part that is
// wider than a line is wrapped.
func filled(width int, parts ...string) []string {
	var lines, out []string
	for _, part := range parts {
		last := len(lines) - 1
		switch {
		case part == "":
		case last >= 0 && ansi.StringWidth(joined(lines[last], part)) <= width:
			lines[last] = joined(lines[last], part)
		default:
			lines = append(lines, part)
		}
	}
	for _, line := range lines {
		out = append(out, wrap(line, width, maxWrapped)...)
	}
	return out
}

// spread puts left and right at the two ends of a line of a width. Where there is not room for both, left is cut;
// where there is not even room for right, right is cut.
func spread(left, right string, width int) string {
	right = fit(right, width)
	taken := ansi.StringWidth(right)
	if taken == 0 {
		return fit(left, width)
	}
	left = fit(left, width-taken-1)
	return left + strings.Repeat(" ", width-taken-ansi.StringWidth(left)) + right
}

// counted is a number of things: "1 line", "5 lines".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}

// joined joins the parts that are not empty.
func joined(parts ...string) string {
	all := ""
	for _, part := range parts {
		if all != "" && part != "" {
			all += dot
		}
		all += part
	}
	return all
}

// indent moves lines to the right; empty ones stay empty.
func indent(lines []string, by int) []string {
	space := strings.Repeat(" ", max(by, 0))
	out := make([]string, len(lines))
	for i, line := range lines {
		if line != "" {
			out[i] = space + line
		}
	}
	return out
}
