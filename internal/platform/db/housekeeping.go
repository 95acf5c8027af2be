package db

import (
	"context"
	"fmt"
	"time"

	"openiq/internal/platform/clock"
)

// housekeeping lists the technical writes that record no fact and so need no audit entry.
var housekeeping = map[string]bool{
	"audit.seal":         true, // sealing the audit chain itself
	"session.store":      true, // the browser's session; signing in and out have entries of their own
	"session.expire":     true,
	"idempotency.expire": true,
	"summaries.renew":    true, // lists computed from facts, after an upgrade of their rules
	"dues.renew":         true, // the same for due days
	"import.wait":        true, // waiting for an import under way
	"signin.throttle":    true, // counters of failed sign-ins
	"draft.keep":         true, // what somebody types and has not saved is no record yet
	"draft.expire":       true,
	"view.keep":          true, // filters that somebody wants to find again are no record
	"finder.expire":      true, // questions whose codes expired, as they say of themselves
	"mail.send":          true, // letters are written with the change they tell of; sending them changes nothing
	"appointment.try":    true, // counters of typed codes
	"appointment.expire": true, // what was never confirmed, and personal data whose time is over
}

// Housekeep runs a technical write without an audit entry; name must be on the list above.
func (d *DB) Housekeep(ctx context.Context, name string, fn func(*Tx) error) error {
	if !housekeeping[name] {
		return fmt.Errorf("%w: %s is not housekeeping", ErrNoAudit, name)
	}
	_, err := d.submit(&job{
		ctx: ctx, cmd: Command{Name: name, Tenant: Federal}, upkeep: true, done: make(chan struct{}),
		fn: func(tx *Tx) (string, error) { return "", fn(tx) },
	})
	return err
}

// keysKept is how long a command can be repeated without being carried out twice.
const keysKept = 7 * 24 * time.Hour

var deleteKeys = SQL(`DELETE FROM idempotency WHERE at < $1`)

// ForgetKeys removes idempotency keys that nobody will repeat any more.
func (d *DB) ForgetKeys(ctx context.Context) error {
	return d.Housekeep(ctx, "idempotency.expire", func(tx *Tx) error {
		_, err := tx.Exec(deleteKeys, int64(clock.InstantOf(tx.Now().Time().Add(-keysKept))))
		return err
	})
}
