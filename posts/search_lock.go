package posts

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// folderLock keeps other processes from the index of a folder. It is a transaction on an empty database, since
// SQLite knows how to lock a file on every system, and that ends with the process however it ends.
type folderLock struct {
	db   *sql.DB
	conn *sql.Conn
}

func lockFolder(ctx context.Context, dir string) (*folderLock, error) {
	path := filepath.Join(dir, lockFile)
	db, err := sql.Open("sqlite", fileURL(path).String())
	if err != nil {
		return nil, err
	}
	l := &folderLock{db: db}
	if l.conn, err = db.Conn(ctx); err == nil {
		_, err = l.conn.ExecContext(ctx, "BEGIN EXCLUSIVE")
	}
	if err == nil {
		return l, nil
	}
	_ = l.release()
	if e, ok := errors.AsType[*sqlite.Error](err); ok && e.Code()&0xff == sqlite3.SQLITE_BUSY {
		return nil, fmt.Errorf("another process uses %s", dir)
	}
	return nil, fmt.Errorf("%s: %w", path, err)
}

func (l *folderLock) release() error {
	var err error
	if l.conn != nil {
		err = l.conn.Close()
	}
	return errors.Join(err, l.db.Close())
}
