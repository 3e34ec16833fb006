package posts

import (
	"encoding/xml"
	"fmt"
	"time"
)

// The elements of Atom (RFC 4287, 4.1), in the order in which they are written.
type atomFeed struct {
	XMLName   xml.Name     `xml:"http://www.w3.org/2005/Atom feed"`
	Lang      string       `xml:"xml:lang,attr,omitempty"`
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Subtitle  string       `xml:"subtitle,omitempty"`
	Updated   string       `xml:"updated"`
	Links     []atomLink   `xml:"link"`
	Authors   []atomPerson `xml:"author"`
	Generator string       `xml:"generator"`
	Entries   []atomEntry  `xml:"entry"`
}

type atomEntry struct {
	Lang       string         `xml:"xml:lang,attr,omitempty"`
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Links      []atomLink     `xml:"link"`
	Authors    []atomPerson   `xml:"author"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary,omitempty"`
	Content    atomContent    `xml:"content"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomPerson struct {
	Name  string `xml:"name"`
	URI   string `xml:"uri,omitempty"`
	Email string `xml:"email,omitempty"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// Atom returns the feed as an Atom 1.0 document (RFC 4287) with the whole text of its posts.
func (f Feed) Atom() ([]byte, error) {
	doc := atomFeed{
		Lang:      f.Site.Lang,
		ID:        f.id(),
		Title:     f.title(),
		Subtitle:  CleanLine(f.Site.Description),
		Updated:   f.updated().Format(time.RFC3339),
		Links:     []atomLink{{Rel: "alternate", Href: f.Home}},
		Authors:   atomPersons([]Author{f.author()}),
		Generator: feedGenerator,
	}
	if f.Self != "" {
		doc.Links = append(doc.Links, atomLink{"self", "application/atom+xml", f.Self})
	}
	for _, p := range f.newest() {
		doc.Entries = append(doc.Entries, f.atomEntry(p))
	}
	out, err := xml.MarshalIndent(doc, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write atom: %w", err)
	}
	return append([]byte(xml.Header), append(out, '\n')...), nil
}

func (f Feed) atomEntry(p *Post) atomEntry {
	e := atomEntry{
		ID:        f.postID(p),
		Title:     CleanLine(p.Title),
		Published: p.Date.Format(time.RFC3339),
		Updated:   p.Changed().Format(time.RFC3339),
		Links:     []atomLink{{Rel: "alternate", Href: f.Address(p)}},
		Authors:   atomPersons(p.Authors),
		Summary:   CleanLine(p.Description),
		Content:   atomContent{"html", f.Content(p)},
	}
	if p.Lang != f.Site.Lang {
		e.Lang = p.Lang
	}
	for _, t := range p.Tags {
		e.Categories = append(e.Categories, atomCategory{CleanLine(t.Key), CleanLine(t.Label)})
	}
	return e
}

func atomPersons(authors []Author) []atomPerson {
	var all []atomPerson
	for _, a := range authors {
		if name := CleanLine(a.Name); name != "" {
			all = append(all, atomPerson{name, webAddress(a.URL), mailAddress(a.Email)})
		}
	}
	return all
}
