package posts

import (
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Text is the text of a post. It is kept in memory, so that readers never wait for a disk and a file that is gone or
// broken is served as it was; and it is kept compressed (RFC 8878), since thousands of posts are most of what a server
// holds, and each is read now and then. The zero value is an empty text.
type Text struct {
	kept string // the source: compressed if that made it shorter, as it is if not
	size int    // bytes of the source
	skip int    // bytes of the source before the body
}

// TextOf returns a text whose source and body are s, which is kept as it is.
func TextOf(s string) Text { return Text{kept: s, size: len(s)} }

// Source returns the file without front matter and cleaned; one newline ends it. It takes some 20 microseconds for 5 KB:
// who needs it more than once keeps what it returns.
func (t Text) Source() string {
	if len(t.kept) == t.size {
		return t.kept
	}
	return string(t.unpack(nil))
}

// Body returns the source without the H1 that repeats the title: what is shown. It takes as long as Source.
func (t Text) Body() string { return t.Source()[t.skip:] }

// Size returns how long the body is, in bytes, at no cost.
func (t Text) Size() int { return t.size - t.skip }

// unpack returns a compressed source, in buf if there is room.
func (t Text) unpack(buf []byte) []byte {
	source, err := unpacker().DecodeAll([]byte(t.kept), buf[:0])
	if err != nil || len(source) != t.size {
		panic(fmt.Sprintf("a text in memory has changed: %d bytes of %d, %v", len(source), t.size, err))
	}
	return source
}

// unpacker has no state that one text could leave to the next, and may be used by all goroutines at once.
var unpacker = sync.OnceValue(func() *zstd.Decoder {
	return must(zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderLowmem(true)))
})

// packer compresses one text after the other.
type packer struct {
	encoder *zstd.Encoder
	buf     []byte // of all texts
}

// newPacker makes a packer at the fastest level: the next one takes three times as long and a twentieth off.
func newPacker() *packer {
	return &packer{encoder: must(zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true), zstd.WithEncoderCRC(false)))}
}

// must is for settings that are constants: zstd refuses them always or never.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// pack compresses a text that is kept as it is. It takes what the post before it has of the same source, so that a reload
// holds no text twice, not even for a moment.
func (p *packer) pack(t Text, before *Post) Text {
	if before != nil && before.size == t.size && p.same(t, before.Text) {
		t.kept = before.kept
		return t
	}
	p.buf = p.encoder.EncodeAll([]byte(t.kept), p.buf[:0])
	if len(p.buf) < t.size {
		t.kept = string(p.buf)
	}
	return t
}

// same reports whether an old text has the source of a new one, which is kept as it is.
func (p *packer) same(t, old Text) bool {
	if len(old.kept) == old.size {
		return old.kept == t.kept
	}
	p.buf = old.unpack(p.buf)
	return string(p.buf) == t.kept
}
