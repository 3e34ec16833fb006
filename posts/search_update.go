package posts

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
)

// indexChange is what an update has to do.
type indexChange struct {
	gone []int64 // rows
	new  []*Post
}

// compare finds what differs between the index and a library.
func (s *indexStore) compare(ctx context.Context, lib *Library) (indexChange, error) {
	wanted := map[string]*Post{}
	for _, p := range lib.Posts() {
		wanted[p.Version] = p
	}
	var change indexChange
	rows, err := s.writer.QueryContext(ctx, "SELECT id, version FROM posts")
	if err != nil {
		return change, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var version string
		if err := rows.Scan(&id, &version); err != nil {
			return change, err
		}
		if _, ok := wanted[version]; ok {
			delete(wanted, version)
		} else {
			change.gone = append(change.gone, id)
		}
	}
	for _, p := range wanted {
		change.new = append(change.new, p)
	}
	slices.SortFunc(change.new, func(a, b *Post) int { return cmp.Or(a.Date.Compare(b.Date), cmp.Compare(a.File, b.File)) })
	return change, rows.Err()
}

// apply brings the index to a state in one transaction: whoever searches meanwhile finds the old one.
func (s *indexStore) apply(ctx context.Context, change indexChange) error {
	if len(change.gone)+len(change.new) == 0 {
		return nil
	}
	err := s.inTransaction(ctx, func(tx *sql.Tx) error {
		for _, id := range change.gone {
			for _, table := range []string{"DELETE FROM posts WHERE id = ?", "DELETE FROM words WHERE rowid = ?"} {
				if _, err := tx.ExecContext(ctx, table, id); err != nil {
					return err
				}
			}
		}
		return insert(ctx, tx, change.new)
	})
	if err == nil && !s.memory {
		// Otherwise the journal of a first build stays as large as the index. If a search holds it, the next update does it.
		_, _ = s.writer.ExecContext(ctx, "PRAGMA wal_checkpoint(truncate)")
	}
	_, _ = s.writer.ExecContext(ctx, "PRAGMA shrink_memory") // what a first build took for its pages; it may fail
	return err
}

// foldedPost is a post as the index takes it.
type foldedPost struct {
	post                           *Post
	title, tags, description, body string
	err                            error // why it cannot be folded
}

func foldPost(p *Post) foldedPost {
	var tags strings.Builder
	for _, t := range slices.Concat(p.Tags, p.Categories) {
		tags.WriteString(t.Label + "\n")
	}
	tags.WriteString(p.Series)
	return foldedPost{p, folded(p.Title), folded(tags.String()), folded(p.Description), folded(searchText(p.Body())), nil}
}

// insert adds posts. Their texts are made beside it, since SQLite's part takes about as long.
func insert(ctx context.Context, tx *sql.Tx, all []*Post) error {
	addPost, err := tx.PrepareContext(ctx, "INSERT INTO posts(version, file, date) VALUES (?, ?, ?)")
	if err != nil {
		return err
	}
	defer addPost.Close()
	addWords, err := tx.PrepareContext(ctx, "INSERT INTO words(rowid, title, tags, description, body) VALUES (?, ?, ?, ?, ?)")
	if err != nil {
		return err
	}
	defer addWords.Close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for f := range foldAll(ctx, all, foldPost) {
		if f.err != nil {
			return f.err
		}
		result, err := addPost.ExecContext(ctx, f.post.Version, f.post.File, f.post.Date.Unix())
		if err != nil {
			return err
		}
		id, err := result.LastInsertId()
		if err != nil {
			return err
		}
		if _, err := addWords.ExecContext(ctx, id, f.title, f.tags, f.description, f.body); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// tryFold folds a post. A panic is an error of the post, not the end of the process.
func tryFold(p *Post, fold func(*Post) foldedPost) (f foldedPost) {
	defer func() {
		if value := recover(); value != nil {
			f = foldedPost{post: p, err: fmt.Errorf("%s: panic: %v\n%s", p.File, value, debug.Stack())}
		}
	}()
	return fold(p)
}

// foldAll folds posts until ctx is done. One core is left to the one who takes them.
func foldAll(ctx context.Context, all []*Post, fold func(*Post) foldedPost) <-chan foldedPost {
	next, done := make(chan *Post), make(chan foldedPost)
	go func() {
		defer close(next)
		for _, p := range all {
			select {
			case next <- p:
			case <-ctx.Done():
				return
			}
		}
	}()
	var workers sync.WaitGroup
	for range max(1, runtime.GOMAXPROCS(0)-1) {
		workers.Go(func() {
			for p := range next {
				select {
				case done <- tryFold(p, fold):
				case <-ctx.Done():
				}
			}
		})
	}
	go func() {
		workers.Wait()
		close(done)
	}()
	return done
}
