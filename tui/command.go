package tui

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"

	"postern/posts"
)

// SSHPort is the port that ssh uses unless it is told another (RFC 4251, 4.1).
const SSHPort = 22

// Command is what a reader types to get to an address of a blog: a slug, one with "#" and a heading, or the list if
// it is empty. The host may have a login name before it. Whatever a shell would not take as it is is quoted.
func Command(host string, port int, address string) string {
	words := []string{"ssh"}
	slug, heading, _ := strings.Cut(address, "#")
	asCommand := address != "" && (heading != "" || strings.Contains(host, "@"))
	if asCommand {
		words = append(words, "-t") // a command gets no terminal by itself
	}
	if port != SSHPort {
		words = append(words, "-p", strconv.Itoa(port))
	}
	switch {
	case asCommand:
		words = append(words, host, address)
	case slug != "":
		words = append(words, slug+"@"+host)
	default:
		words = append(words, host)
	}
	for i, word := range words {
		words[i] = quoted(posts.CleanLine(word))
	}
	return strings.Join(words, " ")
}

// quoted returns a word as shells take it (POSIX, 2.2.2).
func quoted(word string) string {
	plain := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("-_.:@/#+,%", r)
	}
	if word != "" && !strings.ContainsFunc(word, func(r rune) bool { return !plain(r) }) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// link is the same as a URL: the login name is the address (draft-salowey-secsh-uri, 3).
func link(host string, port int, address string) string {
	if strings.Contains(host, ":") { // IPv6
		host = "[" + host + "]"
	}
	if port != SSHPort {
		host += ":" + strconv.Itoa(port)
	}
	u := url.URL{Scheme: "ssh", Host: host}
	if address != "" {
		u.User = url.User(address)
	}
	return u.String()
}
