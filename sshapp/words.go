package sshapp

import (
	"errors"
	"strings"
)

// What is wrong with a command line.
var (
	errOpenQuote    = errors.New("a quotation mark is never closed")
	errOpenEscape   = errors.New("nothing follows the last backslash")
	errManyWords    = errors.New("too many words")
	errUnprintables = errors.New("a zero byte")
)

// maxWords bounds the words of a command line.
const maxWords = 256

// splitWords takes a command line apart as a shell does (POSIX Shell Command Language, 2.2 and 2.6.5): blanks
// separate words, '…', "…" and \ keep them together. Nothing is expanded, and nothing else has a meaning.
func splitWords(line string) ([]string, error) {
	if strings.ContainsRune(line, 0) {
		return nil, errUnprintables
	}
	var words []string
	for {
		line = strings.TrimLeft(line, " \t\r\n")
		if line == "" {
			return words, nil
		}
		if len(words) == maxWords {
			return nil, errManyWords
		}
		word, rest, err := cutWord(line)
		if err != nil {
			return nil, err
		}
		words, line = append(words, word), rest
	}
}

// cutWord returns the word that a line begins with, without its quotation marks.
func cutWord(line string) (word, rest string, err error) {
	var b strings.Builder
	for i := 0; i < len(line); i++ {
		switch c := line[i]; c {
		case ' ', '\t', '\r', '\n':
			return b.String(), line[i:], nil
		case '\'':
			end := strings.IndexByte(line[i+1:], '\'')
			if end < 0 {
				return "", "", errOpenQuote
			}
			b.WriteString(line[i+1 : i+1+end])
			i += 1 + end
		case '"':
			used, err := quoted(&b, line[i+1:])
			if err != nil {
				return "", "", err
			}
			i += used
		case '\\':
			if i++; i == len(line) {
				return "", "", errOpenEscape
			}
			if line[i] != '\n' { // a line that is continued
				b.WriteByte(line[i])
			}
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), "", nil
}

// quoted writes what stands between double quotation marks, and returns its length with the second one. In it a
// backslash is itself, but before the characters that have a meaning to shells.
func quoted(b *strings.Builder, s string) (int, error) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return i + 1, nil
		case c == '\\' && i+1 < len(s) && strings.IndexByte("\"\\$`\n", s[i+1]) >= 0:
			if i++; s[i] != '\n' {
				b.WriteByte(s[i])
			}
		default:
			b.WriteByte(c)
		}
	}
	return 0, errOpenQuote
}
