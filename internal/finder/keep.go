package finder

import (
	"context"
	"encoding/json"

	"openiq/internal/platform/authz"
	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
	"openiq/internal/platform/ident"
)

// ActionRecord is the right to open a code.
const ActionRecord authz.Action = "case.record"

// KeptDays is how long a question is kept under its code.
const KeptDays = 90

// Kept is a question under its code.
type Kept struct {
	Code     string
	Question Question
	Until    clock.Day // the last day on which the code is known
}

// draws is how many codes are drawn at once: one that is taken already is a matter of one in a million.
const draws = 4

// Keep keeps a question for KeptDays and gives its code. The same key gives the same code. Invalid names what cannot be asked.
func (s *Service) Keep(ctx context.Context, q Question, key string) (Kept, error) {
	if _, err := s.Answer(ctx, q); err != nil {
		return Kept{}, err
	}
	body, err := json.Marshal(q)
	if err != nil {
		return Kept{}, err
	}
	var drawn [draws]string
	for i := range drawn {
		drawn[i] = newCode()
	}
	id := ident.New(clock.InstantOf(s.db.Clock().Now()))
	code, err := s.db.Write(ctx, db.Command{Name: "finder.keep", Tenant: db.Federal, Key: key}, func(tx *db.Tx) (string, error) {
		for _, code := range drawn {
			taken, err := isTaken(ctx, tx, code)
			if err != nil {
				return "", err
			}
			if !taken {
				tx.Audit(db.Entry{Kind: "finder_code", ID: id, Detail: "kept"})
				return code, insertCode(tx, code, string(body), tx.Today()+KeptDays)
			}
		}
		return "", errs.New(errs.Unavailable, "error.unavailable")
	})
	if err != nil {
		return Kept{}, err
	}
	return s.open(ctx, code)
}

// Open is the question of a code as somebody typed it, for those who record cases. A code that nobody has, one that expired
// and one that cannot be look the same: NotFound with "finder.error.code".
func (s *Service) Open(ctx context.Context, typed string) (Kept, error) {
	if !authz.From(ctx).May(ActionRecord) {
		return Kept{}, errs.New(errs.Forbidden, "error.forbidden")
	}
	return s.open(ctx, typed)
}

func (s *Service) open(ctx context.Context, typed string) (Kept, error) {
	code, ok := ParseCode(typed)
	if !ok {
		return Kept{}, errUnknown()
	}
	body, until, err := readCode(ctx, s.db, code)
	if err != nil {
		return Kept{}, err
	}
	if body == "" || until < s.Today() {
		return Kept{}, errUnknown()
	}
	kept := Kept{Code: code, Until: until}
	err = json.Unmarshal([]byte(body), &kept.Question)
	kept.Question.On = clock.NoDay
	return kept, err
}

func errUnknown() error { return errs.New(errs.NotFound, "finder.error.code") }

// Tidy forgets codes that expired. Call it every hour, from any number of instances.
func (s *Service) Tidy(ctx context.Context) error {
	return s.db.Housekeep(ctx, "finder.expire", func(tx *db.Tx) error { return deleteCodes(tx, s.Today()) })
}
