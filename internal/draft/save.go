package draft

import (
	"context"
	"encoding/json"
	"net/url"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// State is what became of a version of a draft.
type State int

// The states.
const (
	Kept     State = iota // it is the draft now
	Older                 // a later version is there already, which stays
	Finished              // the form was saved meanwhile: there is nothing to keep
)

// Result is the answer to saving a draft.
type Result struct {
	State State
	At    clock.Instant // when the version that is there now was saved
	Seq   int64         // its number
}

// Latest is the number of a version that is the latest whatever is there, as when somebody presses a button.
const Latest = 0

// Save stores a version of a draft of the account that asks. seq is the version's number, by the clock of the page in
// milliseconds, or [Latest]; of two versions the one with the higher number stays. The error is Invalid when there is
// too much of it.
func (s *Service) Save(ctx context.Context, d Draft, seq int64) (Result, error) {
	account, err := signedIn(ctx)
	if err != nil {
		return Result{}, err
	}
	return s.store(ctx, account, d, func(there *kept, now clock.Instant) (int64, bool) {
		if seq == Latest {
			return next(there, now), true
		}
		return seq, there == nil || there.seq < seq
	})
}

// next is a number above the one that is there, by the clock of the server.
func next(there *kept, now clock.Instant) int64 {
	seq := int64(now) / 1000
	if there != nil {
		seq = max(seq, there.seq+1)
	}
	return seq
}

// store writes a version if number gives it a number after what is there.
func (s *Service) store(ctx context.Context, account string, d Draft, number func(there *kept, now clock.Instant) (int64, bool)) (Result, error) {
	if err := d.check(); err != nil {
		return Result{}, err
	}
	sealed, err := s.seal(account, d)
	if err != nil {
		return Result{}, err
	}
	var result Result
	err = s.db.Housekeep(ctx, "draft.keep", func(tx *db.Tx) error {
		there, err := readKept(ctx, tx, account, d.Key)
		if err != nil {
			return err
		}
		seq, later := number(there, tx.Now())
		if there != nil && (there.done || !later) {
			result = there.stays()
			return nil
		}
		stored, err := put(tx, account, d, sealed, seq)
		if err == nil && !stored { // another instance was quicker
			if there, err = readKept(ctx, tx, account, d.Key); err == nil {
				result = there.stays()
			}
			return err
		}
		result = Result{State: Kept, At: tx.Now(), Seq: seq}
		if err == nil && there == nil {
			_, err = tx.Exec(deleteOldest, account, Most)
		}
		return err
	})
	return result, err
}

// stays is the result when what is there was not replaced.
func (k *kept) stays() Result {
	if k.done {
		return Result{State: Finished}
	}
	return Result{State: Older, At: k.saved, Seq: k.seq}
}

// seal encrypts what was typed, bound to its account and key so that two cannot be exchanged in the database.
func (s *Service) seal(account string, d Draft) (string, error) {
	plain, err := encode(d.Values)
	if err != nil {
		return "", err
	}
	return s.keys.Seal(purpose(account, d.Key), plain)
}

func (s *Service) open(account, key, sealed string) (url.Values, error) {
	plain, err := s.keys.Open(purpose(account, key), sealed)
	if err != nil {
		return nil, err
	}
	values := url.Values{}
	err = json.Unmarshal([]byte(plain), &values)
	return values, err
}

func purpose(account, key string) string { return forDraft + "/" + account + "/" + key }

// encode refuses what is larger than a draft may be.
func encode(values url.Values) (string, error) {
	plain, err := json.Marshal(map[string][]string(values))
	if err != nil {
		return "", err
	}
	if len(plain) > MaxSize {
		return "", tooLarge()
	}
	return string(plain), nil
}

func tooLarge() error {
	return errs.New(errs.Invalid, ErrTooLarge, "Max", MaxSize>>10)
}

// ErrTooLarge is the key of the error for more than a draft may hold.
const ErrTooLarge = "draft.error.too_large"
