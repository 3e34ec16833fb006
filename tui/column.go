package tui

import "strconv"

// Everything is set in one column, centred in the window.

// measure is how wide the text of a post may be set.
type measure int

// The measures, in the order a reader goes through them; measure80 comes first and is the default.
const (
	measure80 measure = iota
	measureFull
	measure60
	measures
)

// maxColumn is wider than any window: a column without a bound.
const maxColumn = 1 << 16

// listColumn is the widest that the list is set, in cells.
const listColumn = 84

func (m measure) String() string { return [measures]string{"80", "full", "60"}[m] }

// margin returns the cells that are left free on either side at least.
func (r *reader) margin() int {
	switch {
	case r.width >= 40:
		return 2
	case r.width >= 24:
		return 1
	default:
		return 0
	}
}

// column returns where a column of at most so many cells starts, and how wide it is.
func (r *reader) column(widest int) (left, width int) {
	width = min(widest, max(r.width-2*r.margin(), 1))
	return (r.width - width) / 2, width
}

// textColumn returns the column of the text of a post.
func (r *reader) textColumn() (left, width int) {
	switch r.measure {
	case measure60:
		return r.column(60)
	case measureFull:
		return r.column(r.width)
	default:
		return r.column(80)
	}
}

// nextMeasure goes on to the next width of the text.
func (r *reader) nextMeasure() {
	r.measure = (r.measure + 1) % measures
	r.notice = "width: " + r.measure.String()
}

// roomy reports whether the window is tall enough for blank lines around the text.
func (r *reader) roomy() bool { return r.height >= 18 }

// framed sets a body and a foot into a column.
func (r *reader) framed(left int, body, foot []string) []string {
	return r.stacked(r.placed(left, body), r.placed(left, foot))
}

// placed moves lines into a column that begins at left, and cuts what goes beyond the window.
func (r *reader) placed(left int, lines []string) []string {
	out := indent(lines, left)
	for i, line := range out {
		out[i] = fit(line, r.width)
	}
	return out
}

// stacked sets a foot at the bottom of the window, and a body above it, cut to the lines that are left.
func (r *reader) stacked(body, foot []string) []string {
	rows := max(r.height-len(foot), 0)
	body = body[:min(len(body), rows)]
	for len(body) < rows {
		body = append(body, "")
	}
	return append(body, foot...)
}

// foot returns the last lines of a screen: the notice if there is one, else what belongs at the two ends of the
// line. Where there is not room for both, left is cut.
func (r *reader) foot(width int, left, right string) []string {
	var lines []string
	if r.roomy() {
		lines = append(lines, "")
	}
	if r.notice != "" {
		for _, line := range wrap(r.notice, width, r.noticeRows()) {
			lines = append(lines, r.paint(notice, line))
		}
		return lines
	}
	if r.count > 0 {
		left = joined(strconv.Itoa(r.count)+ellipsis, left)
	}
	return append(lines, r.paint(quiet, spread(left, right, width)))
}

// noticeRows is how many lines of a notice are shown at most.
func (r *reader) noticeRows() int { return max(1, r.height/3) }

// footRows returns how many lines the foot takes.
func (r *reader) footRows(width int) int {
	rows := 1
	if r.notice != "" {
		rows = len(wrap(r.notice, width, r.noticeRows()))
	}
	if r.roomy() {
		rows++
	}
	return rows
}
