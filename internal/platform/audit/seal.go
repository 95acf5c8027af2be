package audit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
)

// pause lies between two rounds of sealing.
const pause = 2 * time.Second

// mostEntries is how many entries a link covers at most, so that none takes long to compute.
const mostEntries = 10_000

// Run seals what is new every two seconds until ctx ends. Several instances may do so side by side.
func Run(ctx context.Context, d *db.DB, log *slog.Logger) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		if err := Seal(ctx, d); err != nil && ctx.Err() == nil {
			log.ErrorContext(ctx, "sealing the audit trail", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Seal seals all entries that are not sealed yet. A tenant with a gap is named in the error and not
// sealed any further; the others are.
func Seal(ctx context.Context, d *db.DB) error {
	numbers, err := last(ctx, d)
	if err != nil {
		return err
	}
	var failed []error
	for tenant, n := range numbers {
		if err := sealTenant(ctx, d, tenant, n); err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

func sealTenant(ctx context.Context, d *db.DB, tenant string, n int64) error {
	for {
		previous, err := head(ctx, d, tenant)
		if err != nil || previous.last >= n {
			return err
		}
		next := link{first: previous.last + 1, last: min(n, previous.last+mostEntries), sealed: clock.InstantOf(d.Clock().Now())}
		if err := next.compute(ctx, d, tenant, previous.hash); err != nil {
			return err
		}
		// Where another instance was quicker, its link is the one to go on from.
		if _, err := store(ctx, d, tenant, next); err != nil {
			return err
		}
	}
}

// compute reads the link's entries outside the writer, which others need; what is committed never changes.
func (l *link) compute(ctx context.Context, r db.Reader, tenant, previous string) error {
	b := newBlock(previous, tenant, l.first, l.last, l.sealed)
	expected := l.first
	err := entries(ctx, r, tenant, l.first-1, l.last, func(e *entry) error {
		if e.n != expected {
			return missing(tenant, expected)
		}
		b.add(e)
		expected++
		return nil
	})
	if err == nil && expected <= l.last {
		err = missing(tenant, expected)
	}
	l.hash = b.hash()
	return err
}

func missing(tenant string, n int64) error {
	return fmt.Errorf("audit: entry %d of tenant %s is missing", n, tenant)
}
