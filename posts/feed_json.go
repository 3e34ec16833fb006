package posts

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"time"
)

// The members of JSON Feed 1.1 (https://jsonfeed.org/version/1.1).
type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePage    string       `json:"home_page_url,omitempty"`
	FeedURL     string       `json:"feed_url,omitempty"`
	Description string       `json:"description,omitempty"`
	Language    string       `json:"language,omitempty"`
	Authors     []jsonAuthor `json:"authors,omitempty"`
	Items       []jsonItem   `json:"items"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url,omitempty"`
	Title     string       `json:"title"`
	Content   string       `json:"content_html"`
	Summary   string       `json:"summary,omitempty"`
	Published string       `json:"date_published"`
	Modified  string       `json:"date_modified,omitempty"`
	Authors   []jsonAuthor `json:"authors,omitempty"`
	Tags      []string     `json:"tags,omitempty"`
	Language  string       `json:"language,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
	URL  string `json:"url,omitempty"`
}

// JSON returns the feed as a JSON Feed 1.1 document with the whole text of its posts.
func (f Feed) JSON() ([]byte, error) {
	doc := jsonFeed{
		Version:     "https://jsonfeed.org/version/1.1",
		Title:       cmp.Or(f.title(), feedGenerator),
		HomePage:    f.Home,
		FeedURL:     f.Self,
		Description: CleanLine(f.Site.Description),
		Language:    f.Site.Lang,
		Authors:     jsonAuthors([]Author{f.author()}),
		Items:       []jsonItem{},
	}
	for _, p := range f.newest() {
		item := jsonItem{
			ID:        f.postID(p),
			URL:       f.Address(p),
			Title:     CleanLine(p.Title),
			Content:   f.Content(p),
			Summary:   CleanLine(p.Description),
			Published: p.Date.Format(time.RFC3339),
			Authors:   jsonAuthors(p.Authors),
		}
		if t := p.Changed(); t.After(p.Date) {
			item.Modified = t.Format(time.RFC3339)
		}
		for _, t := range p.Tags {
			item.Tags = append(item.Tags, CleanLine(t.Label))
		}
		if p.Lang != f.Site.Lang {
			item.Language = p.Lang
		}
		doc.Items = append(doc.Items, item)
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(doc); err != nil {
		return nil, fmt.Errorf("write json feed: %w", err)
	}
	return out.Bytes(), nil
}

func jsonAuthors(authors []Author) []jsonAuthor {
	var all []jsonAuthor
	for _, a := range authors {
		if name := CleanLine(a.Name); name != "" {
			all = append(all, jsonAuthor{name, webAddress(a.URL)})
		}
	}
	return all
}
