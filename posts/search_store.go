package posts

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// indexVersion is the version of the schema and of what is indexed of a post. Raise it with either: an index of
// another version is thrown away and built anew.
const indexVersion = 1

// indexApplication marks a file as an index of ours (sqlite.org/pragma.html, application_id): "PSTN".
const indexApplication = 0x5053544e

const (
	indexFile = "search.db"
	lockFile  = "search.lock"

	indexReaders = 3       // connections that search at once; further queries wait
	readerCache  = 2 << 10 // KiB of pages that each of them keeps
	writerCache  = 2 << 10 // KiB
	hashSize     = 4 << 20 // bytes of words that are gathered before they are written: 16 MB takes 5 % less CPU, and 30 MB more memory
	busyTime     = 2000    // milliseconds to wait for a lock
	journalLimit = 4 << 20 // bytes of the journal that are kept after a large update
)

// The index holds folded words only (search_words.go), separated by blanks; the tokenizer has nothing to fold and
// nothing to decide. It keeps no text: sqlite.org/fts5.html, 4.4.3, contentless-delete tables.
const indexSchema = `
CREATE TABLE posts (id INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE, file TEXT NOT NULL, date INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(title, tags, description, body,
	content='', contentless_delete=1, tokenize='ascii');
INSERT INTO words(words, rank) VALUES ('hashsize', %d);
PRAGMA application_id = %d;
PRAGMA user_version = %d;`

// maxRanked is how many of the posts that match are weighed against each other, the newest first. Only a word that
// more posts have than that is affected, by which none of them stands out.
const maxRanked = 3000

// The weights are those of title, tags, description and body. Rows that came at once are in the order of their dates.
const indexQuery = `
SELECT posts.file FROM (
	SELECT rowid AS id, bm25(words, 10, 6, 3, 1) AS score FROM words WHERE words MATCH ? ORDER BY rowid DESC LIMIT ?
) JOIN posts USING (id) ORDER BY score, posts.date DESC, posts.file`

// indexStore is one database: in a file, or in memory.
type indexStore struct {
	memory  bool
	found   bool // it holds an index: its first update is done
	pool    *sql.DB
	writer  *sql.Conn // the only one; it also keeps a database in memory alive
	readers *sql.DB
}

// openIndex opens the database in a folder, or one in memory if that is "". A file that is damaged, foreign or
// of another version is replaced.
func openIndex(ctx context.Context, dir string) (*indexStore, error) {
	if dir == "" {
		return openStore(ctx, &url.URL{Scheme: "file", Path: "/" + rand.Text()}, true)
	}
	path := filepath.Join(dir, indexFile)
	s, err := openStore(ctx, fileURL(path), false)
	if err == nil || ctx.Err() != nil {
		return s, err
	}
	if err := removeIndex(dir); err != nil {
		return nil, err
	}
	return openStore(ctx, fileURL(path), false)
}

func removeIndex(dir string) error {
	var errs []error
	for _, suffix := range []string{"", "-wal", "-shm", "-journal"} {
		if err := os.Remove(filepath.Join(dir, indexFile+suffix)); err != nil && !errors.Is(err, os.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// fileURL is a path as SQLite takes it (sqlite.org/uri.html): with a drive of Windows after a slash.
func fileURL(path string) *url.URL {
	path = filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		path = "/" + path
	}
	return &url.URL{Scheme: "file", Path: path}
}

func openStore(ctx context.Context, at *url.URL, memory bool) (*indexStore, error) {
	s := &indexStore{memory: memory}
	journal, options := "wal", url.Values{}
	if memory {
		journal = "memory"
		options.Set("vfs", "memdb")
	}
	open := func(cache int, pragmas ...string) (*sql.DB, error) {
		options["_pragma"] = append([]string{
			fmt.Sprintf("busy_timeout(%d)", busyTime), fmt.Sprintf("cache_size(-%d)", cache), "temp_store(memory)",
		}, pragmas...)
		at.RawQuery = options.Encode()
		return sql.Open("sqlite", at.String())
	}
	var err error
	s.pool, err = open(writerCache, "journal_mode("+journal+")", "synchronous(normal)",
		"journal_size_limit("+strconv.Itoa(journalLimit)+")")
	if err != nil {
		return nil, err
	}
	if s.writer, err = s.pool.Conn(ctx); err == nil {
		err = s.prepare(ctx)
	}
	if err == nil {
		s.readers, err = open(readerCache, "query_only(true)")
	}
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	s.readers.SetMaxOpenConns(indexReaders)
	s.readers.SetMaxIdleConns(indexReaders)
	return s, nil
}

var errForeignIndex = errors.New("not an index of this version")

// prepare checks what the database holds, and makes the tables of an empty one.
func (s *indexStore) prepare(ctx context.Context) error {
	var tables, application, version int
	for pragma, value := range map[string]*int{
		"SELECT count(*) FROM sqlite_schema": &tables, "PRAGMA application_id": &application, "PRAGMA user_version": &version,
	} {
		if err := s.writer.QueryRowContext(ctx, pragma).Scan(value); err != nil {
			return err
		}
	}
	switch {
	case tables == 0:
		return s.inTransaction(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, fmt.Sprintf(indexSchema, hashSize, indexApplication, indexVersion))
			return err
		})
	case application != indexApplication || version != indexVersion:
		return errForeignIndex
	}
	return s.writer.QueryRowContext(ctx, "SELECT count(*) > 0 FROM posts").Scan(&s.found)
}

// check reads the whole database and says what is damaged.
func (s *indexStore) check(ctx context.Context) error {
	var answer string
	if err := s.writer.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&answer); err != nil {
		return err
	}
	if answer != "ok" {
		return errors.New(answer)
	}
	_, err := s.writer.ExecContext(ctx, "INSERT INTO words(words) VALUES ('integrity-check')")
	return err
}

func (s *indexStore) inTransaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := do(tx); err != nil {
		return errors.Join(err, ignoreDone(tx.Rollback()))
	}
	return tx.Commit()
}

func ignoreDone(err error) error {
	if errors.Is(err, sql.ErrTxDone) {
		return nil // its context ended it
	}
	return err
}

func (s *indexStore) close() error {
	var errs []error
	if s.readers != nil {
		errs = append(errs, s.readers.Close())
	}
	if s.writer != nil {
		errs = append(errs, s.writer.Close())
	}
	return errors.Join(append(errs, s.pool.Close())...)
}

// isDamage reports whether an error says that the database cannot be read any more, rather than not now.
func isDamage(err error) bool {
	e, ok := errors.AsType[*sqlite.Error](err)
	if !ok {
		return false
	}
	switch e.Code() & 0xff { // the primary code: sqlite.org/rescode.html
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return true
	}
	return false
}
