package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"postern/keys"
	"postern/posts"
)

const sshPort = 22

// announce tells the owner, in a few plain lines, what is served, how it is reached, and that it is ready.
func announce(w io.Writer, c config, lib *posts.Library, hostKeys []keys.Key, listeners []net.Listener) error {
	var b bytes.Buffer
	announceBlog(&b, c, lib)
	if n := len(lib.Problems()); n > 0 {
		fmt.Fprintf(&b, "%s, in the log\n", count(n, "problem", "problems"))
	}
	for _, k := range hostKeys {
		if k.Role == keys.Next {
			fmt.Fprintf(&b, "Next host key: %s %s, in use from %s\n", k.Type, k.Fingerprint(), k.From.Format(time.DateOnly))
			continue
		}
		fmt.Fprintf(&b, "Host key: %s %s\n", k.Type, k.Fingerprint())
		if k.Created {
			fmt.Fprintf(&b, "  made a new host key, %s: readers know the blog by it, keep it safe\n", posts.CleanLine(k.File))
		}
	}
	fmt.Fprintf(&b, "Read it: %s\n", sshCommand(c, listeners[0].Addr()))
	for _, l := range listeners {
		fmt.Fprintf(&b, "ready %s\n", l.Addr())
	}
	_, err := w.Write(b.Bytes())
	return err
}

func announceBlog(w io.Writer, c config, lib *posts.Library) {
	site := lib.Site()
	content := posts.CleanLine(filepath.Join(c.dir, filepath.FromSlash(site.Content)))
	fmt.Fprintf(w, "Serving “%s”: %s from %s (%s)\n",
		posts.CleanLine(site.Title), count(len(lib.Posts()), "post", "posts"), content, posts.CleanLine(site.Generator))
	if hidden := hiddenReasons(lib.Hidden()); len(hidden) > 0 {
		fmt.Fprintf(w, "  not in the list: %s\n", strings.Join(hidden, ", "))
	}
	if taken := takenFrom(site.Sources); len(taken) > 0 {
		fmt.Fprintf(w, "  %s\n", strings.Join(taken, "; "))
	}
	fmt.Fprintf(w, "  dates without a zone are in %s (%s)\n", site.Zone, posts.CleanLine(cmp.Or(site.Sources["zone"], "default")))
}

func hiddenReasons(h posts.Hidden) []string {
	var reasons []string
	for _, r := range []struct {
		n         int
		one, many string
	}{
		{h.Drafts, "draft", "drafts"},
		{h.Scheduled, "scheduled", "scheduled"},
		{h.Expired, "expired", "expired"},
		{h.Unlisted, "unlisted", "unlisted"},
	} {
		if r.n > 0 {
			reasons = append(reasons, count(r.n, r.one, r.many))
		}
	}
	return reasons
}

// takenFrom says where the description of the blog comes from, a source once: "title, author from hugo.toml".
func takenFrom(sources map[string]string) []string {
	var order []string
	fields := map[string][]string{}
	for _, field := range []struct{ key, name string }{
		{"title", "title"},
		{"description", "description"},
		{"author", "author"},
		{"baseurl", "base URL"},
		{"lang", "language"},
		{"sort", "order"},
	} {
		source := sources[field.key]
		if source == "" || source == "default" {
			continue
		}
		if fields[source] == nil {
			order = append(order, source)
		}
		fields[source] = append(fields[source], field.name)
	}
	var taken []string
	for _, source := range order {
		taken = append(taken, strings.Join(fields[source], ", ")+" from "+posts.CleanLine(source))
	}
	return taken
}

// sshCommand is what a reader types: on the public host, or on this machine.
func sshCommand(c config, addr net.Addr) string {
	host, port := "localhost", sshPort
	if tcp, ok := addr.(*net.TCPAddr); ok {
		port = tcp.Port
		if !tcp.IP.IsUnspecified() && !tcp.IP.IsLoopback() {
			host = tcp.IP.String()
		}
	}
	host, port = cmp.Or(c.publicHost, host), cmp.Or(c.publicPort, port)
	if port == sshPort {
		return "ssh " + host
	}
	return "ssh -p " + strconv.Itoa(port) + " " + host
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
