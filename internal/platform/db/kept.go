package db

import (
	"context"
	"sync"
	"sync/atomic"
)

// Kept is something read from the database as a whole and kept in memory for as long as its mark, such as a change number,
// is the one in the database. The zero value is ready for use, also by several at once.
type Kept[M comparable, T any] struct {
	renew sync.Mutex
	now   atomic.Pointer[marked[M, T]]
}

type marked[M comparable, T any] struct {
	mark  M
	value T
}

// Now is what is kept with its mark. Where the database has another mark by then, both are read anew, as one snapshot has them.
func (k *Kept[M, T]) Now(ctx context.Context, d *DB, mark func(context.Context, Reader) (M, error), read func(context.Context, Reader) (T, error)) (value T, of M, err error) {
	latest, err := mark(ctx, d)
	if err != nil {
		return value, of, err
	}
	if known := k.now.Load(); known != nil && known.mark == latest {
		return known.value, known.mark, nil
	}
	k.renew.Lock()
	defer k.renew.Unlock()
	if known := k.now.Load(); known != nil && known.mark == latest {
		return known.value, known.mark, nil
	}
	next := &marked[M, T]{}
	err = d.Snapshot(ctx, func(r Reader) (err error) {
		if next.mark, err = mark(ctx, r); err == nil {
			next.value, err = read(ctx, r)
		}
		return err
	})
	if err != nil {
		return value, of, err
	}
	k.now.Store(next)
	return next.value, next.mark, nil
}
