package db_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"openiq/internal/platform/db"
	"openiq/internal/platform/db/dbtest"
)

func TestWhatIsKeptIsReadOncePerMark(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		var kept db.Kept[int64, int64]
		var number, read atomic.Int64
		mark := func(context.Context, db.Reader) (int64, error) { return number.Load(), nil }
		produce := func(context.Context, db.Reader) (int64, error) { return 100 * read.Add(1), nil }
		for n := range int64(3) {
			number.Store(n)
			var all sync.WaitGroup
			for range 20 {
				all.Go(func() {
					value, of, err := kept.Now(context.Background(), d, mark, produce)
					if value != 100*(n+1) || of != n || err != nil {
						t.Errorf("mark %d: %d of %d, %v", n, value, of, err)
					}
				})
			}
			all.Wait()
		}
	})
}

func TestWhatCannotBeReadIsNotKept(t *testing.T) {
	dbtest.Each(t, now, func(t *testing.T, d *db.DB) {
		var kept db.Kept[int64, string]
		broken := errors.New("broken")
		mark := func(context.Context, db.Reader) (int64, error) { return 7, nil }
		for name, fn := range map[string][2]func(context.Context, db.Reader) error{
			"the mark":  {func(context.Context, db.Reader) error { return broken }, func(context.Context, db.Reader) error { return nil }},
			"the value": {func(context.Context, db.Reader) error { return nil }, func(context.Context, db.Reader) error { return broken }},
		} {
			_, _, err := kept.Now(context.Background(), d,
				func(ctx context.Context, r db.Reader) (int64, error) { return 7, fn[0](ctx, r) },
				func(ctx context.Context, r db.Reader) (string, error) { return "half", fn[1](ctx, r) })
			if !errors.Is(err, broken) {
				t.Errorf("%s: %v", name, err)
			}
		}
		whole := func(context.Context, db.Reader) (string, error) { return "whole", nil }
		if value, _, err := kept.Now(context.Background(), d, mark, whole); value != "whole" || err != nil {
			t.Errorf("%q, %v", value, err)
		}
	})
}
