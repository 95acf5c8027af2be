package programme

import (
	"cmp"
	"context"
	"slices"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// Revision is one version of a record: what changed, when it was stored, and who did it.
type Revision struct {
	Version int64
	At      clock.Instant
	By      string // the account's id, or the machine's name; empty when the audit trail does not say
	Command string
	Deleted bool
	Changes []Changed
}

// Changed is a changed column with its cells before and after.
type Changed struct {
	Column, Before, After string
}

// History lists the versions of a record, newest first; NotFound when there never was one.
func (s *Service) History(ctx context.Context, k Kind, id string) ([]Revision, error) {
	if err := authz.Require(ctx, ActionRead, authz.Target{}); err != nil {
		return nil, err
	}
	if k.Type() == nil {
		return nil, errs.Missing()
	}
	var all []version
	who := map[clock.Instant]entry{}
	err := s.db.Snapshot(ctx, func(r db.Reader) error {
		var err error
		if all, err = versions(ctx, r, k, id); err == nil {
			err = entries(ctx, r, "import", k.Type().Name+".csv", who)
		}
		if err == nil {
			err = entries(ctx, r, string(k), id, who)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, errs.Missing()
	}
	slices.SortFunc(all, func(a, b version) int { return cmp.Compare(a.number, b.number) })
	out := make([]Revision, len(all))
	for i, v := range all {
		e := who[v.stored]
		before := version{values: make([]any, len(v.values))}
		if i > 0 {
			before = all[i-1]
		}
		out[i] = Revision{Version: v.number, At: v.stored, By: e.actor, Command: e.command, Deleted: v.deleted, Changes: changedBetween(k, before, v)}
	}
	slices.Reverse(out)
	return out, nil
}

func changedBetween(k Kind, before, after version) []Changed {
	var out []Changed
	for i, c := range k.Type().Columns {
		a, b := c.Format(before.values[i]), c.Format(after.values[i])
		if a != b {
			out = append(out, Changed{c.Name, a, b})
		}
	}
	return out
}
