package posts

import (
	"slices"
	"strings"
	"time"
)

// Who sees a post, and when. Whatever is in doubt stays hidden.

// state is whether and why a post is hidden.
type state uint8

const (
	listed state = iota
	unlisted
	draft
	members
	scheduled
	expired
)

// hiddenAs are the words for it, for authors.
var hiddenAs = [...]string{listed: "", unlisted: "", draft: "draft", members: "for members", scheduled: "scheduled", expired: "expired"}

// HiddenAs says in a preview ([Options]) why readers do not come upon a post: "draft", "scheduled", "expired" or "for members"; else "".
func (l *Library) HiddenAs(p *Post) string {
	if !l.preview {
		return ""
	}
	return hiddenAs[p.at(l.at)]
}

// at returns what a reader sees of a post at a time.
func (p *Post) at(t time.Time) state {
	switch {
	case p.Draft:
		return draft
	case len(p.Access) > 0:
		return members
	case !p.ExpireAt.IsZero() && !t.Before(p.ExpireAt):
		return expired
	case t.Before(p.PublishAt):
		return scheduled
	case p.Unlisted:
		return unlisted
	}
	return listed
}

// setDraft fails closed: what is neither yes nor no is a draft.
func setDraft(r *reading, key string, v value) bool {
	if key == "status" {
		r.post.Draft = strings.EqualFold(v.str(), "draft")
		return true
	}
	yes, ok := v.truth()
	if !ok {
		if _, _, err := parseDate(v.str(), r.site.Zone); key == "published" && err == nil {
			return false // says when, not whether
		}
		r.report(Error, v, "%s must be true or false, not %q; the post is kept as a draft", v.name, v.str()).Hides = true
	}
	r.post.Draft = !ok || yes == (key == "draft")
	if _, both := boolOf(r.meta, "published"); key == "draft" && both {
		r.warn(v, "both draft and published are set; draft counts")
	}
	return true
}

func boolOf(meta value, key string) (yes, ok bool) {
	v := meta.get(key)
	return v.truth()
}

// listWords are what Hugo takes for build.list.
var listWords = []string{"always", "never", "local"}

func setUnlisted(r *reading, key string, v value) bool {
	yes, ok := v.truth()
	switch isList := key == "list" || key == "build.list"; {
	case isList:
		word := strings.ToLower(v.str())
		r.post.Unlisted = word == "never" || ok && !yes
		if !ok && v.kind == scalar && !slices.Contains(listWords, word) {
			r.warn(v, "%s must be always, never or local, not %q", v.name, v.str())
		}
	case ok:
		r.post.Unlisted = yes
	default:
		r.error(v, "%s must be true or false, not %q; the post is in no list", v.name, v.str())
		r.post.Unlisted = true
	}
	return true
}
