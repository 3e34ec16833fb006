package sshapp

import (
	"fmt"
	"strings"

	"postern/posts"
)

// runHelp prints what there is, or what there is to one command.
func runHelp(c *call) error {
	if len(c.args) == 1 {
		row, ok := commandNamed(c.args[0])
		if !ok {
			return c.unknown([]string{c.args[0], ""}, nil)
		}
		return c.help(row)
	}
	title := posts.CleanLine(c.library.Site().Title)
	fmt.Fprintf(c.asked, "%s\n\n%s\n    the full-screen reader\n%s\n    a post in it, by its slug, an alias, the beginning of a slug, or latest\n",
		title, c.ssh(""), c.sshTerminal("SLUG"))
	fmt.Fprint(c.asked, "\nWithout a screen, for pipes and scripts:\n")
	for _, row := range commands() {
		fmt.Fprintf(c.asked, "\n%s\n    %s\n    %s\n", row.usage(), plainWords(row.prints), c.ssh(row.example))
	}
	_, err := fmt.Fprint(c.asked, "\n"+exitStatuses)
	return err
}

// exitStatuses is the end of the help.
const exitStatuses = `Exit status: 0 done, 1 nothing found, 2 wrong usage, 4 no such post,
5 a limit was hit, 127 no such command.
`

// help prints all there is to know of one command.
func (c *call) help(row command) error {
	fmt.Fprintf(c.asked, "%s\n    %s\n", c.ssh(row.usage()), plainWords(row.prints))
	if len(row.flags) > 0 {
		fmt.Fprintln(c.asked)
	}
	for _, f := range row.flags {
		fmt.Fprintf(c.asked, "  %-22s %s\n", f, f.help)
	}
	_, err := fmt.Fprintf(c.asked, "\nExample: %s\n", c.ssh(row.example))
	return err
}

// sshTerminal is the command line that opens an address in the full-screen reader: -t asks for the terminal that a
// command does not get by itself.
func (c *call) sshTerminal(address string) string {
	return "ssh -t " + strings.TrimPrefix(c.ssh(address), "ssh ")
}

// usage is a command as it is typed.
func (row command) usage() string {
	words := []string{row.name}
	if row.args != "" {
		words = append(words, row.args)
	}
	for _, f := range row.flags {
		words = append(words, f.usage())
	}
	return strings.Join(words, " ")
}

// plainWords is a text of the table without the marks that the README needs.
func plainWords(s string) string { return strings.ReplaceAll(s, "`", "") }

// commandTable is the README's table of commands, in Markdown.
func commandTable() string {
	var b strings.Builder
	b.WriteString("| Command | Prints |\n|---|---|\n")
	for _, row := range commands() {
		fmt.Fprintf(&b, "| `%s` | %s |\n", strings.ReplaceAll(row.usage(), "|", `\|`), row.prints)
	}
	return b.String()
}
