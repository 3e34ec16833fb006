package posts

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"time"
)

// The full-text index: words of the listed posts in SQLite's FTS5, kept in the blog's state folder. It is a
// cache. What is damaged, foreign or out of date in it is built anew, and nothing is lost with it.
//
// A process has the folder's index to itself, by a lock that ends with it; another process on the same folder
// keeps its own in memory. Searching asks a state that is complete: an update becomes visible when all of it is
// written.

const (
	// maxSearchTime is how long one search may take.
	maxSearchTime = 2 * time.Second
	// maxHits is how many hits one search returns at most.
	maxHits = 200
	// maxInPlace is how many posts of an index in memory change in place. Searches wait for that, so that more
	// are written into a new index.
	maxInPlace = 100
)

var (
	// ErrNotReady says that the index is being built for the first time, or again.
	ErrNotReady = errors.New("the index is not built yet")
	// ErrClosed says that the index is closed.
	ErrClosed = errors.New("the index is closed")
)

// Index finds posts by their words. It may be used by any number of goroutines.
type Index struct {
	dir  string // empty: in memory
	lock *folderLock

	life context.Context // until it is closed
	end  context.CancelFunc

	updating sync.Mutex // held by the one update that runs, and by closing
	checked  bool       // what was found on the disk is sound; guarded by updating

	mu    sync.RWMutex // guards what follows; a search holds it to its end
	store *indexStore  // nil: to be opened
	shown map[string]*Post
	lib   *Library // that is shown; nil: none yet
}

// Hit is a post that was found.
type Hit struct {
	Post    *Post
	Title   []Fragment // Post.Title with its matches
	Snippet []Fragment // about 150 characters of the text around the matches, one clean line
}

// NewIndex returns an index that is kept in a folder, which is made if it is missing, with mode 0700; "" keeps it in memory. The
// index is always usable. The error is a warning that it is kept in memory, and is built again at each start:
// because the folder cannot be written, or because another process has its index in use.
func NewIndex(dir string) (*Index, error) {
	ix := &Index{}
	ix.life, ix.end = context.WithCancel(context.Background())
	if dir == "" {
		return ix, nil
	}
	if err := ix.openFolder(dir); err != nil {
		return ix, fmt.Errorf("the index is kept in memory: %w", err)
	}
	return ix, nil
}

func (ix *Index) openFolder(dir string) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	lock, err := lockFolder(ix.life, dir)
	if err != nil {
		return err
	}
	store, err := openIndex(ix.life, dir)
	if err != nil {
		return errors.Join(fmt.Errorf("%s: %w", filepath.Join(dir, indexFile), err), lock.release())
	}
	ix.dir, ix.lock, ix.store = dir, lock, store
	return nil
}

// Show makes a library the one whose posts are found. From its return on nothing is found that the library does
// not list; what the library has anew is found after the next update.
func (ix *Index) Show(lib *Library) {
	shown := make(map[string]*Post, len(lib.Posts()))
	for _, p := range lib.Posts() {
		shown[p.File] = p
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.lib, ix.shown = lib, shown
}

// Update brings the index to the library that is shown, by the versions of its posts, and returns when that is
// done. Searches go on meanwhile in the state before. Of several updates at once each waits for the one before it,
// and finds little to do.
func (ix *Index) Update(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	defer context.AfterFunc(ix.life, stop)()

	ix.updating.Lock()
	defer ix.updating.Unlock()
	if ix.life.Err() != nil {
		return ErrClosed
	}
	err := ix.update(ctx)
	if isDamage(err) {
		ix.discard()
		err = ix.update(ctx)
	}
	switch {
	case ix.life.Err() != nil:
		return ErrClosed
	case err != nil:
		return fmt.Errorf("update the index: %w", err)
	}
	return nil
}

// update does that. The caller holds updating, so that nobody else changes the store. A fault in it leaves the index as
// it was: it runs in goroutines of its own, where a panic would end the process.
func (ix *Index) update(ctx context.Context) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("panic: %v\n%s", value, debug.Stack())
		}
	}()
	if ix.store == nil {
		store, err := openIndex(ctx, ix.dir)
		if err != nil {
			return err
		}
		ix.exchange(store)
	}
	if ix.store.found && !ix.checked {
		if err := ix.store.check(ctx); err != nil {
			if ctx.Err() != nil {
				return err
			}
			ix.discard()
			return ix.update(ctx)
		}
	}
	ix.checked = true
	lib := ix.library()
	if lib == nil {
		return nil
	}
	change, err := ix.store.compare(ctx, lib)
	if err != nil {
		return err
	}
	if ix.store.memory && ix.store.found && len(change.gone)+len(change.new) > maxInPlace {
		return ix.replace(ctx, lib)
	}
	if err := ix.store.apply(ctx, change); err != nil {
		return err
	}
	ix.mu.Lock()
	defer ix.mu.Unlock()
	ix.store.found = true
	return nil
}

// replace builds a new index in memory beside the old one.
func (ix *Index) replace(ctx context.Context, lib *Library) error {
	store, err := openIndex(ctx, "")
	if err != nil {
		return err
	}
	change, err := store.compare(ctx, lib)
	if err == nil {
		err = store.apply(ctx, change)
	}
	if err != nil {
		return errors.Join(err, store.close())
	}
	store.found = true
	ix.exchange(store)
	return nil
}

func (ix *Index) library() *Library {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	return ix.lib
}

// exchange puts another store in place of the one there is, which nobody uses any more then.
func (ix *Index) exchange(store *indexStore) {
	ix.mu.Lock()
	old := ix.store
	ix.store = store
	ix.mu.Unlock()
	if old != nil {
		_ = old.close() // nothing of it is wanted
	}
}

// discard closes a damaged store and removes it.
func (ix *Index) discard() {
	ix.exchange(nil)
	if ix.dir != "" {
		_ = removeIndex(ix.dir) // what cannot be removed cannot be opened either, which is said then
	}
	ix.checked = false
}

// Close ends updates, waits for searches, and gives the folder free.
func (ix *Index) Close() error {
	ix.end()
	ix.updating.Lock()
	defer ix.updating.Unlock()
	ix.mu.Lock()
	defer ix.mu.Unlock()
	var errs []error
	if ix.store != nil {
		errs = append(errs, ix.store.close())
		ix.store = nil
	}
	if ix.lock != nil {
		errs = append(errs, ix.lock.release())
		ix.lock = nil
	}
	return errors.Join(errs...)
}
