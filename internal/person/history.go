package person

import (
	"context"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
)

// Version is an identity as it was stored by somebody.
type Version struct {
	Number   int64
	Identity Identity
	StoredAt clock.Instant
	StoredBy string
}

// History has all versions of an identity, the newest first; see [Identity.Differences].
func (s *Service) History(ctx context.Context, place authz.Target, subject Subject) ([]Version, error) {
	row, key, err := s.open(ctx, place, subject)
	if err != nil || row == nil || row.identity == nil {
		return nil, err
	}
	now, err := openIdentity(key, row.identity)
	if err != nil {
		return nil, err
	}
	replaced, err := historyOf(ctx, s.db, subject, key)
	return append([]Version{{Number: row.version, Identity: *now, StoredAt: row.storedAt, StoredBy: row.storedBy}}, replaced...), err
}
