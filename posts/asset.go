package posts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// MaxAssetSize is how large a picture may be that readers can fetch, in bytes.
const MaxAssetSize = 32 << 20

// IsPicture reports whether the name of an asset is that of a picture.
func (a Asset) IsPicture() bool {
	return slices.Contains(pictureTypes, strings.ToLower(path.Ext(a.Name)))
}

// Why an asset cannot be had.
var (
	errNoFile   = errors.New("not a regular file")
	errTooLarge = fmt.Errorf("more than %d MiB", MaxAssetSize>>20)
)

// OpenAsset opens the file of an asset, as it is now, for reading: a regular file in the blog's folder of at
// most MaxAssetSize bytes. Symbolic links are not followed, not even within the folder, where the host keys lie too.
func (l *Library) OpenAsset(a Asset) (*os.File, error) {
	if !fs.ValidPath(a.File) {
		return nil, fmt.Errorf("%q: %w", a.File, errNoFile)
	}
	root, err := os.OpenRoot(l.folder)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.File, err)
	}
	defer root.Close()
	for dir := path.Dir(a.File); dir != "."; dir = path.Dir(dir) {
		if info, err := root.Lstat(dir); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("%s: %w", a.File, errNoFile)
		}
	}
	is, err := root.Lstat(a.File)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.File, reason(err))
	}
	if !is.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", a.File, errNoFile)
	}
	f, err := root.Open(a.File)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.File, reason(err))
	}
	if err := sameAndSmall(f, is); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", a.File, err)
	}
	return f, nil
}

// sameAndSmall holds an open file to what was seen before it was opened.
func sameAndSmall(f *os.File, seen fs.FileInfo) error {
	info, err := f.Stat()
	switch {
	case err != nil:
		return reason(err)
	case !os.SameFile(info, seen):
		return errNoFile
	case info.Size() > MaxAssetSize:
		return errTooLarge
	}
	return nil
}
