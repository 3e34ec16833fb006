package posts

// distance is how many letters have to be added, dropped, changed or swapped with their neighbour to make b of a
// (optimal string alignment).
func distance(a, b string) int {
	ra, rb := []rune(a), []rune(b)
	before, last, row := make([]int, len(rb)+1), make([]int, len(rb)+1), make([]int, len(rb)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(ra); i++ {
		row[0] = i
		for j := 1; j <= len(rb); j++ {
			cost := 1
			if ra[i-1] == rb[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && ra[i-1] == rb[j-2] && ra[i-2] == rb[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(rb)]
}

// Nearest returns the known word that a wrong one was probably meant to be, or nothing: at most a third of its
// letters may be wrong. Words that are too long for a typing mistake are near none.
func Nearest(word string, known []string) string {
	if len(word) > maxGuessed {
		return ""
	}
	best, off := "", len(word)/3+1
	for _, k := range known {
		if d := distance(word, k); d < off {
			best, off = k, d
		}
	}
	return best
}
