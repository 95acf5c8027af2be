package app

import (
	"context"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/record"
	"openiq/internal/programme"
)

// places tells counselling what it needs of the structure.
type places struct{ programme *programme.Service }

// Place says where a site lies.
func (p places) Place(ctx context.Context, site string) (authz.Target, error) {
	d, err := p.programme.Directory(ctx)
	if err != nil {
		return authz.Target{}, err
	}
	if d.Site(site) == nil {
		return authz.Target{}, errs.Missing()
	}
	return d.PlaceOfSite(site), nil
}

// Rules is the structure for checking a row.
func (p places) Rules(ctx context.Context, now clock.Instant) (record.Context, error) {
	d, err := p.programme.Directory(ctx)
	if err != nil {
		return nil, err
	}
	return d.Rules(now), nil
}
