package posts

import (
	"regexp"
	"slices"
	"strings"
)

// languages are the two-letter codes of ISO 639-1 that a file's suffix may name, unless the site says which
// languages it has. Left out are io and ts: "crates.io.md" and "types.ts.md" are in no foreign language.
const languages = " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy " +
	"da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig " +
	"ii ik is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn " +
	"mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si " +
	"sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo " +
	"za zh zu "

var langTag = regexp.MustCompile(`^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$`)

// IsLanguage reports whether a text has the shape of a language tag such as en, pt-BR or zh-Hant-TW (RFC 5646, 2.1;
// underscores will do). Whether there is such a language it does not know.
func IsLanguage(s string) bool { return langTag.MatchString(s) }

var langSuffix = regexp.MustCompile(`^(.+)\.([A-Za-z]{2}(?:[-_](?:[A-Za-z]{2}|[A-Za-z]{4}))?)$`)

// cutLang takes the language off a name such as "post.fr".
func (s *settings) cutLang(stem string) (name, lang string) {
	m := langSuffix.FindStringSubmatch(stem)
	if m == nil {
		return stem, ""
	}
	lang = strings.ReplaceAll(m[2], "_", "-")
	if len(s.languages) > 0 {
		if !slices.ContainsFunc(s.languages, func(l string) bool { return strings.EqualFold(l, lang) }) {
			return stem, ""
		}
		return m[1], lang
	}
	if !strings.Contains(languages, " "+strings.ToLower(lang[:2])+" ") {
		return stem, ""
	}
	return m[1], lang
}
