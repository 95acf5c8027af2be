package app

import (
	"context"
	"strconv"
	"sync/atomic"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/i18n"
)

// published names the state of what public pages show, so that they can be kept in memory until it changes.
type published struct {
	db   *db.DB
	seen atomic.Pointer[seen]
}

// seen is up to which change the state is known, and the last one that the public could notice.
type seen struct{ upTo, last int64 }

// version is another one after every change that a public page may show, and on every day: dates pass, centres close. A page
// in the words of before a change of the texts is not kept as one of after it.
func (p *published) version(ctx context.Context) (string, error) {
	n, err := federalChanges(ctx, p.db)
	if err != nil {
		return "", err
	}
	now := p.seen.Load()
	if now == nil {
		now = &seen{n, n}
		p.seen.Store(now)
	}
	if now.upTo < n {
		last, err := lastPublic(ctx, p.db, now.upTo, n)
		if err != nil {
			return "", err
		}
		now = &seen{n, max(now.last, last)}
		p.seen.Store(now)
	}
	return clock.Today(p.db.Clock()).String() + "/" + strconv.FormatInt(now.last, 36) + "/" + strconv.FormatInt(i18n.From(ctx).Edition(), 36), nil
}
