package posts

import (
	"errors"
	"fmt"
	"os"
	"path"
	"strings"
	"time"
)

// configFiles are the generators' configurations, in order of precedence.
var configFiles = []struct {
	file      string
	format    format
	generator string
}{
	{"hugo.toml", tomlFormat, generatorHugo},
	{"hugo.yaml", yamlFormat, generatorHugo},
	{"hugo.yml", yamlFormat, generatorHugo},
	{"hugo.json", jsonFormat, generatorHugo},
	{"config.toml", tomlFormat, generatorHugo}, // or Zola's: it says base_url
	{"config.yaml", yamlFormat, generatorHugo},
	{"config.yml", yamlFormat, generatorHugo},
	{"config.json", jsonFormat, generatorHugo},
	{"config/_default/hugo.toml", tomlFormat, generatorHugo},
	{"config/_default/hugo.yaml", yamlFormat, generatorHugo},
	{"config/_default/config.toml", tomlFormat, generatorHugo},
	{"config/_default/config.yaml", yamlFormat, generatorHugo},
	{"_config.yml", yamlFormat, generatorJekyll},
	{"_config.yaml", yamlFormat, generatorJekyll},
	{"_config.toml", tomlFormat, generatorJekyll},
}

// configuration is a generator's configuration, empty if there is none.
type configuration struct {
	file      string
	generator string
	meta      value
	lang      string // default language: its settings come before the general ones
}

// readConfig reads the first configuration that exists.
func readConfig(root *os.Root, limit int64) (configuration, []Problem) {
	for _, c := range configFiles {
		data, err := readLimited(root, c.file, limit, nil)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return configuration{generator: c.generator}, []Problem{problem(c.file, Error, "cannot be read: %v", reason(err))}
		}
		meta, err := decode(c.format, Clean(strings.TrimPrefix(string(data), "\ufeff")), 1)
		if err != nil {
			fault := problem(c.file, Error, "%v", err)
			if se, ok := errors.AsType[*syntaxError](err); ok {
				fault.Line, fault.Column, fault.Message = se.line, se.column, CleanLine(se.message)
			}
			return configuration{generator: c.generator}, []Problem{fault}
		}
		config := configuration{file: c.file, generator: c.generator, meta: meta}
		if path.Base(c.file) == "config.toml" && config.has("base_url") {
			config.generator = generatorZola
		}
		config.lang = config.defaultLanguage()
		return config, nil
	}
	return configuration{}, nil
}

// has reports whether a key stands in the file exactly so.
func (c configuration) has(name string) bool {
	for _, f := range c.meta.fields {
		if f.name == name {
			return true
		}
	}
	return false
}

func (c configuration) defaultLanguage() string {
	for _, key := range []string{"defaultcontentlanguage", "defaultlanguage"} {
		if v := c.meta.get(key); v.kind == scalar {
			return v.str()
		}
	}
	return "en" // Hugo's and Zola's default
}

// get returns what the default language says, else what is said for all.
func (c configuration) get(key string) value {
	if v := c.meta.get("languages." + normaliseKey(c.lang) + "." + key); v.kind != nothing {
		return v
	}
	return c.meta.get(key)
}

// siteField is one thing that a configuration says of the whole blog.
type siteField struct {
	name string   // in Site.Sources
	keys []string // normalised; the first that is of use wins
	set  func(s *settings, v value) error
	// given takes the owner's own setting over, if there is one.
	given func(to *Site, from Site) bool
}

// siteFields is all that Postern reads from configurations. A field of [Site] is added by a row here.
var siteFields = []siteField{
	{
		name: "title", keys: []string{"title"},
		set:   func(s *settings, v value) error { s.Title = CleanLine(decodeEntities(v.str())); return nil },
		given: overrides(func(s *Site) *string { return &s.Title }),
	},
	{
		name: "description", keys: []string{"description", "params.description", "tagline", "subtitle"},
		set:   func(s *settings, v value) error { s.Description = plainText(v.str()); return nil },
		given: overrides(func(s *Site) *string { return &s.Description }),
	},
	{
		name: "author", keys: []string{"author", "params.author", "extra.author"},
		set: func(s *settings, v value) error {
			if all := authorsOf(v); len(all) > 0 {
				s.Author = all[0]
			}
			return nil
		},
		given: overrides(func(s *Site) *Author { return &s.Author }),
	},
	{name: "baseurl", given: overrides(func(s *Site) *string { return &s.BaseURL })}, // read by takeBaseURL
	{
		name: "lang", keys: []string{"languagecode", "locale", "lang", "defaultlanguage", "defaultcontentlanguage"},
		set: func(s *settings, v value) error {
			if !IsLanguage(v.str()) {
				return fmt.Errorf("%q is not a language such as en or pt-BR", v.str())
			}
			s.Lang = strings.ReplaceAll(v.str(), "_", "-")
			return nil
		},
		given: overrides(func(s *Site) *string { return &s.Lang }),
	},
	{
		name: "zone", keys: []string{"timezone"},
		set: func(s *settings, v value) error {
			zone, err := time.LoadLocation(v.str())
			if err != nil {
				return fmt.Errorf("the time zone %q is not known; UTC is used", v.str())
			}
			s.Zone = zone
			return nil
		},
		given: overrides(func(s *Site) **time.Location { return &s.Zone }),
	},
	{
		name: "future", keys: []string{"future", "buildfuture"},
		set: func(s *settings, v value) error {
			yes, ok := v.truth()
			if !ok {
				return fmt.Errorf("must be true or false, not %q", v.str())
			}
			s.Future = yes
			return nil
		},
		given: overrides(func(s *Site) *bool { return &s.Future }),
	},
	{name: "sort", given: overrides(func(s *Site) *string { return &s.Sort })},
	{name: "generator", given: overrides(func(s *Site) *string { return &s.Generator })},
}

func overrides[T comparable](part func(*Site) *T) func(*Site, Site) bool {
	return func(to *Site, from Site) bool {
		var zero T
		if *part(&from) == zero {
			return false
		}
		*part(to) = *part(&from)
		return true
	}
}

// apply takes the configuration into the settings.
func (c configuration) apply(s *settings) []Problem {
	var problems []Problem
	s.Generator = c.generator
	for _, f := range siteFields {
		for _, key := range f.keys {
			v := c.get(key)
			if v.kind == nothing {
				continue
			}
			if err := f.set(s, v); err != nil {
				fault := problem(c.file, Warning, "%s: %v", v.name, err)
				fault.Line, fault.Column = v.line, v.column
				problems = append(problems, fault)
				continue
			}
			s.Sources[f.name] = c.file
			break
		}
	}
	c.takeBaseURL(s)
	s.permalinks = c.permalinks()
	if c.generator == generatorJekyll {
		excludes, separator := c.meta.get("exclude"), c.meta.get("excerptseparator")
		s.exclude, s.excerptSeparator = excludes.strings(), strings.TrimSpace(separator.text)
	}
	languages := c.meta.get("languages")
	for _, l := range languages.fields {
		s.languages = append(s.languages, l.name)
	}
	return problems
}

// takeBaseURL finds the blog's address on the web. Jekyll keeps its host and its path apart.
func (c configuration) takeBaseURL(s *settings) {
	base, host := c.get("baseurl"), c.meta.get("url")
	address := base.str()
	if c.generator == generatorJekyll {
		address = strings.TrimRight(host.str(), "/") + "/" + strings.Trim(base.str(), "/")
	}
	if address = strings.TrimRight(address, "/"); strings.Contains(address, "://") {
		s.BaseURL, s.Sources["baseurl"] = address, c.file
	}
}
