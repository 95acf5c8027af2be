package draft

import (
	"context"
	"encoding/json"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/errs"
)

// carried is what travels sealed in the page that asks to sign in.
type carried struct {
	Owner string        `json:"owner"`
	At    clock.Instant `json:"at"`
	Draft Draft         `json:"draft"`
}

// Pack seals a form that arrived without a session, for the account with this mark. The error is Invalid when there is
// too much of it.
func (s *Service) Pack(owner string, d Draft) (string, error) {
	if err := d.check(); err != nil {
		return "", err
	}
	if _, err := encode(d.Values); err != nil {
		return "", err
	}
	plain, err := json.Marshal(carried{owner, s.now(), d})
	if err != nil {
		return "", err
	}
	return s.keys.Seal(forCarried, string(plain))
}

// Unpack makes what [Service.Pack] sealed a draft of the account that has just proved who it is. What was saved later
// under its key stays. The error is Conflict when it belongs to another account, and Invalid when it was changed or is
// older than [CarriedFor].
func (s *Service) Unpack(ctx context.Context, account, sealed string) (Draft, State, error) {
	var c carried
	plain, err := s.keys.Open(forCarried, sealed)
	if err != nil {
		return Draft{}, 0, errs.Wrap(err, errs.Invalid, "draft.error.changed")
	}
	if err := json.Unmarshal([]byte(plain), &c); err != nil {
		return Draft{}, 0, err
	}
	if !s.owns(account, c.Owner) {
		return Draft{}, 0, errs.New(errs.Conflict, "draft.error.other_account")
	}
	if c.At.Add(CarriedFor) < s.now() {
		return Draft{}, 0, errs.New(errs.Invalid, "draft.error.old")
	}
	result, err := s.store(ctx, account, c.Draft, func(there *kept, now clock.Instant) (int64, bool) {
		return next(there, now), there == nil || there.saved <= c.At
	})
	return c.Draft, result.State, err
}
