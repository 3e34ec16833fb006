package posts

import (
	"context"
	"fmt"
)

// Search returns the posts that a query finds, at most limit, the best first: a word in the title weighs more than
// one in a tag, that more than in the description, that more than in the text. A query is words that a post must all
// have, of which the last may be a beginning; "a phrase"; and -word for what it must not have. Case and diacritics
// do not matter. No query is wrong; one that finds nothing, or asks for nothing, gives no hits and no error.
//
// The error is [ErrNotReady] while there is no index, [ErrClosed], that of ctx, or one of the disk.
func (ix *Index) Search(ctx context.Context, query string, limit int) ([]Hit, error) {
	ctx, cancel := context.WithTimeout(ctx, maxSearchTime)
	defer cancel()
	q := parseQuery(query)
	found, err := ix.find(ctx, q.match(), min(limit, maxHits))
	if isDamage(err) {
		ix.mend()
		return nil, ErrNotReady
	}
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, 0, len(found))
	for _, p := range found {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		hits = append(hits, Hit{Post: p, Title: q.mark(CleanLine(p.Title)), Snippet: q.snippet(p)})
	}
	return hits, nil
}

// find asks the index, and passes over what is not listed any more.
func (ix *Index) find(ctx context.Context, match string, limit int) (found []*Post, err error) {
	ix.mu.RLock()
	defer ix.mu.RUnlock()
	switch {
	case ix.life.Err() != nil:
		return nil, ErrClosed
	case ix.store == nil || !ix.store.found || ix.lib == nil:
		return nil, ErrNotReady
	case match == "" || limit <= 0:
		return nil, nil
	}
	rows, err := ix.store.readers.QueryContext(ctx, indexQuery, match, maxRanked)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	defer rows.Close()
	for len(found) < limit && rows.Next() {
		var file string
		if err := rows.Scan(&file); err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		if p := ix.shown[file]; p != nil {
			found = append(found, p)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return found, nil
}

// mend builds a damaged index anew, in the background.
func (ix *Index) mend() {
	if !ix.updating.TryLock() {
		return // an update runs, and meets the damage itself
	}
	go func() {
		defer ix.updating.Unlock()
		if ix.life.Err() != nil {
			return
		}
		ix.discard()
		_ = ix.update(ix.life) // if it fails, the next update tries again
	}()
}
