package main

import "fmt"

// The window that clients have, and the last words on its screen, which all servers show.
const (
	columns    = 100
	rows       = 35
	footer     = "help"
	firstWords = "1 tells" // of the article, as each server shows them
)

// articleLines is how many lines the post has that all servers show.
const articleLines = 400

// article returns the lines of the post that all servers show, each a paragraph and no two alike, so that scrolling has
// something to send.
func article() []string {
	lines := make([]string, articleLines)
	for i := range lines {
		lines[i] = fmt.Sprintf("Line %d tells of the %d boats that lay in the harbour when the wind turned north.", i+1, i*7919%1000)
	}
	return lines
}
