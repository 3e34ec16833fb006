package main

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"postern/posts"
	"postern/sshapp"
)

const maxPort = 65535

// one takes a text that must not be empty.
func one(to *string, values []string) error {
	if strings.TrimSpace(values[0]) == "" {
		return errors.New("it is empty")
	}
	*to = values[0]
	return nil
}

// oneOf takes one of the alternatives, which have bars between them.
func oneOf(value, alternatives string) (string, error) {
	allowed := strings.Split(alternatives, "|")
	if !slices.Contains(allowed, value) {
		return "", fmt.Errorf("%q is none of %s", value, strings.Join(allowed, ", "))
	}
	return value, nil
}

func portNumber(value string) (int, error) {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 || n > maxPort {
		return 0, fmt.Errorf("%q is not a number from 1 to %d", value, maxPort)
	}
	return n, nil
}

// hostName takes what readers can paste after "ssh": nothing that a shell or ssh would take for something else.
func hostName(value string) (string, error) {
	odd := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".-:_", r)
	}
	if value == "" || strings.HasPrefix(value, "-") || strings.ContainsFunc(value, odd) {
		return "", fmt.Errorf("%q is no host name", value)
	}
	return value, nil
}

func webAddress(value string) (string, error) {
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return "", fmt.Errorf("%q is no address of a website; it begins with https://", value)
	}
	return strings.TrimRight(value, "/"), nil
}

// inside takes a folder below the blog's.
func inside(value string) (string, error) {
	if !filepath.IsLocal(value) {
		return "", fmt.Errorf("%q is not below the blog's folder", value)
	}
	return value, nil
}

func language(value string) (string, error) {
	if !posts.IsLanguage(value) {
		return "", fmt.Errorf("%q is not a language such as en or pt-BR", value)
	}
	return value, nil
}

func timeZone(value string) (*time.Location, error) {
	zone, err := time.LoadLocation(value)
	if err != nil || value == "" {
		return nil, fmt.Errorf("%q is no time zone; they are named as Europe/Lisbon or UTC", value)
	}
	return zone, nil
}

// styleSheet takes the name of one of Glamour's styles, or a JSON file in a folder.
func styleSheet(dir, value string) (*sshapp.Sheet, error) {
	if !strings.EqualFold(filepath.Ext(value), ".json") {
		sheet, err := sshapp.BuiltinSheet(value)
		return &sheet, err
	}
	if !filepath.IsAbs(value) {
		value = filepath.Join(dir, value)
	}
	data, err := readLimited(value)
	if err != nil {
		return nil, err
	}
	sheet, err := sshapp.ReadSheet(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", value, err)
	}
	return &sheet, nil
}
