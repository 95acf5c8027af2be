package appointment

import (
	"context"
	"slices"

	"openiq/internal/platform/clock"
	"openiq/internal/platform/db"
	"openiq/internal/platform/errs"
)

// ConfirmCode confirms a request by the code of its mail and returns the token of its link. Invalid at the field "code" says
// that the code is wrong, too old or tried too often, or that there is nothing to confirm: all look the same. A repetition
// is answered like the first.
func (s *Service) ConfirmCode(ctx context.Context, ticket, typed string) (token string, err error) {
	id, err := s.ticketID(ticket)
	if err != nil {
		return "", err
	}
	var counted int64
	err = s.db.Housekeep(ctx, "appointment.try", func(tx *db.Tx) error {
		counted, err = tx.Exec(countTry, id, mostTries)
		return err
	})
	if err != nil {
		return "", err
	}
	r, err := s.alive(ctx, selectByID, id)
	if errs.KindOf(err) == errs.NotFound || err == nil && (counted == 0 || !s.isCode(id, typed) || r.Details.Email == "") {
		return "", wrongCode()
	}
	if err != nil {
		return "", err
	}
	return s.token(id), s.confirm(ctx, r)
}

// ConfirmLink confirms a request by the link of its mail. Confirming again does no harm.
func (s *Service) ConfirmLink(ctx context.Context, token string) error {
	r, err := s.alive(ctx, selectByToken, s.lookup(token))
	if err != nil {
		return err
	}
	return s.confirm(ctx, r)
}

// ConfirmPhone confirms a request with nothing but a number, and returns the token that the person notes. Where the same
// number has asked the same centre within a day, the first request stays and this one never counts; nobody can tell that
// from the answer.
func (s *Service) ConfirmPhone(ctx context.Context, ticket string) (token string, err error) {
	id, err := s.ticketID(ticket)
	if err != nil {
		return "", err
	}
	r, err := s.alive(ctx, selectByID, id)
	if errs.KindOf(err) == errs.NotFound {
		return s.token(id), nil
	}
	if err != nil {
		return "", err
	}
	if r.Details.Email != "" {
		return "", wrongCode()
	}
	return s.token(id), s.confirm(ctx, r)
}

// alive is a request that is not forgotten: NotFound for one that nobody confirmed in time.
func (s *Service) alive(ctx context.Context, query, key string) (*stored, error) {
	r, err := readOne(ctx, s.db, query, key)
	if err != nil {
		return nil, err
	}
	if r == nil || r.State == Unconfirmed && r.Asked <= s.now().Add(-ConfirmWithin) {
		return nil, errs.Missing()
	}
	if err := s.unseal(&r.Request, r.sealed); err != nil {
		return nil, err
	}
	if r.Details == nil {
		r.Details = &Details{}
	}
	return r, nil
}

// confirm lets a request count. Its slot is the person's now, unless it was given away since.
func (s *Service) confirm(ctx context.Context, seen *stored) error {
	byMail := seen.Details.Email != ""
	_, err := s.db.Write(ctx, command("confirm", ""), func(tx *db.Tx) (string, error) {
		r, err := readOne(ctx, tx, selectByID, seen.ID)
		if err != nil || r == nil || r.State != Unconfirmed {
			return "", err
		}
		if !byMail {
			if first, err := s.isFirst(ctx, tx, r); err != nil || !first {
				return "", err
			}
		}
		r.Verified, r.State, r.Confirmed, r.Forget = byMail, Waiting, tx.Now(), tx.Now().Add(WaitAtMost)
		if err := r.keep(tx); err != nil {
			return "", err
		}
		note(tx, r.ID, "confirmed")
		return "", put(tx, r)
	})
	return err
}

// isFirst says whether no other request of the same contact counts at the same site since a day ago.
func (s *Service) isFirst(ctx context.Context, r db.Reader, one *stored) (bool, error) {
	dayAgo := one.Asked.Add(-ConfirmWithin)
	all, err := readRequests(ctx, r, selectSame, one.contact, int64(dayAgo))
	return !slices.ContainsFunc(all, func(other *stored) bool {
		return other.Site == one.Site && other.State != Unconfirmed && other.Asked > dayAgo
	}), err
}

// keep gives the person the slot that was held, if it still is.
func (r *stored) keep(tx *db.Tx) error {
	if r.Slot == "" {
		return nil
	}
	if r.Starts <= tx.Now() {
		return r.letGo(tx)
	}
	n, err := tx.Exec(keepSlot, r.Slot, r.ID, int64(forever))
	if err == nil && n == 0 {
		return r.letGo(tx)
	}
	r.agree(tx.Now())
	return err
}

// agree notes that both have agreed to the time of a request.
func (r *stored) agree(now clock.Instant) {
	r.State = Booked
	r.answered(now)
}

// answered notes that the person was offered the time of a request.
func (r *stored) answered(now clock.Instant) {
	if r.Answered == 0 {
		r.Answered, r.First = now, r.Starts.Day()
	}
	r.Forget = r.Starts.Add(KeepFor)
}
