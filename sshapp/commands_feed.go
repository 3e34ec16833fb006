package sshapp

import (
	"cmp"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"postern/posts"
	"postern/render"
	"postern/tui"
)

// runFeed prints a feed.
func runFeed(c *call) error {
	all := c.library.Posts()
	if c.options.tag != "" {
		if all = c.library.Tagged(c.options.tag); len(all) == 0 {
			return c.noTag()
		}
	}
	feed, err := c.server.feedOf(c.pages, c.library, all, c.filter.conn.LocalAddr())
	if err != nil {
		return err
	}
	feed.Tag = c.options.tag
	asJSON := c.options.format == "json"
	if feed.Tag != "" || asJSON {
		feed.Self = "" // only feed.xml can be had by a URL
	}
	write := feed.Atom
	if asJSON {
		write = feed.JSON
	}
	document, err := write()
	if err != nil {
		return err
	}
	_, err = c.asked.Write(document)
	return err
}

// feedOf returns the feed of the newest of some posts, with the addresses that readers use who came in at local. The
// error is that of a turn that does not come any more.
func (s *Server) feedOf(pages *render.Pages, lib *posts.Library, all []*posts.Post, local net.Addr) (posts.Feed, error) {
	host, port := s.publicAddress(local)
	site := lib.Site()
	address := func(p *posts.Post) string { return sshURL("ssh", url.User(p.Slug), host, port, "") }
	dialect := posts.Dialect{BaseURL: site.BaseURL}
	place := sshURL("ssh", nil, host, port, "") + " " + site.BaseURL
	newest := slices.SortedStableFunc(slices.Values(all), func(a, b *posts.Post) int { return b.Date.Compare(a.Date) })
	newest = newest[:min(len(newest), feedPosts)]
	bytes, content := 0, make(map[*posts.Post]string, len(newest))
	for i, p := range newest {
		text, err := pages.HTML(p, place, dialect, func(target string) string { return lib.Absolute(p, target, address) })
		if err != nil {
			return posts.Feed{}, err
		}
		if bytes += len(text); bytes > feedBytes && i > 0 {
			newest = newest[:i]
			break
		}
		content[p] = text
	}
	return posts.Feed{
		Site: site, Posts: newest, Host: s.cfg.PublicHost, Address: address,
		Content: func(p *posts.Post) string { return content[p] },
		Home:    cmp.Or(site.BaseURL, sshURL("ssh", nil, host, port, "")),
		Self:    sshURL("sftp", nil, host, port, "/"+feedFile),
	}, nil
}

// feedFile is the name of the feed among the files that a reader can fetch.
const feedFile = "feed.xml"

// sshURL is a URL of this server (the Internet-Draft secsh-scp-sftp-ssh-uri). Port 22 goes without saying.
func sshURL(scheme string, user *url.Userinfo, host string, port int, path string) string {
	u := url.URL{Scheme: scheme, User: user, Host: net.JoinHostPort(host, strconv.Itoa(port)), Path: path}
	if port == tui.SSHPort {
		u.Host = strings.TrimSuffix(u.Host, ":"+strconv.Itoa(port))
	}
	return u.String()
}
