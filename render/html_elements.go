package render

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"postern/posts"
)

// element says what becomes of an HTML element; one without anything is transparent, its content is shown.
type element struct {
	role      role      // look of its text
	group     bool      // a block: it ends the paragraph before it and after it
	container bool      // becomes a block of this kind
	kind      blockKind //
	skip      bool      // not for readers, nor its content
	start     func(b *builder, tag string, attrs map[string]string)
	end       func(b *builder, tag string)
}

// elements are the HTML elements that mean something to a reader (HTML Living Standard, 4).
var elements = map[string]element{
	"b": {role: strong}, "strong": {role: strong},
	"i": {role: emph}, "em": {role: emph}, "cite": {role: emph}, "dfn": {role: emph}, "var": {role: emph},
	"u": {role: underline}, "ins": {role: underline},
	"s": {role: strike}, "del": {role: strike}, "strike": {role: strike},
	"code": {role: codeSpan}, "tt": {role: codeSpan}, "samp": {role: codeSpan},
	"kbd": {role: keyboard}, "mark": {role: mark}, "math": {role: formula},
	"a":   {start: startAnchor, end: endAnchor},
	"br":  {start: lineBreak},
	"q":   {start: writer("“"), end: endWriter("”")},
	"sub": {start: startScript, end: endScript(lowered)},
	"sup": {start: startScript, end: endScript(raised)},

	"p": {group: true}, "div": {group: true}, "section": {group: true}, "article": {group: true},
	"main": {group: true}, "header": {group: true}, "footer": {group: true},
	"nav": {group: true}, "center": {group: true}, "address": {group: true}, "form": {group: true},
	"fieldset": {group: true}, "hgroup": {group: true}, "legend": {group: true}, "dl": {group: true, start: startScope, end: endElement},
	"figure": {group: true, start: startScope, end: endElement}, "noscript": {group: true, start: rawText},
	"picture": {}, "option": {group: true},

	"h1": {group: true, start: startHeading, end: endElement}, "h2": {group: true, start: startHeading, end: endElement},
	"h3": {group: true, start: startHeading, end: endElement}, "h4": {group: true, start: startHeading, end: endElement},
	"h5": {group: true, start: startHeading, end: endElement}, "h6": {group: true, start: startHeading, end: endElement},
	"blockquote": {group: true, container: true, kind: quote},
	"aside":      {group: true, container: true, kind: callout},
	"details":    {group: true, container: true, kind: details},
	"summary":    {group: true, start: startSummary, end: endElement},
	"ul":         {group: true, start: startList, end: endElement}, "menu": {group: true, start: startList, end: endElement},
	"ol": {group: true, start: startList, end: endElement},
	"li": {group: true, start: startItem, end: endElement},
	"dt": {group: true, start: startTerm, end: endElement}, "dd": {group: true, start: startTerm, end: endElement},
	"pre":        {group: true, start: func(b *builder, _ string, attrs map[string]string) { b.startPre(attrs) }},
	"hr":         {group: true, start: func(b *builder, _ string, _ map[string]string) { b.put(&block{kind: rule}) }},
	"figcaption": {group: true, start: startCaption, end: endElement},

	"table": {group: true, start: startTable, end: endElement}, "caption": {group: true, start: startTableCaption, end: endElement},
	"thead": {group: true, start: startRows, end: endRows}, "tbody": {group: true, start: startRows, end: endRows},
	"tfoot": {group: true, start: startRows, end: endRows},
	"tr":    {group: true, start: startRow, end: endRow},
	"td":    {group: true, start: startCell, end: endElement}, "th": {group: true, start: startCell, end: endElement},

	"img":   {start: startImage},
	"video": {start: startMedia, end: endMedia}, "audio": {start: startMedia, end: endMedia},
	"iframe": {start: startMedia, end: endMedia}, "embed": {start: startMedia}, "object": {start: startMedia, end: endMedia},
	"source":   {start: startSource},
	"input":    {start: startInput},
	"progress": {start: startProgress, end: unmute}, "meter": {start: startProgress, end: unmute},

	"script": {skip: true}, "style": {skip: true}, "template": {skip: true}, "svg": {skip: true},
	"annotation": {skip: true}, "annotation-xml": {skip: true}, "canvas": {skip: true}, "head": {skip: true}, "title": {skip: true},
	"select": {skip: true}, "textarea": {skip: true},
}

func endElement(b *builder, tag string) { b.closeTag(tag) }

func writer(s string) func(*builder, string, map[string]string) {
	return func(b *builder, _ string, _ map[string]string) { b.in.write(s) }
}

func endWriter(s string) func(*builder, string) {
	return func(b *builder, _ string) { b.in.write(s) }
}

func lineBreak(b *builder, _ string, _ map[string]string) { b.in.newline(hardBreak) }

func unmute(b *builder, _ string) { b.in.muted = false }

func startAnchor(b *builder, _ string, attrs map[string]string) {
	b.endLink()
	b.anchor(idOf(attrs["name"]))
	if href := posts.CleanLine(attrs["href"]); href != "" {
		b.startLink(href)
	}
}

func endAnchor(b *builder, _ string) { b.endLink() }

func startScript(b *builder, _ string, _ map[string]string) {
	b.html.scripts = append(b.html.scripts, len(b.in.buf))
}

