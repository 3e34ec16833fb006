package keys

import (
	"context"
	"errors"
	"time"

	"github.com/gofrs/flock"
)

const (
	lockPatience = 5 * time.Second // every change but making a key, which is done before, takes milliseconds
	lockRetry    = 10 * time.Millisecond
)

// lock keeps other programs from changing the folder, and from reading half a change, until it is given back. It
// ends with the process, however that ends. What it cannot get within lockPatience is an [*Error].
func (f Folder) lock() (unlock func(), err error) {
	return f.acquire((*flock.Flock).TryLockContext)
}

// lockToRead keeps other programs from changing the folder; many can read at once. Whoever cannot have it may
// read all the same, since every state that a change goes through can be served.
func (f Folder) lockToRead() (unlock func(), err error) {
	return f.acquire((*flock.Flock).TryRLockContext)
}

func (f Folder) acquire(try func(*flock.Flock, context.Context, time.Duration) (bool, error)) (unlock func(), err error) {
	ctx, cancel := context.WithTimeout(context.Background(), lockPatience)
	defer cancel()
	lock := flock.New(lockFile(f.Path), flock.SetFlag(lockFlag))
	_, err = try(lock, ctx, lockRetry)
	switch {
	case err == nil:
		return func() { _ = lock.Unlock() }, nil
	case errors.Is(err, context.DeadlineExceeded):
		return nil, &Error{
			File:   lock.Path(),
			Reason: "another program changes the host keys, and has not ended in " + lockPatience.String(),
			Hint:   "try again; to see which one it is: fuser -v " + quote(lock.Path()),
		}
	default:
		return nil, &Error{
			File:   lock.Path(),
			Reason: "it cannot be locked against other programs",
			Hint:   "let the user that runs postern read it, on a file system that has locks",
			Err:    err,
		}
	}
}
