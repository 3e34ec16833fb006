package posts

import (
	"maps"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// reservedSlugs mean something of their own where a post may be named: commands over SSH, login names,
// and `latest`. A post that would be called like one of them gets -post.
var reservedSlugs = map[string]bool{
	// commands
	"help": true, "list": true, "read": true, "code": true, "search": true, "tags": true, "series": true,
	"feed": true, "tar": true, "hostkey": true, "version": true, "sftp": true, "scp": true,
	// login names
	"me": true, "plain": true, "owner": true,
	// addresses
	latest: true, "posts": true,
}

// ReservedWords returns, sorted, the words that mean something of their own where a post may be named, so that no post
// has one as its address: commands over SSH, login names, and addresses such as latest.
func ReservedWords() []string { return slices.Sorted(maps.Keys(reservedSlugs)) }

// latest is the address of the newest post.
const latest = "latest"

const (
	maxSlug    = 120  // characters
	maxAddress = 1024 // bytes of an address that is looked up or given as an alias
)

// slugify makes an address of a name: lower case, letters and digits of any script, and a dash for each
// run of anything else. It is empty if the name has neither letters nor digits.
func slugify(s string) string {
	var b strings.Builder
	dash, n := false, 0
	for _, r := range norm.NFC.String(strings.ToLower(s)) {
		mark := unicode.IsMark(r) && b.Len() > 0 && !dash // vowel signs belong to the letter before
		if !mark && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			dash = true
			continue
		}
		if n++; n > maxSlug {
			break
		}
		if dash && b.Len() > 0 {
			b.WriteByte('-')
		}
		dash = false
		b.WriteRune(r)
	}
	return b.String()
}

// asciiLetters are small letters that do not come apart into a Latin letter and marks.
var asciiLetters = strings.NewReplacer(
	"ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "þ", "th", "ı", "i", "ħ", "h",
)

// Unaccented returns a text with the Latin letters in it as they are typed on a keyboard without accents. Those of other
// scripts stay as they are.
func Unaccented(s string) string {
	latin := false
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			if latin {
				return -1
			}
			return r
		}
		latin = unicode.Is(unicode.Latin, r)
		return r
	}, norm.NFD.String(asciiLetters.Replace(s))))
}

// asciiSlug returns what a slug is on a keyboard without its accents; empty if it is the slug itself, or if
// letters of another script would remain.
func asciiSlug(slug string) string {
	plain := Unaccented(slug)
	if plain == slug || strings.ContainsFunc(plain, func(r rune) bool { return r > unicode.MaxASCII }) {
		return ""
	}
	return plain
}

// address normalises what people type, paste or write as an alias, to slugs with slashes between them:
// "/2014/09/15/Rust-1.0.html" and "https://example.com/2014/09/15/rust-1.0/" are "2014/09/15/rust-1-0".
func address(s string) string {
	s = s[:min(len(s), maxAddress)]
	if _, after, ok := strings.Cut(s, "://"); ok {
		_, s, _ = strings.Cut(after, "/")
	}
	s, _, _ = strings.Cut(s, "?")
	s, _, _ = strings.Cut(s, "#")
	if plain, err := url.PathUnescape(s); err == nil {
		s = plain
	}
	return slugPath(trimPage(strings.Trim(strings.TrimSpace(s), "/")))
}

// slugPath makes a slug of each part of a path.
func slugPath(s string) string {
	var parts []string
	for part := range strings.SplitSeq(s, "/") {
		if part = slugify(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "/")
}

// trimPage drops what web servers and editors add to the name of a page.
func trimPage(s string) string {
	for _, suffix := range []string{".html", ".htm", ".md", ".markdown"} {
		if n := len(s) - len(suffix); n > 0 && strings.EqualFold(s[n:], suffix) {
			s = s[:n]
			break
		}
	}
	if n := len(s) - len("/index"); n > 0 && strings.EqualFold(s[n:], "/index") {
		s = s[:n]
	}
	return s
}

// foldKey is what tags and series are compared by.
func foldKey(s string) string {
	return strings.ToLower(strings.ToUpper(norm.NFC.String(s)))
}