// endScript writes what stands in <sub> or <sup> in characters of its own, as far as there are such.
func endScript(write func(string) string) func(*builder, string) {
	return func(b *builder, _ string) {
		n := len(b.html.scripts) - 1
		if n < 0 {
			return
		}
		from := b.html.scripts[n]
		b.html.scripts = b.html.scripts[:n]
		if from < len(b.in.buf) {
			before := string(b.in.buf[max(from-1, 0):from]) // a byte tells enough, and a paragraph may have thousands of these
			b.in.rewrite(from, write, func(s string) string { return script(before, s, write) })
		}
	}
}

func startHeading(b *builder, tag string, attrs map[string]string) {
	id := idOf(attrs["id"])
	b.capture(tag, func(t text) {
		if t.s != "" {
			b.put(&block{kind: headed, n: int(tag[1] - '0'), text: t, id: b.ids.id(id, t.plain())})
		}
	})
}

func startSummary(b *builder, tag string, _ map[string]string) {
	b.capture(tag, func(t text) {
		if blk := b.top(); blk.kind == details && blk.text.s == "" {
			blk.text = t
		} else if t.s != "" {
			b.put(&block{kind: paragraph, text: t})
		}
	})
}

func startTerm(b *builder, tag string, _ map[string]string) {
	if i := b.find("dt", "dd", "dl"); i >= 0 && b.stack[i].tag != "dl" {
		b.closeTo(i)
	}
	if tag == "dd" {
		b.open(&block{kind: definition, tight: true}, tag)
		return
	}
	b.capture(tag, func(t text) { b.put(&block{kind: term, text: t}) })
}

// startScope marks where an element begins that is no block of its own: a <figcaption> looks for its picture from there
// on, and the end of a <dl> ends the last <dd> in it.
func startScope(b *builder, tag string, _ map[string]string) {
	b.stack = append(b.stack, scope{block: b.top(), tag: tag})
}

// startCaption gives a caption to the last picture, if there is one right before it, else a place of its own.
func startCaption(b *builder, tag string, _ map[string]string) {
	b.capture(tag, func(t text) {
		if t.s == "" {
			return
		}
		kids := b.top().kids
		if n := len(kids); n > 0 && kids[n-1].kind == image && b.doc.pictures[kids[n-1].n].caption.s == "" {
			b.doc.pictures[kids[n-1].n].caption = t
			return
		}
		b.put(&block{kind: caption, text: t})
	})
}

func startImage(b *builder, _ string, attrs map[string]string) {
	src := attrs["src"]
	for _, other := range []string{"data-src", "data-lazy-src"} {
		if src == "" || strings.HasPrefix(src, "data:") && attrs[other] != "" {
			src = attrs[other]
		}
	}
	b.picture(picture{src: src, alt: attrs["alt"], title: attrs["title"], width: attrs["width"], height: attrs["height"]})
}

// startMedia makes a link of what cannot be shown; what stands in the element is for browsers that cannot
// show it either, and says no more than the link.
func startMedia(b *builder, tag string, attrs map[string]string) {
	src := attrs["src"]
	if tag == "object" {
		src = attrs["data"]
	}
	name := map[string]string{"video": "Video", "audio": "Audio", "iframe": "Embedded page", "embed": "Embedded file", "object": "Embedded file"}[tag]
	if title := attrs["title"]; title != "" {
		name += ": " + title
	}
	if src == "" {
		b.html.media = name
	} else {
		b.mediaLink(name, src)
	}
	b.in.muted = tag == "video" || tag == "audio" || tag == "iframe" || tag == "object" && src != ""
}

func (b *builder) mediaLink(name, src string) {
	if !strings.Contains(name, ": ") {
		name += ": " + hostOrFile(src)
	}
	b.link(src, func() { b.in.write(posts.Clean(name)) })
}

func endMedia(b *builder, _ string) { b.in.muted, b.html.media = false, "" }

func startSource(b *builder, _ string, attrs map[string]string) {
	if b.html.media == "" || attrs["src"] == "" {
		return
	}
	muted := b.in.muted
	b.in.muted = false
	b.mediaLink(b.html.media, attrs["src"])
	b.in.muted, b.html.media = muted, ""
}

func startInput(b *builder, _ string, attrs map[string]string) {
	if attrs["type"] == "checkbox" {
		_, done := attrs["checked"]
		b.task(done)
	}
}

// startProgress says in words what a bar shows.
func startProgress(b *builder, _ string, attrs map[string]string) {
	value, err := strconv.ParseFloat(attrs["value"], 64)
	if err != nil {
		return
	}
	whole, err := strconv.ParseFloat(attrs["max"], 64)
	if err != nil || whole <= 0 {
		whole = 1
	}
	b.in.write(fmt.Sprintf("%.0f %%", min(max(value/whole, 0), 1)*100))
	b.in.muted = true
}

func rawText(b *builder, tag string, _ map[string]string) { b.html.raw = tag }

// hostOrFile names what a URL leads to in a word or two.
func hostOrFile(url string) string {
	url, _, _ = strings.Cut(url, "?")
	rest, isAbsolute := strings.CutPrefix(url, "https://")
	if !isAbsolute {
		rest, isAbsolute = strings.CutPrefix(url, "http://")
	}
	if ext := path.Ext(rest); !isAbsolute || len(ext) > 1 && len(ext) <= 5 && strings.Contains(rest, "/") {
		return path.Base(rest)
	}
	host, _, _ := strings.Cut(rest, "/")
	return host
}
